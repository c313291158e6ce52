import { listRows, nothingLeftOut, readRecords } from '../scan/read-records.ts'
import { beginOf, insightsOf } from '../sessions/insights/report.ts'
import { leadingSessions } from '../sessions/insights/top-sessions.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { colourDepth, painter } from './colours.ts'
import { countingZone } from './counting-zone.ts'
import { databasePath } from './database-path.ts'
import { type NextTurn, readingFile } from './history-on-disk.ts'
import { insightsText } from './insights-text.ts'
import { leftOutText } from './left-out-text.ts'
import type { Terminal } from './terminal.ts'
import type { InsightsOptions } from './view-options.ts'
import { showingProgress } from './view-progress.ts'

/**
 * `laurel insights`: sums up the sessions of the last days. Messages of other sessions are not read.
 * @throws LaurelError as `readingFile`, `listRows` and `readRecords`
 */
export async function runInsights(options: InsightsOptions, terminal: Terminal): Promise<void> {
  const { json, days, source, counting } = options
  const { stdout, machine, complain } = terminal
  const timeZone = countingZone(options.timeZone, terminal.complain)
  const path = databasePath(options, 'insights', machine)
  const now = options.now ?? Date.now() / 1000
  const begin = beginOf({ days, now })
  const { records, leftOut } = await showingProgress(terminal, (onProgress) => {
    const read = async (snapshot: Snapshot, nextTurn: NextTurn) => {
      const taker = { onProgress, nextTurn }
      const leftOut = nothingLeftOut()
      const rows = await listRows(snapshot, 'untitled', taker, leftOut)
      const wanted = rows.filter(
        (row) => (row.started_at ?? Number.NaN) >= begin && (source === null || row.source === source),
      )
      return { records: await readRecords(snapshot, wanted, taker, leftOut), leftOut }
    }
    return readingFile(path, read, { counting })
  })
  const damage = leftOutText(leftOut)
  if (damage !== null) complain(damage)
  const report = insightsOf(records, { days, source, timeZone, now })
  if (json) {
    stdout.write(`${JSON.stringify(report)}\n`)
    return
  }
  const paint = painter(colourDepth(stdout, machine.env))
  const leading = leadingSessions(records, timeZone)
  stdout.write(insightsText(report, leading, { columns: stdout.columns ?? 80, paint }))
}
