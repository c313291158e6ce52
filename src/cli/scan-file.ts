import { setImmediate as nextTurn } from 'node:timers/promises'
import { LaurelError } from '../errors.ts'
import { type FinishedScan, type ScanRequest, scanHistory } from '../scan/scan-history.ts'
import { openHistory } from '../snapshot/history.ts'
import { compileSqliteOnNode } from '../snapshot/node.ts'
import { loadSqlite } from '../snapshot/sqlite.ts'
import { useBuiltWalk } from './built-walk.ts'
import { walPath } from './database-path.ts'
import { FileSource } from './file-source.ts'

export type FileScanRequest = Omit<ScanRequest, 'nextTurn'>

/** Times that a history which changes while it is read is begun anew. */
const TRIES_MAX = 5

/**
 * Scans a history in a file, with the -wal beside it. An agent may go on writing to its -wal; when it moves what is
 * there into the file meanwhile, the scan begins anew.
 * @throws LaurelError `snapshot_replaced` when that happens time and again, and as `openHistory` and `scanHistory`
 */
export async function scanFile(path: string, request: FileScanRequest): Promise<FinishedScan> {
  await useBuiltWalk()
  for (let tries = 1; ; tries++) {
    try {
      return await scanOnce(path, request)
    } catch (error) {
      const changed = error instanceof LaurelError && error.code === 'snapshot_replaced'
      if (!changed || tries >= TRIES_MAX) throw error
    }
  }
}

async function scanOnce(path: string, request: FileScanRequest): Promise<FinishedScan> {
  const main = new FileSource(path)
  let wal: FileSource | null = null
  try {
    wal = walBeside(path)
    const snapshot = await openHistory(await loadSqlite(compileSqliteOnNode), main, wal)
    try {
      return await scanHistory(snapshot, { ...request, nextTurn })
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
