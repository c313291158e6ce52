import { colourDepth, painter } from './colours.ts'
import { countingZone } from './counting-zone.ts'
import { showCounted } from './kept-scan.ts'
import type { ScanOptions } from './scan-options.ts'
import { scanReport } from './scan-report.ts'
import type { CountedScan } from './scan-work.ts'
import type { Terminal } from './terminal.ts'

/**
 * `laurel scan`: prints what a history, or those of all Hermes profiles as one, have achieved.
 * @throws UsageError, LaurelError
 */
export async function runScan(options: ScanOptions, terminal: Terminal): Promise<void> {
  const { json, table } = options
  const { stdout, machine, complain } = terminal
  const timeZone = countingZone(options.timeZone, complain)
  const print = ({ result, seconds, sessions }: CountedScan) => {
    if (json) {
      const { messages: _, ...rest } = result
      stdout.write(`${JSON.stringify({ sessions: sessions(), ...rest })}\n`)
      return
    }
    const paint = painter(colourDepth(stdout, machine.env))
    stdout.write(scanReport(result, seconds, { columns: stdout.columns ?? 80, paint, table }))
  }
  await showCounted({ ...options, timeZone }, 'scan', terminal, print, { sessions: json })
}
