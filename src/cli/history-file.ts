import { LaurelError } from '../errors.ts'
import { openHistory } from '../snapshot/history.ts'
import { compileSqliteOnNode } from '../snapshot/node.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { loadSqlite } from '../snapshot/sqlite.ts'
import { walPath } from './database-path.ts'
import { FileSource } from './file-source.ts'

/** Times that a history which changes while it is read is begun anew. */
const TRIES_MAX = 5

/**
 * Reads a history in a file, with the -wal beside it. An agent may go on writing to its -wal; when it moves what is
 * there into the file meanwhile, the reading begins anew.
 * @throws LaurelError `snapshot_replaced` when that happens time and again, and as `openHistory` and `read`
 */
export async function readHistory<T>(path: string, read: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await readOnce(path, read)
    } catch (error) {
      const changed = error instanceof LaurelError && error.code === 'snapshot_replaced'
      if (!changed || tries >= TRIES_MAX) throw error
    }
  }
}

async function readOnce<T>(path: string, read: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const main = new FileSource(path)
  let wal: FileSource | null = null
  try {
    wal = walBeside(path)
    const snapshot = await openHistory(await loadSqlite(compileSqliteOnNode), main, wal)
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
