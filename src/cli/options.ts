import { isTimeZone } from '../engine/time-zone.ts'
import { hasClocks } from '../engine/zone-clocks.ts'
import type { Counting } from '../snapshot/snapshot.ts'
import { profileName } from './hermes-home.ts'
import { UsageError } from './usage-error.ts'

/** An option as it is parsed, explained and read. */
export interface Option<T> {
  /** Without hyphens. */
  name: string
  /** One letter. */
  short?: string
  /** What stands for its value in the help; null for a flag. */
  value: string | null
  help: string
  /** It may be given several times: its texts are joined with `REPEATED`. Else the last one counts. */
  repeats?: true
  /** Returns what it means, given its text (empty for a flag) or undefined if it is absent. @throws UsageError */
  read(given: string | undefined, name: string): T
}

/** Between the texts of an option that may be repeated. No argument can hold it. */
export const REPEATED = '\0'

/** Options of a command by the field that holds the value of each. */
export type Options = Readonly<Record<string, Option<unknown>>>
export type Values<Table extends Options> = { [Field in keyof Table]: ReturnType<Table[Field]['read']> }
/** Texts of the options on a command line by name. */
export type Given = ReadonlyMap<string, string>

/** A command and everything that its help says. Texts are wrapped when they are printed. */
export interface CommandLine<Result> {
  /** Each way to call it, with what that does if there are several. */
  usage: readonly string[]
  /** What it does, in the list of commands. */
  summary: string
  /** Above the usage, below it, and below the options. */
  intro: string
  details: string
  notes?: string
  options: Options
  /** Reads the words after the command, and the options. @throws UsageError */
  read(words: readonly string[], given: Given): Result
}

export const HISTORY_HELP = `The history is only read, so the agent may keep running. Without a path, laurel reads the
state.db of the active Hermes profile, in $HERMES_HOME or ~/.hermes (on Windows, %LOCALAPPDATA%\\hermes).`

/** Returns a maker of options that are read this way. `line` is what the help shows, as in `--limit N  rows to print`. */
export function option<T>(read: Option<T>['read']): (line: string) => Option<T> {
  return (line) => {
    const [, name = '', value = null, help = ''] = /^--(\S+)(?: (\S+))? {2}(.+)$/s.exec(line) ?? []
    return { name, value, help, read }
  }
}

export const flag = option((given) => given !== undefined)
export const text = option((given) => given ?? null)
export const asHermes = option((given): Counting => (given === undefined ? 'lived' : 'hermes'))

/** A whole number from `min` to `max`; `fallback` without one. */
export function wholeNumber<T>(fallback: T, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY) {
  return option((given, name): number | T => {
    if (given === undefined) return fallback
    if (!/^[+-]?\d{1,15}$/.test(given)) throw new UsageError(`--${name} takes a whole number.`)
    const number = Number(given)
    if (number >= min && number <= max) return number
    const range = Number.isFinite(max) ? `${min} to ${max}` : `a whole number from ${min} up`
    throw new UsageError(`--${name} takes ${range}.`)
  })
}

export const profile = option((given) => {
  if (given === undefined) return null
  const name = profileName(given)
  if (name !== null) return name
  throw new UsageError('--profile takes the name of a Hermes profile, such as coder or default.')
})

export const anyProfile =
  profile(`--profile NAME  read the history of another Hermes profile; “default” is the
  one outside profiles/`)

/** Defaults to the machine's zone, or to UTC if the machine does not know its own. */
export const timeZone = option((given) => {
  if (given === undefined) return ownTimeZone()
  if (isTimeZone(given)) return given
  throw new UsageError(
    '--timezone takes the name of a time zone, such as Europe/Berlin, not an offset such as +05:30.',
  )
})

function ownTimeZone(): string {
  const name: unknown = Intl.DateTimeFormat().resolvedOptions().timeZone
  return typeof name === 'string' && hasClocks(name) ? name : 'UTC'
}

/** `database`: the path of the history, or null for one of a Hermes on this machine. */
export type WithHistory<Table extends Options> = { database: string | null } & Values<Table>

/** Reads every option of a table, and the path of a history among the words. @throws UsageError */
export function withHistory<Table extends Options>(
  table: Table,
  words: readonly string[],
  given: Given,
): WithHistory<Table> {
  const [database = null, ...rest] = words
  if (rest.length > 0) throw new UsageError('Give one history at a time.')
  if (database !== null && given.has('profile')) {
    throw new UsageError('Give either a path or --profile.')
  }
  if (given.has('all') && (database !== null || given.has('profile'))) {
    throw new UsageError('Give either one history or --all.')
  }
  return { database, ...readAll(table, given) }
}

/** Reads every option of a table. @throws UsageError */
export function readAll<Table extends Options>(table: Table, given: Given): Values<Table> {
  const fields = Object.entries(table).map(([field, { name, read }]) => [field, read(given.get(name), name)])
  return Object.fromEntries(fields)
}

/** @throws UsageError if one of the options is given without the other one */
export function checkNeeds(given: Given, other: string, names: readonly string[]): void {
  const lonely = given.has(other) ? undefined : names.find((name) => given.has(name))
  if (lonely !== undefined) throw new UsageError(`--${lonely} needs --${other}.`)
}

/** @throws UsageError if one of the options is given with the other one */
export function checkExcludes(given: Given, other: string, names: readonly string[]): void {
  const odd = given.has(other) ? names.find((name) => given.has(name)) : undefined
  if (odd !== undefined) throw new UsageError(`Give either --${other} or --${odd}.`)
}
