import { PullHeaderSchema } from '../contract/pulls.ts'
import * as take from './options.ts'
import { PAGE } from './page-options.ts'
import { UsageError } from './usage-error.ts'

const ACTIONS = {
  add: { options: ['source', 'every', 'header', 'json'], words: 1 },
  list: { options: ['json'], words: 0 },
  now: { options: ['source', 'json'], words: 0 },
  remove: { options: ['source'], words: 0 },
} as const satisfies Record<string, { options: readonly string[]; words: 0 | 1 }>

type PullAction = keyof typeof ACTIONS

/** Seconds of each unit. */
const UNITS = { m: 60, h: 3600, d: 86_400 }

const OPTIONS = {
  ...PAGE,
  source: take.option((given) => given ?? 'default')(
    '--source NAME  the history of the page (default: “default”)',
  ),
  every: take.option(secondsFrom)('--every TIME  with add: look this often, from 15m to 7d (default: 1h)'),
  header: take.option(
    headerName,
  )(`--header NAME  with add: send a secret request header, such as Authorization. Its
    value is asked for, or read from stdin`),
  json: take.flag('--json  print the pulls as JSON'),
}

export type PullOptions = take.Values<typeof OPTIONS> & {
  action: PullAction
  /** Where to pull from, for `add`; else empty. */
  url: string
}

export const PULL: take.CommandLine<PullOptions> = {
  usage: [
    'laurel pull add ADDRESS --to URL --handle HANDLE [options]',
    '                                   set where a history is pulled from',
    'laurel pull list …                 show all pulls, and what came of each',
    'laurel pull now …                  pull a history now',
    'laurel pull remove …               end a pull; the history stays',
  ],
  summary: 'have the server fetch a history from an address',
  intro: `Has the server fetch a history from an address, again and again, so that the page stays up to date while this
    machine is off.`,
  details: `ADDRESS is where a share, a bucket or a NAS serves a state.db or state.db.gz over HTTPS. If a state.db-wal is
    beside it, that is fetched too. A file that has not changed is not fetched again.`,
  options: OPTIONS,
  read([action, ...words], given) {
    if (action === undefined) throw new UsageError('“pull” needs an action: add, list, now or remove.')
    if (!isAction(action)) throw new UsageError(`Unknown action “${action}”.`)
    const { options, words: wanted } = ACTIONS[action]
    const own: readonly string[] = [...Object.keys(PAGE), ...options].map(nameOf)
    const foreign = [...given.keys()].find((name) => !own.includes(name))
    if (foreign !== undefined) throw new UsageError(`“${action}” has no option --${foreign}.`)
    if (words.length < wanted) throw new UsageError('“add” needs an address.')
    if (words.length > wanted) throw new UsageError(`Too many arguments for “${action}”.`)
    take.checkExcludes(given, 'key', ['key-file'])
    return { action, url: words[0] ?? '', ...take.readAll(OPTIONS, given) }
  },
}

function nameOf(field: string): string {
  return Object.entries(OPTIONS).find(([key]) => key === field)?.[1].name ?? field
}

function isAction(word: string): word is PullAction {
  return Object.hasOwn(ACTIONS, word)
}

function secondsFrom(given: string | undefined): number {
  const [, number, unit] = /^(\d{1,6})([mhd])$/.exec(given ?? '1h') ?? []
  if (unit !== 'm' && unit !== 'h' && unit !== 'd')
    throw new UsageError('--every takes minutes, hours or days, such as 15m, 6h or 7d.')
  return Number(number) * UNITS[unit]
}

function headerName(given: string | undefined): string | null {
  if (given === undefined || PullHeaderSchema.shape.name.safeParse(given).success) return given ?? null
  throw new UsageError('--header takes the name of a request header, such as Authorization.')
}
