import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { LaurelError } from '../errors.ts'

/**
 * Where the history is: as given, else `state.db` in the Hermes folder. Links are followed, as SQLite does
 * before it looks for a -wal.
 * @throws LaurelError `not_found` when nothing is given and there is none at the usual place
 */
export function databasePath(
  given: string | null,
  { HERMES_HOME: home }: Readonly<Record<string, string | undefined>>,
): string {
  const path = given ?? join(home || join(homedir(), '.hermes'), 'state.db')
  try {
    return realpathSync(path)
  } catch (error) {
    if (given !== null) return given
    const place = home ? '$HERMES_HOME' : '~/.hermes'
    throw new LaurelError('not_found', `There is no readable state.db in ${place}.`, {
      hint: 'Give the path of the state.db in your Hermes folder.',
      cause: error,
    })
  }
}
