import { existsSync } from 'node:fs'
import { isInWalMode } from '../snapshot/header.ts'
import { realPath } from './database-path.ts'
import { FileSource } from './file-source.ts'
import { findHermesHome, type Machine } from './hermes-home.ts'

const NOTE =
  'There is no -wal beside this history. If this is a copy, copy the -wal too: it may hold the newest messages.'

/**
 * Returns a note about a history in WAL mode without a -wal beside it; null if there is nothing to say. A history where
 * Hermes keeps it lacks nothing: SQLite removes the -wal when Hermes ends.
 * @param database the path that was given; null for a history found on this machine
 */
export async function missingLogNote(database: string | null, machine: Machine): Promise<string | null> {
  if (database === null) return null
  const path = realPath(database)
  const isOwn = findHermesHome(machine).histories.some((history) => history.path === path)
  if (isOwn || existsSync(`${path}-wal`)) return null
  return (await saysWal(path)) ? NOTE : null
}

/** A file that can't be read is reported by whatever reads all of it. */
async function saysWal(path: string): Promise<boolean> {
  try {
    const file = new FileSource(path)
    try {
      return await isInWalMode(file)
    } finally {
      file.close()
    }
  } catch {
    return false
  }
}
