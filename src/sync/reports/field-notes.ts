import type { ReportedSession } from '../../contract/reports.ts'
import { recordOf } from '../../engine/records.ts'
import { COUNTED_STATS, type CountedStat, STATS } from '../../engine/stats.ts'

/** What each field of a reported session means, for its owner. One or two sentences each. */
export const FIELD_NOTES: Readonly<Record<keyof ReportedSession, string>> = {
  id: 'A name that means nothing to others: the session’s id, hashed with a key that only you and this page’s server have.',
  fingerprint:
    'Tells whether the session has changed since the last time. Hashed with a key that stays with you.',
  started_at:
    'When it began, to the minute, in Unix seconds. It determines nights, weekends and active days.',
  last_active: 'When something was said last, to the minute. Of copies of a session, the latest counts.',
  model:
    'The model and its provider, hashed without a key, so that the same model counts once on every page. Who knows ' +
    'a model’s name can tell whether it is that one.',
  title: 'The session’s title. Only when you choose to send titles; nobody but you is shown it.',
  record:
    'What your session lists and insights are made of: times, tokens, costs, names of models, tools and skills, its ' +
    'title, its id and how it begins. Only when you choose to send it; nobody but you is shown it.',
  counts: 'How often things occurred. What did not occur is left out.',
}

/** What each count counts. */
export const COUNT_NOTES: Readonly<Record<CountedStat, string>> = recordOf(
  COUNTED_STATS,
  (stat) => STATS[stat].note,
)
