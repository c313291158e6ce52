import * as take from './options.ts'
import { ALL, CHECKPOINT, ZONE } from './scan-options.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  profile: take.anyProfile,
  all: ALL,
  timeZone: ZONE,
  json: take.flag('--json  print the badge as JSON. Private: the output may include a session title'),
  checkpoint: CHECKPOINT,
}

export type ShowOptions = take.WithHistory<typeof OPTIONS> & { badge: string }

export const SHOW: take.CommandLine<ShowOptions> = {
  usage: ['laurel show BADGE [state.db] [options]'],
  summary: 'show one badge: what counts, tiers, dates',
  intro: `Scans a Hermes history and prints one badge: what counts, your progress, and when you reached each tier. Nothing
    leaves this machine.`,
  details: `BADGE is an id or a name, such as let_him_cook or “Let Him Cook”. Case and punctuation do not matter. Part
    of a name is enough if it fits only one badge. ${take.HISTORY_HELP}`,
  options: OPTIONS,
  read([badge, ...words], given) {
    if (badge === undefined) throw new UsageError('“show” needs a badge, by id or name.')
    return { badge, ...take.withHistory(OPTIONS, words, given) }
  },
}
