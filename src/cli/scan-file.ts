import { SnapshotPartReader } from '../scan/part-reader.ts'
import { type FinishedScan, type ScanRequest, scanHistory } from '../scan/scan-history.ts'
import type { PartReaders } from '../scan/scan-in-parts.ts'
import type { Counting, SeenPages, SessionPages } from '../snapshot/snapshot.ts'
import { readingFile } from './history-on-disk.ts'
import { type ScanThread, startThreads } from './scan-threads.ts'

export interface FileScanRequest extends Omit<ScanRequest, 'nextTurn' | 'parts' | 'changed'> {
  /** Which sessions and messages count; `lived` by default. */
  counting?: Counting
  /** Number of threads for a first scan; by default, what its size is worth. */
  threads?: number | null
  /** What was on its pages when the checkpoints were made; null if it is not known. Absent: it is not asked. */
  pages?: SessionPages | null
}

export interface ScannedFile extends FinishedScan {
  /** What is on its pages; null if it was not asked, or takes a listing to tell. */
  pages: SeenPages | null
}

/**
 * Scans a history in a file, with the -wal and the -journal beside it.
 * @throws LaurelError as `readingFile` and `scanHistory`
 */
export function scanFile(
  path: string,
  { counting = 'lived', threads = null, pages: before, ...request }: FileScanRequest,
): Promise<ScannedFile> {
  const { records = false } = request
  return readingFile(
    path,
    async (snapshot, nextTurn, version) => {
      let others: ScanThread[] = []
      const parts = (): PartReaders | null => {
        others = version ? startThreads({ version, records }, threads) : []
        if (others.length === 0) return null
        const here = new SnapshotPartReader(snapshot, records, nextTurn)
        return { readers: [here, ...others], cut: (count) => snapshot.parts(count) }
      }
      try {
        const pages = before === undefined ? null : await snapshot.seenPages(before)
        const changed = pages?.changed ?? null
        return { ...(await scanHistory(snapshot, { ...request, changed, parts, nextTurn })), pages }
      } finally {
        for (const thread of others) thread.end()
      }
    },
    { counting },
  )
}
