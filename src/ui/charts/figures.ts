import { decimal, number, numberFormat, t } from '../../language/language.ts'
import { type DurationPart, durationParts } from '../../sessions/insights/duration.ts'
import { percent } from '../wording.ts'

/** Number formats of charts and tables, in the reader's language. */

const USD = { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' } as const
const compactNumber = numberFormat({ notation: 'compact', maximumSignificantDigits: 3 })
const scientific = numberFormat({ notation: 'scientific', maximumSignificantDigits: 3 })
const money = numberFormat(USD)
const compactMoney = numberFormat({ ...USD, notation: 'compact', maximumSignificantDigits: 3 })

/** `950`, `12.3K`, `1.8M`, `4.2T`; beyond that `1.23E16`. */
export function compact(value: number): string {
  return Math.abs(value) < 1e15 ? compactNumber(value) : scientific(value)
}

/** US dollars: `$1.08`, `<$0.01`, `$1,204.50`, and from a million on `$1.2M`. */
export function dollars(value: number): string {
  if (value > 0 && value < 0.005) return `<${money(0.01)}`
  return Math.abs(value) < 1e6 ? money(value) : dollarsShort(value)
}

/** US dollars in little space: `$0.05`, `$12`, `$1.2K`. */
export function dollarsShort(value: number): string {
  if (value > 0 && value < 0.005) return `<${money(0.01)}`
  const isWhole = Math.abs(value) >= 1000 || Number.isInteger(value)
  return isWhole ? compactMoney(value) : money(value)
}

/** `12 %`; `<1 %` for a small share above zero. */
export function share(of: number): string {
  return of > 0 && of < 1 ? `<${percent(1)}` : percent(Math.round(of))
}

const UNITS = { d: '{n}d', h: '{n}h', m: '{n}m', s: '{n}s' } as const

/** A duration in seconds: `45s`, `12m`, `3h 5m`, `2.5d`. */
export function duration(seconds: number): string {
  const [first = '', second] = durationParts(seconds).map(withUnit)
  return second === undefined ? first : t('{hours} {minutes}', { hours: first, minutes: second })
}

function withUnit([figure, unit]: DurationPart): string {
  return t(UNITS[unit], { n: unit === 'd' ? decimal(Number(figure)) : number(Number(figure)) })
}

const STEPS = [1, 2, 4, 6, 8, 10]

/**
 * Returns the top of an axis that starts at 0 and has a line at its half: the next of 1, 2, 4, 6, 8 times a power of
 * ten. 1 if there is nothing to show.
 */
export function axisTop(greatest: number): number {
  if (!(greatest > 0) || !Number.isFinite(greatest)) return 1
  const power = 10 ** Math.floor(Math.log10(greatest))
  const step = STEPS.find((value) => value * power >= greatest) ?? 10
  return step * power
}
