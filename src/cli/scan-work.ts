import type { SessionStats } from '../engine/types.ts'
import { countAll, countSince, encodeCount } from './kept-count.ts'
import { encodeResult } from './kept-result.ts'
import { resultOf, type ScanResult } from './payload.ts'
import { type FileScan, type ScanChoice, scanHistories } from './scan-histories.ts'
import type { Terminal } from './terminal.ts'
import type { Command } from './usage-error.ts'

export interface CountedScan {
  result: ScanResult
  /** How long it took. */
  seconds: number
  /** Returns them, newest first. */
  sessions(): SessionStats[]
}

export interface CountedChoice extends ScanChoice {
  /** Of the figures. */
  timeZone: string
}

/**
 * Scans what is to be scanned, shows what it comes to, and keeps that in the checkpoint.
 * @throws UsageError, LaurelError as `scanHistories`
 */
export async function scanAndCount(
  choice: CountedChoice,
  command: Command,
  terminal: Terminal,
  show: (scan: CountedScan) => void,
): Promise<void> {
  const { timeZone, limit = 0 } = choice
  const now = Date.now() / 1000
  let result: ScanResult | undefined
  const keep = ({ loaded, scan, keys }: FileScan) => {
    const { scanned, meta } = scan
    const counted = countSince(loaded.count, { before: loaded.checkpoints, scanned, timeZone })
    result = resultOf(counted, meta, now)
    return { count: encodeCount(counted), result: encodeResult(result, keys) }
  }
  // What is kept is that of all sessions of one history.
  const isWhole = !choice.all && limit === 0
  await scanHistories(
    { ...choice, sessions: choice.sessions === true || !isWhole },
    command,
    terminal,
    ({ sessions, meta, seconds }) =>
      show({ result: result ?? resultOf(countAll(sessions(), timeZone), meta, now), seconds, sessions }),
    isWhole ? keep : undefined,
  )
}
