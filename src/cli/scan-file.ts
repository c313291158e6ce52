import { setImmediate as nextTurn } from 'node:timers/promises'
import { type FinishedScan, type ScanRequest, scanHistory } from '../scan/scan-history.ts'
import { readHistory } from './history-file.ts'

export type FileScanRequest = Omit<ScanRequest, 'nextTurn'>

/** Scans a history in a file, with the -wal beside it. @throws LaurelError as `readHistory` and `scanHistory` */
export function scanFile(path: string, request: FileScanRequest): Promise<FinishedScan> {
  return readHistory(path, (snapshot) => scanHistory(snapshot, { ...request, nextTurn }))
}
