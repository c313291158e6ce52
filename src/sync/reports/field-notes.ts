import type { ReportedSession } from '../../contract/reports.ts'
import { recordOf } from '../../engine/records.ts'
import { COUNTED_STATS, type CountedStat, STATS } from '../../engine/stats.ts'

/** What each field of a reported session means, for its owner. One or two sentences each. */
export const FIELD_NOTES: Readonly<Record<keyof ReportedSession, string>> = {
  id: 'A name that means nothing to others: the session’s id, hashed with a key that only you and this page’s server have.',
  fingerprint:
    'Shows whether the session has changed since last time. Hashed with a key that stays with you.',
  started_at: 'When it started, to the minute, in Unix seconds. Decides nights, weekends and active days.',
  last_active: 'When it was last active, to the minute. If there are copies of a session, the latest counts.',
  model:
    'The model and its provider, hashed without a key, so that the same model counts once on every page. Anyone who knows a model’s name can check whether it is that one.',
  title: 'The session’s title. Only if you choose to send titles; only you can see it.',
  record:
    'What your session lists and insights are made of: times, tokens, costs, names of models, tools and skills, its title, its id and how it begins. Only if you choose to send it; only you can see it.',
  counts: 'How often things happened. Zeros are left out.',
}

/** What each count counts. */
export const COUNT_NOTES: Readonly<Record<CountedStat, string>> = recordOf(
  COUNTED_STATS,
  (stat) => STATS[stat].note,
)
