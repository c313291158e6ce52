import { LaurelError } from '../errors.ts'
import { type Message, t } from '../language/language.ts'
import { fetchedSource } from '../snapshot/fetched-source.ts'
import { isInWalMode } from '../snapshot/header.ts'
import { belongTogether } from '../snapshot/wal-match.ts'
import type { KnownProblem, Problem } from './answer.ts'
import { changedSince, chosenBytes } from './chosen-file.ts'
import { fileKind } from './file-kind.ts'

/** A chosen history, and whether it lacks its log. */
export type ReadyHistory = ChosenHistory & { lacksLog: boolean }

/** A chosen history: the database and, if they were chosen too, its write-ahead log and its journal. */
export interface ChosenHistory {
  main: File
  wal: File | null
  journal: File | null
}

const CHOOSE_MAIN: KnownProblem = {
  message: 'Choose state.db, together with its -wal and -journal.',
}
const CHOOSE_ONE: KnownProblem = {
  message: 'Choose one history at a time.',
  hint: 'That means one state.db with the -wal and -journal next to it.',
}
const TOO_MANY = (kind: string): Problem => ({
  message: t('Choose only one -{kind}, the one for your state.db.', { kind }),
  hint: t('It has the name of your state.db followed by -{kind}.', { kind }),
})

/** Warning for a history without its log, although its agent keeps one. */
export const WITHOUT_LOG: Message =
  'Read without a state.db-wal. If there is one next to it, choose both: it holds the newest rows.'

/** Whether the agent keeps a -wal but none was chosen. @throws LaurelError as `chosenBytes` */
export async function lacksLog({ main, wal }: ChosenHistory): Promise<boolean> {
  return wal === null && (await isInWalMode(sourceOf(main)))
}

/**
 * Returns the history among files chosen together, or why there is none. Reads only the first bytes of the database.
 */
export async function historyIn(files: readonly File[]): Promise<ReadyHistory | Problem> {
  return orProblem(async () => {
    const chosen = await togetherIn(files)
    if ('message' in chosen) return chosen
    return (await refusalOf(chosen.main)) ?? { ...chosen, lacksLog: await lacksLog(chosen) }
  })
}

/**
 * Finds the database among files chosen together, with its log and journal. Files are identified by their first bytes,
 * whatever their names. A log with another name must match the database.
 */
export async function togetherIn(files: readonly File[]): Promise<ChosenHistory | Problem> {
  return orProblem(async () => {
    const kinds = await Promise.all(files.map(async (file) => ({ file, kind: await fileKind(file) })))
    const of = (kind: string) => kinds.filter((one) => one.kind === kind).map(({ file }) => file)
    const main = mainAmong(of('database'), of('other'))
    if ('message' in main) return main
    const wal = besideOf(main, of('wal'), 'wal')
    if (wal && 'message' in wal) return wal
    const journal = besideOf(main, of('journal'), 'journal')
    if (journal && 'message' in journal) return journal
    if (wal && wal.name !== `${main.name}-wal`) await belongTogether(sourceOf(main), sourceOf(wal))
    return { main, wal, journal }
  })
}

/** Returns the result of `read`, or what is wrong with the files. */
async function orProblem<T>(read: () => Promise<T>): Promise<T | Problem> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof LaurelError)) throw error
    return problemIn(error)
  }
}

export function problemIn({ code, message, hint }: LaurelError): Problem {
  return { message, ...(hint && { hint }), ...(code === 'history_busy' && { changed: true }) }
}

/** Returns the only database. A file of unknown kind may be damaged or compressed: reading it shows which. */
function mainAmong(databases: readonly File[], others: readonly File[]): File | Problem {
  const named = databases.filter(({ name }) => !/-(wal|shm|journal)$/.test(name))
  const [main, ...more] = databases.length > 1 ? named : [...databases, ...others]
  if (!main) return databases.length > 1 ? CHOOSE_ONE : CHOOSE_MAIN
  return more.length > 0 ? CHOOSE_ONE : main
}

/** Of several, returns the one named after the database. */
function besideOf(main: File, files: readonly File[], kind: string): File | Problem | null {
  const [only, ...more] = files
  if (more.length === 0) return only ?? null
  const named = files.filter(({ name }) => name === `${main.name}-${kind}`)
  return named.length === 1 && named[0] ? named[0] : TOO_MANY(kind)
}

function sourceOf(file: File) {
  const read = (begin: number, end: number) => chosenBytes(file, begin, end)
  return fetchedSource({ size: file.size, read }, () => changedSince())
}

async function refusalOf(file: File): Promise<KnownProblem | undefined> {
  const hint = 'Choose the state.db of your Hermes agent, usually in ~/.hermes.'
  if (file.size === 0) return { message: 'This file is empty.', hint }
  const [first, second] = await chosenBytes(file, 0, 2)
  // RFC 1952 section 2.3.1.
  if (first === 0x1f && second === 0x8b) {
    return { message: 'This file is compressed.', hint: 'Unpack it and choose the state.db inside.' }
  }
  return (await fileKind(file)) === 'database'
    ? undefined
    : { message: 'This is not an SQLite database.', hint }
}
