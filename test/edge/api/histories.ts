import initSqlJs from 'sql.js/dist/sql-wasm.js'
import sqliteWasm from 'sql.js/dist/sql-wasm.wasm'
import { loadSqlite } from '../../../src/snapshot/sqlite.ts'
import { type Run, runIn } from '../../fixtures/run-sql.ts'

export const SESSIONS = `CREATE TABLE sessions (
  id TEXT PRIMARY KEY, source TEXT, user_id TEXT, model TEXT, system_prompt TEXT, parent_session_id TEXT,
  started_at REAL, ended_at REAL, end_reason TEXT, message_count INTEGER, tool_call_count INTEGER, title TEXT)`
export const MESSAGES = `CREATE TABLE messages (
  id INTEGER PRIMARY KEY, session_id TEXT, role TEXT, content TEXT, tool_call_id TEXT, tool_calls TEXT,
  tool_name TEXT, timestamp REAL, finish_reason TEXT)`

/** Returns the bytes of a database after running these statements. */
export async function database(fill: (run: Run) => void): Promise<Uint8Array<ArrayBuffer>> {
  // sql.js starts once, through the reader's loader, whose instance is then shared.
  await loadSqlite(() => sqliteWasm)
  const { Database } = await initSqlJs()
  const db = new Database()
  try {
    fill(runIn(db))
    return new Uint8Array(db.export())
  } finally {
    db.close()
  }
}

/** Returns a history with this many sessions, in each of which a tool fails. `salt` makes its bytes unique. */
export function history(sessions: number, salt = 'salt'): Promise<Uint8Array<ArrayBuffer>> {
  return database((run) => {
    run(SESSIONS)
    run(MESSAGES)
    for (let index = 0; index < sessions; index++) {
      const id = `session-${salt}-${index}`
      run('INSERT INTO sessions (id, source, model, started_at, title) VALUES (?, ?, ?, ?, ?)', [
        id,
        'cli',
        'anthropic/claude-opus-4.1',
        1_700_000_000 + index * 100_000,
        `Title ${salt} ${index}`,
      ])
      const say =
        'INSERT INTO messages (session_id, role, content, tool_calls, tool_name, timestamp) VALUES (?, ?, ?, ?, ?, ?)'
      const calls = JSON.stringify([{ function: { name: 'terminal', arguments: '{"command":"ls"}' } }])
      run(say, [id, 'user', 'Please do it.', null, null, 1_700_000_001 + index])
      run(say, [id, 'assistant', '', calls, null, 1_700_000_002 + index])
      run(say, [id, 'tool', 'Error: command not found', null, 'terminal', 1_700_000_003 + index])
    }
  })
}

export async function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** Returns random bytes, as evenly distributed as encrypted ones. */
export function noise(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
  return bytes
}
