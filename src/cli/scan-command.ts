import { colourDepth, painter } from './colours.ts'
import { countingZone } from './counting-zone.ts'
import { databasePath } from './database-path.ts'
import { unchangedResult } from './kept-result.ts'
import type { ScanResult } from './payload.ts'
import type { ScanOptions } from './scan-options.ts'
import { scanReport } from './scan-report.ts'
import type { Terminal } from './terminal.ts'

/**
 * `laurel scan`: prints what a history, or those of all Hermes profiles as one, have achieved.
 * @throws UsageError, LaurelError
 */
export async function runScan(options: ScanOptions, terminal: Terminal): Promise<void> {
  const { checkpoint, counting } = options
  const started = performance.now()
  const timeZone = countingZone(options.timeZone, terminal.complain)
  if (checkpoint !== null && !options.all && !options.json && options.limit === 0) {
    const path = databasePath(options, 'scan', terminal.machine)
    const result = unchangedResult(path, checkpoint, { counting, timeZone })
    if (result !== null) {
      printResult(result, (performance.now() - started) / 1000, options, terminal)
      return
    }
  }
  // Most of the tool: it is not even loaded if nothing has changed.
  const { scanAndPrint } = await import('./scan-work.ts')
  await scanAndPrint({ ...options, timeZone }, terminal, printResult)
}

function printResult(result: ScanResult, seconds: number, { table }: ScanOptions, terminal: Terminal): void {
  const { stdout, machine } = terminal
  const paint = painter(colourDepth(stdout, machine.env))
  stdout.write(scanReport(result, seconds, { columns: stdout.columns ?? 80, paint, table }))
}
