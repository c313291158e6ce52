const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A figure, of days with one decimal, and its unit. */
export type DurationPart = readonly [figure: string, unit: 'd' | 'h' | 'm' | 's']

/** Formats a duration in seconds: `45s`, `12m`, `3h 5m`, `2.5d`. */
export function durationText(seconds: number): string {
  return durationParts(seconds)
    .map(([figure, unit]) => `${figure}${unit}`)
    .join(' ')
}

/** Returns one or two parts, the greater first. */
export function durationParts(seconds: number): readonly DurationPart[] {
  if (seconds < MINUTE) return [[fixed(seconds, 0), 's']]
  if (seconds < HOUR) return [[fixed(seconds / MINUTE, 0), 'm']]
  if (seconds >= DAY) return [[fixed(seconds / DAY, 1), 'd']]
  const minutes = Math.trunc((seconds / MINUTE) % MINUTE)
  const hours = [`${Math.trunc(seconds / HOUR)}`, 'h'] as const
  return minutes === 0 ? [hours] : [hours, [`${minutes}`, 'm']]
}

/** Formats with a number of decimals, rounding half to even. */
function fixed(value: number, decimals: 0 | 1): string {
  const unit = decimals === 0 ? 1 : 0.1
  const half = decimals === 0 ? value % 1 === 0.5 : value % 0.5 === 0.25
  if (!half) return value.toFixed(decimals)
  const below = Math.floor(value / unit)
  return ((below % 2 === 0 ? below : below + 1) * unit).toFixed(decimals)
}
