import { readFileSync } from 'node:fs'
import initSqlJs from 'sql.js/dist/sql-wasm.js'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'

/**
 * What it takes to read the rows that a scan needs and do nothing with them, the way any program over sql.js would,
 * with nothing of Laurel's: the whole file read into memory and opened, the sessions newest first, and for each
 * its messages by time and id, from a prepared statement, the five columns that count fetched by `get` as
 * JavaScript values. Neither bytes passed by nor a pass in the order of the file, which Laurel owes its speed to.
 * @returns how many messages there were
 */
export async function readRowsAlone(path: string): Promise<number> {
  // sql.js starts once a process: by the reader's loader, whose instance is then everyone's.
  await loadSqlite(compileSqliteOnNode)
  const { Database } = await initSqlJs()
  const database = new Database(readFileSync(path))
  try {
    const sessions = database.prepare(
      'SELECT id, source, model, title, started_at FROM sessions ORDER BY started_at DESC',
    )
    const ids = []
    while (sessions.step()) ids.push(sessions.get()[0] ?? null)
    const messages = database.prepare(
      'SELECT role, content, tool_name, tool_calls, timestamp FROM messages WHERE session_id = ? ORDER BY timestamp, id',
    )
    let read = 0
    for (const id of ids) {
      messages.bind([id])
      for (; messages.step(); read++) messages.get()
    }
    return read
  } finally {
    database.close()
  }
}
