import { decimal, number, plural, t } from '../language/language.ts'

/** Words and number formats shared by pages, the command line and scripts: one word for each thing. */

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

/** An integer with its thousands grouped: 8564 → `8,564`. */
export function grouped(value: number): string {
  return number(value)
}

/** `1 session`, `8,564 sessions`, in English: for feeds. Pages have `plural`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`
}

export function sessions(n: number): string {
  return plural(n, '{n} session', '{n} sessions')
}

export function tokens(n: number): string {
  return plural(n, '{n} token', '{n} tokens')
}

/** Returns the progress in whole percent, rounded down and kept within 0 to 100. 0 while the total is unknown. */
export function percentOf(done: number, total: number): number {
  if (!(total > 0)) return 0
  return Math.min(100, Math.max(0, Math.floor((100 * done) / total)))
}

/** `20 %` */
export function percent(value: number): string {
  return t('{n} %', { n: value })
}

/** `Scanned 1,750 of 8,564 sessions · 20 %`; before the first session, that the scan is starting. */
export function scanLine(scanned: number, expected: number): string {
  if (!(expected > 0)) return t('Opening the history…')
  const line = plural(expected, 'Scanned {scanned} of {n} sessions', 'Scanned {scanned} of {n} sessions', {
    scanned,
  })
  return `${line} · ${percent(percentOf(scanned, expected))}`
}

const SENT = { Read: 'Read {done} of {total} MB', Uploaded: 'Uploaded {done} of {total} MB' } as const

/** `Uploaded 3.2 of 12.8 MB · 25 %`. Megabytes are 10⁶ bytes. */
export function uploadLine(what: keyof typeof SENT, bytes: number, totalBytes: number): string {
  const line = t(SENT[what], { done: decimal(bytes / 1e6), total: decimal(totalBytes / 1e6) })
  return `${line} · ${percent(percentOf(bytes, totalBytes))}`
}

/** `640 kB`, `12.8 MB`, `2.5 GB`: powers of 1,000. */
export function sizeLine(bytes: number): string {
  if (bytes < 999_500) return t('{n} kB', { n: bytes / 1e3 })
  return bytes < 999_950_000
    ? t('{n} MB', { n: decimal(bytes / 1e6) })
    : t('{n} GB', { n: decimal(bytes / 1e9) })
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
  if (!(total > 0)) return t('Opening the history…')
  const line = plural(total, 'Read {sessions} of {n} session', 'Read {sessions} of {n} sessions', {
    sessions,
  })
  if (milliseconds < PACE_AFTER_MS) return line
  const pace = `${line} · ${t('{n} MB/s', { n: bytes / 1e3 / milliseconds })}`
  if (sessions === 0) return pace
  return `${pace} · ${t('{time} left', { time: timeLine((milliseconds * (total - sessions)) / sessions) })}`
}

const PACE_AFTER_MS = 1000

/** `0.8 s`, `12 s`, `3 min`. */
export function timeLine(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 9.95) return t('{n} s', { n: decimal(seconds) })
  return seconds < 99.5 ? t('{n} s', { n: seconds }) : t('{n} min', { n: seconds / 60 })
}
