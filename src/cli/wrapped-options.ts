import type { Period } from '../contract/wrapped.ts'
import { periodIn } from '../wrapped/period.ts'
import * as take from './options.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  profile: take.anyProfile,
  timeZone:
    take.timeZone(`--timezone ZONE  count days and hours in this time zone, such as Asia/Tokyo (default: the time
    zone of this machine)`),
  json: take.flag('--json  print the story as JSON; null if there is nothing to tell'),
}

export type WrappedOptions = { period: Period } & take.WithHistory<typeof OPTIONS>

export const WRAPPED: take.CommandLine<WrappedOptions> = {
  usage: ['laurel wrapped YEAR [state.db] [options]', 'laurel wrapped YEAR-MONTH [state.db] [options]'],
  summary: 'tell the story of a year or a month',
  intro: `Tells the story of a year or a month, such as 2026 or 2026-11: when it began, the busiest day, the longest
    streak, favourites, and what was earned. Nothing leaves this machine.`,
  details: `${take.HISTORY_HELP} On your page, you publish each story yourself.`,
  options: OPTIONS,
  read([word = '', ...words], given) {
    const period = periodIn(word)
    if (period === null) throw new UsageError('Which one? Give a year or a month, such as 2026 or 2026-11.')
    return { period, ...take.withHistory(OPTIONS, words, given) }
  },
}
