import { realpathSync } from 'node:fs'
import { LaurelError } from '../errors.ts'
import {
  DEFAULT_PROFILE,
  type FoundHistory,
  findHermesHome,
  type HermesHome,
  historyPath,
  type Machine,
  profileFolder,
} from './hermes-home.ts'
import { shown } from './terminal-text.ts'
import { type Command, UsageError } from './usage-error.ts'

/** Commands that have --all. */
const TAKING_ALL: ReadonlySet<Command> = new Set(['scan', 'show', 'export', 'push'])

/** Which history to read. */
export interface HistoryChoice {
  /** Its path, or null for that of a Hermes profile on this machine. */
  database: string | null
  /** The Hermes profile whose history it is, or null for the active one. */
  profile: string | null
}

/**
 * Returns the path of a history: the given one, else that of the chosen or active profile, else the only one found.
 * @throws LaurelError `not_found` if there is no such history; UsageError if there are several to choose from
 */
export function databasePath(
  { database, profile }: HistoryChoice,
  command: Command,
  machine: Machine,
): string {
  if (database !== null) return realPath(database)
  const home = findHermesHome(machine)
  const wanted = profile ?? home.active
  const [only, another] = home.histories
  if (only === undefined) throw noHistory(home)
  if (wanted !== null) return historyOf(wanted, home)
  if (another === undefined) return only.path
  throw severalHistories(home, command)
}

/** Returns the histories of all profiles. @throws LaurelError `not_found` if there are none */
export function allHistories(machine: Machine): FoundHistory[] {
  const home = findHermesHome(machine)
  if (home.histories.length === 0) throw noHistory(home)
  return home.histories
}

/** Returns the folder of the chosen or active profile, else the Hermes folder itself. */
export function hermesFolder(profile: string | null, machine: Machine): string {
  const { root, active } = findHermesHome(machine)
  return profileFolder(root, profile ?? active ?? DEFAULT_PROFILE)
}

/** Follows links. A missing file is reported when it is opened. */
export function realPath(given: string): string {
  try {
    return realpathSync(given)
  } catch {
    return given
  }
}

function historyOf(profile: string, { root, histories }: HermesHome): string {
  const found = histories.find((history) => history.profile === profile)
  if (found !== undefined) return found.path
  const names = histories.map((history) => history.profile).join(', ')
  const tried = shown(historyPath(root, profile))
  throw new LaurelError('not_found', `The profile “${profile}” has no history. Looked for: ${tried}.`, {
    hint: `These profiles have one: ${names}.`,
  })
}

function noHistory({ tried }: HermesHome): LaurelError {
  const paths = tried.map(shown).join(', ')
  return new LaurelError('not_found', `No Hermes history found. Looked for: ${paths}.`, {
    hint: 'Give the path of the state.db in your Hermes folder.',
  })
}

function severalHistories({ histories }: HermesHome, command: Command): UsageError {
  const width = Math.max(...histories.map(({ profile }) => profile.length))
  const list = histories.map(({ profile, path }) => `  ${profile.padEnd(width)}  ${shown(path)}\n`).join('')
  const all = TAKING_ALL.has(command) ? ', or all of them with --all' : ''
  return new UsageError(
    `There are several histories, and no profile is active:\n${list}Choose one with --profile NAME${all}.`,
    command,
  )
}
