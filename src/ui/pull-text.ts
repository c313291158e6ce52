import type { Pull } from '../contract/pulls.ts'
import { plural, t, translated } from '../language/language.ts'
import { sizeLine } from './wording.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `15 minutes`, `1 hour`, `7 days`. */
export function intervalText(seconds: number): string {
  const { n, unit } = inUnits(seconds)
  if (unit === 'day') return plural(n, '{n} day', '{n} days')
  if (unit === 'hour') return plural(n, '{n} hour', '{n} hours')
  return plural(n, '{n} minute', '{n} minutes')
}

/** `every hour`, `every 15 minutes`. */
export function everyText(seconds: number): string {
  const { n, unit } = inUnits(seconds)
  if (unit === 'day') return plural(n, 'every day', 'every {n} days')
  if (unit === 'hour') return plural(n, 'every hour', 'every {n} hours')
  return plural(n, 'every minute', 'every {n} minutes')
}

/** The largest unit that an interval is a whole number of. */
function inUnits(seconds: number): { n: number; unit: 'day' | 'hour' | 'minute' } {
  if (seconds >= DAY && seconds % DAY === 0) return { n: seconds / DAY, unit: 'day' }
  if (seconds >= HOUR && seconds % HOUR === 0) return { n: seconds / HOUR, unit: 'hour' }
  return { n: seconds / MINUTE, unit: 'minute' }
}

/** What the last look came to, or how far a running one is. */
export function pullText({ fetched, last_check }: Pull): string {
  if (last_check?.error) {
    const { message, hint } = last_check.error
    return [message, hint].flatMap((text) => (text ? [said(text)] : [])).join(' ')
  }
  if (fetched) {
    const done = sizeLine(fetched.bytes)
    return fetched.total === null
      ? t('Fetching: {done}', { done })
      : t('Fetching: {done} of {total}', { done, total: sizeLine(fetched.total) })
  }
  if (last_check === null) return t('Not checked yet')
  return last_check.outcome === 'stored' ? t('Updated') : t('Unchanged')
}

/** Returns a sentence about a pull, which is stored in English, in the reader's language. */
function said(text: string): string {
  const status = /^The server answered with status (\d+)\.$/.exec(text)?.[1]
  return status === undefined ? translated(text) : t('The server answered with status {status}.', { status })
}
