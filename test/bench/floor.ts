import { readFileSync } from 'node:fs'
import initSqlJs from 'sql.js/dist/sql-wasm.js'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'

/**
 * Reads the rows that a scan needs and does nothing with them, like every program over sql.js, without any code of
 * Laurel's: it reads the whole file into memory and opens it, lists the sessions newest first, and for each fetches its
 * messages by time and id from a prepared statement, the five columns that count by `get` as JavaScript values. It uses
 * neither bytes in place nor a pass in file order, to which Laurel owes its speed.
 * @returns the number of messages
 */
export async function readRowsAlone(path: string): Promise<number> {
  // sql.js starts once per process, through the reader's loader, whose instance is then shared.
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
