import { type FinishedScan, scanHistory } from '../scan/scan-history.ts'
import { openHistory } from '../snapshot/history.ts'
import { rolledBack } from '../snapshot/rollback.ts'
import { loadSqlite } from '../snapshot/sqlite.ts'
import { type BlobReader, BlobSource, checkUnchanged, startOf } from './blob-source.ts'
import { type ChosenHistory, lacksLog } from './history-file.ts'
import type { ScanProgress } from './scan-messages.ts'

const MiB = 1024 * 1024

/** 8 MiB in total. Each block costs a call into the browser, which takes as long as copying about 100 KiB. */
const MAIN_BLOCKS = { blockBytes: MiB / 4, blocksKept: 32 }
/** A log is read once from start to end, and then page by page. */
const WAL_BLOCKS = { blockBytes: MiB / 4, blocksKept: 8 }

export interface ChosenScan {
  reader: BlobReader
  /** SQLite, compiled. */
  sqlite: WebAssembly.Module
  /** Called after every session, and once before the first. */
  onProgress(progress: ScanProgress): void
  /** Yields to the event loop. What it throws ends the scan. */
  nextTurn(): Promise<void>
}

/**
 * Scans chosen files, with the records of sessions.
 * @throws LaurelError as `openHistory` and `scanHistory`; `history_busy` if a file was modified meanwhile
 */
export async function scanChosen(
  { main, wal, journal }: ChosenHistory,
  { reader, sqlite, onProgress, nextTurn }: ChosenScan,
): Promise<{ scan: FinishedScan; lacksLog: boolean }> {
  const began = performance.now()
  const source = new BlobSource(main, reader, MAIN_BLOCKS)
  const log = wal && new BlobSource(wal, reader, WAL_BLOCKS)
  const chosen = [main, wal, journal].filter((file) => file !== null)
  const starts = chosen.map((file) => startOf(file, reader))
  const database = await rolledBack(source, journal && new BlobSource(journal, reader, WAL_BLOCKS))
  const withoutLog = await lacksLog({ main, wal, journal })
  const snapshot = await openHistory(await loadSqlite(() => sqlite), database, log)
  try {
    const scan = await scanHistory(snapshot, {
      checkpoints: new Map(),
      limit: 0,
      records: true,
      onProgress({ done, total }) {
        const bytes = source.bytesRead + (log?.bytesRead ?? 0)
        onProgress({ sessions: done, sessionsTotal: total, bytes, milliseconds: performance.now() - began })
      },
      nextTurn,
    })
    for (const [at, file] of chosen.entries()) checkUnchanged(file, reader, starts[at])
    return { scan, lacksLog: withoutLog }
  } finally {
    snapshot.close()
  }
}
