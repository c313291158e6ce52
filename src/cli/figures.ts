/** Formats figures for people. */

/** `12,345`. Not by Intl, which takes longer to start than a command that finds nothing changed takes for all else. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 session`, `8,564 sessions` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** Bytes as megabytes (10⁶ bytes): `0.34 MB`, `3.4 MB`, `34 MB`. */
export function megabytes(bytes: number): string {
  const value = bytes / 1e6
  const digits = value >= 9.95 ? 0 : value >= 0.995 ? 1 : 2
  return `${digits === 0 ? count(value) : value.toFixed(digits)} MB`
}

/** Bytes in a suitable unit: `812 B`, `12 kB`, `3.4 MB`. */
export function bytesLine(bytes: number): string {
  if (bytes < 1e3) return `${bytes} B`
  return bytes < 999_500 ? `${count(bytes / 1e3)} kB` : megabytes(bytes)
}

/** `0.04 s`, `1.2 s`, `34 s` */
export function duration(seconds: number): string {
  return `${seconds.toFixed(seconds >= 9.95 ? 0 : seconds >= 0.995 ? 1 : 2)} s`
}

/** A bar of `width` columns: full only when the share is 1, empty only when it is 0. */
export function bar(share: number, width: number): { filled: string; rest: string } {
  const exact = Math.min(1, Math.max(0, share)) * width
  const length = exact > 0 && exact < 1 ? 1 : Math.floor(exact)
  return { filled: '━'.repeat(length), rest: '╌'.repeat(width - length) }
}

let short: Intl.NumberFormat | undefined

/** `950`, `12.3K`, `1.8M`; empty for null. */
export function shortCount(value: number | null): string {
  if (value === null) return ''
  short ??= new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 })
  return short.format(value)
}

/** `$1.08`, `<$0.01`; empty for null. */
export function dollars(value: number | null): string {
  if (value === null) return ''
  if (value > 0 && value < 0.005) return '<$0.01'
  return `${value < 0 ? '-' : ''}$${Math.abs(value).toFixed(2)}`
}
