/**
 * Figures as Laurel writes them, shared by the pages and by the scripts that bring them up to date: what the
 * server rendered and what a script writes in its place must read the same.
 */

const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** An integer with its thousands grouped: 8564 → `8,564`. */
export function grouped(value: number): string {
  return GROUPED.format(value)
}

/** `1 session`, `8,564 sessions`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`
}

/** How much of `total` is done, in whole percent, rounded down and kept within 0–100. 0 while the total is unknown. */
export function percentOf(done: number, total: number): number {
  if (!(total > 0)) return 0
  return Math.min(100, Math.max(0, Math.floor((100 * done) / total)))
}

/** `Scanned 1,750 of 8,564 sessions · 20 %`; before the first session is counted, that the scan starts. */
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
