import { listRows, nothingLeftOut } from '../scan/read-records.ts'
import { sessionPage } from '../sessions/list/list.ts'
import { listItem } from '../sessions/list/list-item.ts'
import { factsOf, NO_RECORD } from '../sessions/session-record.ts'
import { colourDepth, painter } from './colours.ts'
import { countingZone } from './counting-zone.ts'
import { databasePath } from './database-path.ts'
import { readingFile } from './history-on-disk.ts'
import { leftOutText } from './left-out-text.ts'
import { sessionsTable } from './sessions-table.ts'
import type { Terminal } from './terminal.ts'
import type { SessionsOptions } from './view-options.ts'
import { showingProgress } from './view-progress.ts'

/**
 * `laurel sessions`: lists the conversations of a history.
 * @throws LaurelError as `readingFile` and `listRows`
 */
export async function runSessions(options: SessionsOptions, terminal: Terminal): Promise<void> {
  const { json, list } = options
  const { stdout, machine, complain } = terminal
  const timeZone = countingZone(options.timeZone, terminal.complain)
  const path = databasePath(options, 'sessions', machine)
  const { rows, leftOut } = await showingProgress(terminal, (onProgress) =>
    readingFile(path, async (snapshot, nextTurn) => {
      const leftOut = nothingLeftOut()
      return { rows: await listRows(snapshot, 'all', { onProgress, nextTurn }, leftOut), leftOut }
    }),
  )
  const damage = leftOutText(leftOut)
  if (damage !== null) complain(damage)
  const records = rows.map((row) => ({ ...NO_RECORD, ...factsOf(row), preview: row.preview }))
  const { places, total } = sessionPage(records, list)
  const sessions = places.map(({ root, tip }) => listItem(root, tip))
  if (json) {
    stdout.write(`${JSON.stringify({ sessions, total })}\n`)
    return
  }
  const paint = painter(colourDepth(stdout, machine.env))
  const page = { sessions, total, offset: list.offset, order: list.order }
  stdout.write(sessionsTable(page, { columns: stdout.columns ?? 80, paint, timeZone }))
}
