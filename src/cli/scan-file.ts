import { type FinishedScan, type ScanRequest, scanHistory } from '../scan/scan-history.ts'
import type { Counting } from '../snapshot/snapshot.ts'
import { readingFile } from './history-on-disk.ts'

export interface FileScanRequest extends Omit<ScanRequest, 'nextTurn'> {
  /** Which sessions and messages count; `lived` by default. */
  counting?: Counting
}

/**
 * Scans a history in a file, with the -wal and the -journal beside it.
 * @throws LaurelError as `readingFile` and `scanHistory`
 */
export function scanFile(
  path: string,
  { counting = 'lived', ...request }: FileScanRequest,
): Promise<FinishedScan> {
  return readingFile(path, (snapshot, nextTurn) => scanHistory(snapshot, { ...request, nextTurn }), {
    counting,
  })
}
