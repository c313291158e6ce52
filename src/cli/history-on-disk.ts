import { setImmediate as nextTurn } from 'node:timers/promises'
import { LaurelError } from '../errors.ts'
import { openHistory } from '../snapshot/history.ts'
import { compileSqliteOnNode } from '../snapshot/node.ts'
import type { Counting, Snapshot } from '../snapshot/snapshot.ts'
import { loadSqlite } from '../snapshot/sqlite.ts'
import { useBuiltWalk } from './built-walk.ts'
import { walPath } from './database-path.ts'
import { FileSource } from './file-source.ts'

/** Times that a history which changes while it is read is begun anew. */
const TRIES_MAX = 5

export { nextTurn }

/**
 * Reads a history in a file, with the -wal beside it. An agent may go on writing to its -wal; when it moves what is
 * there into the file meanwhile, the reading begins anew.
 * @param counting which sessions and messages count
 * @throws LaurelError `snapshot_replaced` when that happens time and again, and as `openHistory` and `read`
 */
export async function readingFile<T>(
  path: string,
  read: (snapshot: Snapshot) => Promise<T>,
  counting: Counting = 'lived',
): Promise<T> {
  await useBuiltWalk()
  for (let tries = 1; ; tries++) {
    try {
      return await readOnce(path, read, counting)
    } catch (error) {
      const changed = error instanceof LaurelError && error.code === 'snapshot_replaced'
      if (!changed || tries >= TRIES_MAX) throw error
    }
  }
}

async function readOnce<T>(
  path: string,
  read: (snapshot: Snapshot) => Promise<T>,
  counting: Counting,
): Promise<T> {
  const main = new FileSource(path)
  let wal: FileSource | null = null
  try {
    wal = walBeside(path)
    const snapshot = await openHistory(await loadSqlite(compileSqliteOnNode), main, wal, {}, counting)
    try {
      return await read(snapshot)
    } finally {
      snapshot.close()
    }
  } finally {
    // A change explains any failure better than the failure itself does.
    try {
      main.checkUnchanged()
      wal?.checkOnlyGrown()
    } finally {
      main.close()
      wal?.close()
    }
  }
}

function walBeside(path: string): FileSource | null {
  const wal = walPath(path)
  return wal === null ? null : new FileSource(wal)
}
