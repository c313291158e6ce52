/** Number formats of charts and tables. */

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 })
const SCIENTIFIC = new Intl.NumberFormat('en-US', { notation: 'scientific', maximumSignificantDigits: 3 })
const MONEY = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })
const MONEY_COMPACT = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  notation: 'compact',
  maximumSignificantDigits: 3,
})

/** `950`, `12.3K`, `1.8M`, `4.2T`; beyond that `1.23E16`. */
export function compact(value: number): string {
  return (Math.abs(value) < 1e15 ? COMPACT : SCIENTIFIC).format(value)
}

/** US dollars: `$1.08`, `<$0.01`, `$1,204.50`, and from a million on `$1.2M`. */
export function dollars(value: number): string {
  if (value > 0 && value < 0.005) return '<$0.01'
  return Math.abs(value) < 1e6 ? MONEY.format(value) : dollarsShort(value)
}

/** US dollars in little space: `$0.05`, `$12`, `$1.2K`. */
export function dollarsShort(value: number): string {
  if (value > 0 && value < 0.005) return '<$0.01'
  const isWhole = Math.abs(value) >= 1000 || Number.isInteger(value)
  return (isWhole ? MONEY_COMPACT : MONEY).format(value)
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
