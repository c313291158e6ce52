import { allFrom, type HistoryChoice, profileFrom } from './database-path.ts'
import type { OptionValues } from './options.ts'
import { UsageError } from './usage-error.ts'

/** What `laurel push` is asked for. */
export interface PushOptions extends HistoryChoice {
  /** The histories of all Hermes profiles, each to a source of its own. */
  all: boolean
  /** Origin of the server, without a slash at the end. */
  server: string
  handle: string
  source: string
  /** As given on the command line, which others on the machine can see. */
  key: string | null
  keyFile: string | null
  /** Send the history itself, not its figures. */
  upload: boolean
  /** With `upload`: only say what would be sent. */
  dryRun: boolean
  /** With `upload`: chunks sent at the same time. */
  parallel: number
  /** Report the sessions' titles too. */
  titles: boolean
  /** Report what lists and insights are made of, titles included. */
  sessions: boolean
  /** Only print what would be reported. */
  print: boolean
  /** Where figures are kept from one time to the next; null for nowhere. */
  checkpoint: string | null
  /** Seconds between two looks at a history that is watched; null when it is sent once. */
  watchSeconds: number | null
}

const PARALLEL_DEFAULT = 4
/** Unit of the three: seconds. */
const EVERY_DEFAULT = 60
const EVERY_MIN = 5
const EVERY_MAX = 86_400
/** More gain nothing: a server that speaks HTTP/1.1 gets a connection for each. */
const PARALLEL_MAX = 16

/** @throws UsageError */
export function pushOptions(database: string | null, values: OptionValues): PushOptions {
  const [to, handle] = [values.get('to'), values.get('handle')]
  if (to === undefined) throw usage('--to is needed: the address of the server.')
  if (handle === undefined) throw usage('--handle is needed: whose page it is.')
  if (values.has('key') && values.has('key-file')) throw usage('Give --key or --key-file, not both.')
  checkTogether(values)
  return {
    database,
    profile: profileFrom(values.get('profile'), database, 'push'),
    all: allFrom(values, database, 'push'),
    server: serverFrom(to),
    handle: handle.trim().replace(/^@/, ''),
    source: values.get('source')?.trim() ?? 'default',
    key: values.get('key') ?? null,
    keyFile: values.get('key-file') ?? null,
    upload: values.has('upload'),
    dryRun: values.has('dry-run'),
    parallel: parallelFrom(values.get('parallel')),
    titles: values.has('titles') || values.has('sessions'),
    sessions: values.has('sessions'),
    print: values.has('print'),
    checkpoint: values.get('checkpoint') ?? null,
    watchSeconds: watchSecondsFrom(values),
  }
}

/** Options that say nothing without another one, or contradict it. */
function checkTogether(values: OptionValues): void {
  const upload = values.has('upload')
  for (const name of ['dry-run', 'parallel'] as const) {
    if (!upload && values.has(name)) throw usage(`--${name} belongs to --upload.`)
  }
  for (const name of ['titles', 'sessions', 'print', 'checkpoint'] as const) {
    if (upload && values.has(name))
      throw usage(`--${name} has no place beside --upload, which sends everything.`)
  }
  for (const name of ['source', 'print'] as const) {
    if (values.has('all') && values.has(name)) throw usage(`--${name} has no place beside --all.`)
  }
  if (values.has('every') && !values.has('watch')) throw usage('--every belongs to --watch.')
  for (const name of ['print', 'dry-run'] as const) {
    if (values.has('watch') && values.has(name)) throw usage(`Give --watch or --${name}, not both.`)
  }
}

function watchSecondsFrom(values: OptionValues): number | null {
  if (!values.has('watch')) return null
  const seconds = Number(values.get('every') ?? EVERY_DEFAULT)
  if (Number.isInteger(seconds) && seconds >= EVERY_MIN && seconds <= EVERY_MAX) return seconds
  throw usage(`--every takes a whole number of seconds from ${EVERY_MIN} to ${EVERY_MAX}.`)
}

/** The origin in an address that is nothing else. */
function serverFrom(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url && isWeb && url.href === `${url.origin}/`) return url.origin
  throw usage('--to takes the address of a server and nothing more, as in https://laurel.example.')
}

function parallelFrom(value: string | undefined): number {
  const parallel = Number(value ?? PARALLEL_DEFAULT)
  if (Number.isInteger(parallel) && parallel >= 1 && parallel <= PARALLEL_MAX) return parallel
  throw usage(`--parallel takes a whole number from 1 to ${PARALLEL_MAX}.`)
}

function usage(problem: string): UsageError {
  return new UsageError(problem, 'push')
}
