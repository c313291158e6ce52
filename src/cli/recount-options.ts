import * as take from './options.ts'
import { PAGE } from './page-options.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  ...PAGE,
  yes: take.flag('--yes  do it; without it, only say what would change'),
  json: take.flag('--json  print the answer as JSON'),
}

export type RecountOptions = take.Values<typeof OPTIONS>

export const RECOUNT: take.CommandLine<RecountOptions> = {
  usage: ['laurel recount --to URL --handle HANDLE [--yes] [options]'],
  summary: 'take away the badges that a page’s histories no longer bear out',
  intro: `What you earned stays, even if your figures fall. After somebody else's history, the same one twice, or a
    wrong time zone, a recount keeps only what the histories of today bear out.`,
  details: 'Without --yes nothing is changed.',
  options: OPTIONS,
  read(words, given) {
    const [word] = words
    if (word !== undefined) throw new UsageError(`“${word}” has no place here.`)
    take.checkExcludes(given, 'key', ['key-file'])
    return take.readAll(OPTIONS, given)
  },
}
