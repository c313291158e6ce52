/** Words and number formats shared by pages, pictures, the command line and scripts: one word for each thing. */

/** What a badge is to its owner. The API calls `inProgress` `discovered`. */
export const STATE_WORDS = {
  unlocked: 'Unlocked',
  inProgress: 'In progress',
  notStarted: 'Not started',
  secret: 'Still secret',
} as const

/** Stands where badges with tiers have theirs. */
export const ONE_TIME = 'One-time'

/** The choice to publish what lists and insights show. */
export const DETAILS_TOO = 'Also my sessions and insights'

const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** An integer with its thousands grouped: 8564 → `8,564`. */
export function grouped(value: number): string {
  return GROUPED.format(value)
}

/** `1 session`, `8,564 sessions`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`
}

/** Returns the progress in whole percent, rounded down and kept within 0 to 100. 0 while the total is unknown. */
export function percentOf(done: number, total: number): number {
  if (!(total > 0)) return 0
  return Math.min(100, Math.max(0, Math.floor((100 * done) / total)))
}

/** `Scanned 1,750 of 8,564 sessions · 20 %`; before the first session, that the scan is starting. */
export function scanLine(scanned: number, expected: number): string {
  if (!(expected > 0)) return 'Opening the history…'
  return `Scanned ${grouped(scanned)} of ${grouped(expected)} sessions · ${percentOf(scanned, expected)} %`
}

/** `Uploaded 3.2 of 12.8 MB · 25 %`. Megabytes are 10⁶ bytes. */
export function uploadLine(what: 'Read' | 'Uploaded', bytes: number, totalBytes: number): string {
  return `${what} ${megabytes(bytes)} of ${megabytes(totalBytes)} MB · ${percentOf(bytes, totalBytes)} %`
}

/** `640 kB`, `12.8 MB`, `2.5 GB`: powers of 1,000. */
export function sizeLine(bytes: number): string {
  if (bytes < 999_500) return `${grouped(bytes / 1e3)} kB`
  return bytes < 999_950_000 ? `${megabytes(bytes)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}

/**
 * `Read 1,750 of 8,564 sessions · 142 MB/s · 4 s left`. Speed and remaining time appear after a second, when they can
 * be estimated.
 */
export function readLine(read: {
  sessions: number
  total: number
  bytes: number
  milliseconds: number
}): string {
  const { sessions, total, bytes, milliseconds } = read
  if (!(total > 0)) return 'Opening the history…'
  const line = `Read ${grouped(sessions)} of ${counted(total, 'session')}`
  if (milliseconds < PACE_AFTER_MS) return line
  const pace = `${line} · ${grouped(bytes / 1e3 / milliseconds)} MB/s`
  return sessions === 0 ? pace : `${pace} · ${timeLine((milliseconds * (total - sessions)) / sessions)} left`
}

const PACE_AFTER_MS = 1000

/** `0.8 s`, `12 s`, `3 min`. */
export function timeLine(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  return seconds < 99.5 ? `${grouped(seconds)} s` : `${grouped(seconds / 60)} min`
}
