import { colourDepth, painter } from './colours.ts'
import { countingZone } from './counting-zone.ts'
import { payloadOf } from './payload.ts'
import { scanHistories } from './scan-histories.ts'
import type { ScanOptions } from './scan-options.ts'
import { scanReport } from './scan-report.ts'
import type { Terminal } from './terminal.ts'

/**
 * `laurel scan`: prints what a history, or those of all Hermes profiles as one, have achieved.
 * @throws UsageError, LaurelError
 */
export async function runScan(options: ScanOptions, terminal: Terminal): Promise<void> {
  const { json, table } = options
  const { stdout, machine, complain } = terminal
  const timeZone = countingZone(options.timeZone, complain)
  await scanHistories(options, 'scan', terminal, ({ sessions, meta, seconds }) => {
    const payload = payloadOf(sessions, meta, { timeZone, now: Date.now() / 1000 })
    const paint = painter(colourDepth(stdout, machine.env))
    if (json) stdout.write(`${JSON.stringify(payload)}\n`)
    else stdout.write(scanReport(payload, seconds, { columns: stdout.columns ?? 80, paint, table }))
  })
}
