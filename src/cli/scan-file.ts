import { type FinishedScan, type ScanRequest, scanHistory } from '../scan/scan-history.ts'
import { nextTurn, readingFile } from './history-on-disk.ts'

export type FileScanRequest = Omit<ScanRequest, 'nextTurn'>

/**
 * Scans a history in a file, with the -wal and the -journal beside it.
 * @throws LaurelError as `readingFile` and `scanHistory`
 */
export function scanFile(path: string, request: FileScanRequest): Promise<FinishedScan> {
  return readingFile(path, (snapshot) => scanHistory(snapshot, { ...request, nextTurn }))
}
