import type { OptionValues } from './arguments.ts'
import { UsageError } from './usage-error.ts'

/** What `laurel push` is asked for. */
export interface PushOptions {
  /** The history, or null for the usual place. */
  database: string | null
  /** Origin of the server, without a slash at the end. */
  server: string
  handle: string
  source: string
  /** As given on the command line, which others on the machine can see. */
  key: string | null
  keyFile: string | null
  /** It is said that the history itself goes. */
  upload: boolean
  /** Only say what would be sent. */
  dryRun: boolean
  /** Chunks sent at the same time. */
  parallel: number
}

const PARALLEL_DEFAULT = 4
/** More gain nothing: a server that speaks HTTP/1.1 gets a connection for each. */
const PARALLEL_MAX = 16

/** @throws UsageError */
export function pushOptions(database: string | null, values: OptionValues): PushOptions {
  const [to, handle] = [values.get('to'), values.get('handle')]
  if (to === undefined) throw usage('--to is needed: the address of the server.')
  if (handle === undefined) throw usage('--handle is needed: whose page it is.')
  if (values.has('key') && values.has('key-file')) throw usage('Give --key or --key-file, not both.')
  return {
    database,
    server: serverFrom(to),
    handle: handle.trim().replace(/^@/, ''),
    source: values.get('source')?.trim() ?? 'default',
    key: values.get('key') ?? null,
    keyFile: values.get('key-file') ?? null,
    upload: values.has('upload'),
    dryRun: values.has('dry-run'),
    parallel: parallelFrom(values.get('parallel')),
  }
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
