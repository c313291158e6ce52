import { countAll, countSince, encodeCount } from './kept-count.ts'
import { encodeResult } from './kept-result.ts'
import { resultOf, type ScanResult } from './payload.ts'
import { type FileScan, scanHistories } from './scan-histories.ts'
import type { ScanOptions } from './scan-options.ts'
import type { Terminal } from './terminal.ts'

type Print = (result: ScanResult, seconds: number, options: ScanOptions, terminal: Terminal) => void

/**
 * Scans what is to be scanned, prints what it comes to, and keeps that in the checkpoint.
 * @throws UsageError, LaurelError
 */
export async function scanAndPrint(options: ScanOptions, terminal: Terminal, print: Print): Promise<void> {
  const { timeZone, json } = options
  const now = Date.now() / 1000
  let result: ScanResult | undefined
  const keep = ({ loaded, scan, keys }: FileScan) => {
    const { scanned, meta } = scan
    const counted = countSince(loaded.count, { before: loaded.checkpoints, scanned, timeZone })
    result = resultOf(counted, meta, now)
    return { count: encodeCount(counted), result: encodeResult(result, keys) }
  }
  // What is kept is that of all sessions of one history.
  const isWhole = !options.all && options.limit === 0
  await scanHistories(
    options,
    'scan',
    terminal,
    ({ sessions, meta, seconds }) => {
      const shown = result ?? resultOf(countAll(sessions(), timeZone), meta, now)
      if (!json) return print(shown, seconds, options, terminal)
      const { messages: _, ...rest } = shown
      terminal.stdout.write(`${JSON.stringify({ sessions: sessions(), ...rest })}\n`)
    },
    isWhole ? keep : undefined,
  )
}
