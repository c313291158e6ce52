import * as take from './options.ts'
import { PAGE } from './page-options.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  ...PAGE,
  yes: take.flag('--yes  make the changes'),
  json: take.flag('--json  print the result as JSON'),
}

export type RecountOptions = take.Values<typeof OPTIONS>

export const RECOUNT: take.CommandLine<RecountOptions> = {
  usage: ['laurel recount --to URL --handle HANDLE [--yes] [options]'],
  summary: 'remove badges that the histories no longer support',
  intro: `Removes badges, or changes their dates, if the histories of the page no longer support them. Normally, what you
    earned stays, even if your counts fall. Recount after you pushed the wrong history, or one history twice, or used
    the wrong time zone.`,
  details: 'Without --yes, it only prints what would change.',
  options: OPTIONS,
  read(words, given) {
    const [word] = words
    if (word !== undefined) throw new UsageError(`Unexpected argument “${word}”.`)
    take.checkExcludes(given, 'key', ['key-file'])
    return take.readAll(OPTIONS, given)
  },
}
