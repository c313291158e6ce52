/**
 * Returns how many seconds a host asks to be left alone. `Retry-After` (RFC 9110 section 10.2.3) is seconds or a date;
 * null if it is absent or neither.
 * @param now Unix seconds
 */
export function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null
  const seconds = /^\d+$/.test(value) ? Number(value) : Date.parse(value) / 1000 - now
  return Number.isNaN(seconds) ? null : Math.max(0, seconds)
}
