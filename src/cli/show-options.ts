import * as take from './options.ts'
import { ALL, CHECKPOINT, ZONE } from './scan-options.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  profile: take.anyProfile,
  all: ALL,
  timeZone: ZONE,
  json: take.flag('--json  print the badge as JSON. Private: it may name the session that stands behind it'),
  checkpoint: CHECKPOINT,
}

export type ShowOptions = take.WithHistory<typeof OPTIONS> & { badge: string }

export const SHOW: take.CommandLine<ShowOptions> = {
  usage: ['laurel show BADGE [state.db] [options]'],
  summary: 'show one badge: what counts, its tiers and dates',
  intro: `Scans a Hermes history and shows one badge: what counts, the progress, and when each tier was reached. Nothing
    leaves this machine.`,
  details: `BADGE is an id or a name, such as let_him_cook or “Let Him Cook”. Case and punctuation don't matter, and
    a part of a name will do if no other badge has it. ${take.HISTORY_HELP}`,
  options: OPTIONS,
  read([badge, ...words], given) {
    if (badge === undefined) throw new UsageError('“show” needs the id or name of a badge.')
    return { badge, ...take.withHistory(OPTIONS, words, given) }
  },
}
