import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import initSqlJs from 'sql.js/dist/sql-wasm.js'
import { Utf8Text } from '../../src/engine/utf8-text.ts'
import { LaurelError } from '../../src/errors.ts'
import { type ByteSource, memorySource } from '../../src/snapshot/byte-source.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import {
  type Counting,
  type HermesSession,
  type MessageRow,
  openSnapshot,
  type Snapshot,
} from '../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { type Run, runIn } from '../fixtures/run-sql.ts'

/** The tables of a state.db, as far as the reader uses them. */
export const TABLES = `
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, model TEXT, parent_session_id TEXT, started_at REAL NOT NULL,
    ended_at REAL, end_reason TEXT, message_count INTEGER, tool_call_count INTEGER, input_tokens INTEGER,
    output_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER, reasoning_tokens INTEGER,
    estimated_cost_usd REAL, actual_cost_usd REAL, title TEXT);
  CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL REFERENCES sessions(id), role TEXT NOT NULL,
    content TEXT, tool_call_id TEXT, tool_calls TEXT, tool_name TEXT, timestamp REAL NOT NULL);`

export const MESSAGE_INDEX = 'CREATE INDEX idx_messages_session ON messages(session_id, timestamp);'

export type Fill = (run: Run) => void

/** Returns the bytes of a database after running these statements. */
export async function database(fill: Fill): Promise<Uint8Array> {
  // sql.js starts once per process, through the reader's loader, whose instance is then shared.
  await loadSqlite(compileSqliteOnNode)
  const { Database } = await initSqlJs()
  const db = new Database()
  try {
    fill(runIn(db))
    return db.export()
  } finally {
    db.close()
  }
}

/** Returns a history with the usual tables, and the index unless omitted. */
export function history(fill: Fill, index = MESSAGE_INDEX): Promise<Uint8Array> {
  return database((run) => {
    run(TABLES)
    if (index !== '') run(index)
    fill(run)
  })
}

const unpackedOf = new Map<string, Uint8Array>()

/** Returns a copy of a golden history, which is unpacked once. */
export function golden(name: string): Uint8Array {
  const bytes =
    unpackedOf.get(name) ?? gunzipSync(readFileSync(new URL(`../golden/${name}.db.gz`, import.meta.url)))
  unpackedOf.set(name, bytes)
  return new Uint8Array(bytes)
}

/** Opens, calls back, and closes. */
export async function reading<T>(
  from: Uint8Array | ByteSource,
  read: (snapshot: Snapshot) => T | Promise<T>,
  counting: Counting = 'lived',
): Promise<T> {
  const source = from instanceof Uint8Array ? memorySource(from) : from
  const snapshot = await openSnapshot(await loadSqlite(compileSqliteOnNode), source, {}, counting)
  try {
    return await read(snapshot)
  } finally {
    snapshot.close()
  }
}

export async function sessionsOf(snapshot: Snapshot): Promise<HermesSession[]> {
  const sessions: HermesSession[] = []
  await snapshot.listSessions((session) => sessions.push(session))
  return sessions
}

/** Returns a message that outlives its visit: with strings instead of texts in SQLite's memory. */
export function kept({ content, toolCalls, ...message }: MessageRow): MessageRow {
  const text = content instanceof Utf8Text ? content.toString() : content
  return { ...message, content: text, toolCalls: toolCalls?.toString() ?? null }
}

export async function messagesOf(snapshot: Snapshot, sessionId: string): Promise<MessageRow[]> {
  const messages: MessageRow[] = []
  await snapshot.readMessages(sessionId, (message) => messages.push(kept(message)))
  return messages
}

/** Returns everything in a history, as one value to compare. */
export function everything(from: Uint8Array | ByteSource): Promise<[HermesSession, MessageRow[]][]> {
  return reading(from, everythingIn)
}

export async function everythingIn(snapshot: Snapshot): Promise<[HermesSession, MessageRow[]][]> {
  const all: [HermesSession, MessageRow[]][] = []
  for (const session of await sessionsOf(snapshot)) {
    all.push([session, await messagesOf(snapshot, session.id)])
  }
  return all
}

/** Returns the LaurelError that reading everything ends with. */
export async function refusal(from: Uint8Array | ByteSource): Promise<LaurelError> {
  try {
    await everything(from)
  } catch (error) {
    if (error instanceof LaurelError) return error
    throw error
  }
  throw new Error('Nothing was refused.')
}

/** Returns the root page of a table's or an index's tree. */
export async function rootOf(bytes: Uint8Array, name: string): Promise<number> {
  await loadSqlite(compileSqliteOnNode)
  const { Database } = await initSqlJs()
  const db = new Database(bytes)
  try {
    const [result] = db.exec(`SELECT rootpage FROM sqlite_schema WHERE name = '${name}'`)
    return Number(result?.values[0]?.[0])
  } finally {
    db.close()
  }
}
