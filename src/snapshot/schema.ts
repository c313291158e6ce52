import { type ErrorCode, LaurelError } from '../errors.ts'
import type { Connection } from './connection.ts'

/** What tells a Hermes history from any other database. Everything else may be absent and then reads as NULL. */
const REQUIRED = {
  sessions: ['id', 'started_at'],
  messages: ['session_id', 'role', 'content', 'timestamp'],
} as const

type TableName = keyof typeof REQUIRED

const NO_TABLE: Record<TableName, ErrorCode> = {
  sessions: 'no_sessions_table',
  messages: 'no_messages_table',
}
const TAKE_HERMES = 'Choose the state.db of a Hermes agent.'

/** SQLite's names for a row's own number; a column may take one of them away (https://sqlite.org/rowidtable.html). */
const ROWID_NAMES = ['rowid', '_rowid_', 'oid']

/** A table that may be read. */
export interface Table {
  /** The name under which its row number can be had. */
  readonly rowId: string
  /** The column, or `NULL` when the table has none of that name. */
  column(name: string): string
}

export interface Schema {
  readonly sessions: Table
  readonly messages: Table
  /** The index that leads from a session to its messages, or null without one. */
  readonly messageIndex: MessageIndex | null
}

export interface MessageIndex {
  /** Quoted, as SQL. */
  readonly name: string
  /** Whether it gives them by timestamp. */
  readonly byTime: boolean
}

/**
 * Finds out what the history has. Only plain tables and plain columns count: a view, a virtual table or a
 * generated column of a wanted name could run what its author likes, and is treated as absent.
 * @throws LaurelError `no_sessions_table`, `no_messages_table`, `missing_columns` or `snapshot_corrupt`
 * @throws MissingBytes
 */
export function probeSchema(connection: Connection): Schema {
  const sessions = probeTable(connection, 'sessions')
  const messages = probeTable(connection, 'messages')
  return { sessions, messages, messageIndex: probeIndex(connection, messages) }
}

/** What the planner says of a statement's only loop (https://sqlite.org/eqp.html). */
const BY_INDEX = /^SEARCH .* USING (?:COVERING )?INDEX (.+) \(session_id=\?( AND timestamp>\?)?\)$/

function probeIndex(connection: Connection, { rowId }: Table): MessageIndex | null {
  const ofSession = 'FROM main.messages'
  const plain = connection.planOf(`SELECT ${rowId}, timestamp ${ofSession} WHERE session_id = ?1`)
  const name = BY_INDEX.exec(plain)?.[1]
  if (name === undefined) return null
  const quoted = `"${name.replaceAll('"', '""')}"`
  const later = `${ofSession} INDEXED BY ${quoted} WHERE session_id = ?1 AND timestamp >= ?2 ORDER BY timestamp`
  const byTime = BY_INDEX.exec(connection.planOf(`SELECT ${rowId} ${later}`))?.[2] !== undefined
  return { name: quoted, byTime }
}

function probeTable(connection: Connection, name: TableName): Table {
  const columns = new Set<string>()
  if (isPlainTable(connection, name)) {
    connection.rows(`PRAGMA main.table_xinfo(${name})`, (row) => {
      const [column, hidden] = [row.text(1), row.number(6)]
      if (column !== null && hidden === 0) columns.add(column.toLowerCase())
    })
  }
  const rowId = ROWID_NAMES.find((candidate) => !columns.has(candidate))
  // Tables without row numbers are no state.db's.
  if (columns.size === 0 || !rowId || !connection.compiles(`SELECT ${rowId} FROM main.${name}`)) {
    throw new LaurelError(NO_TABLE[name], `This database has no table “${name}”.`, { hint: TAKE_HERMES })
  }
  const missing = REQUIRED[name].filter((column) => !columns.has(column))
  if (missing.length > 0) {
    throw new LaurelError('missing_columns', `The table “${name}” lacks: ${missing.join(', ')}.`, {
      hint: TAKE_HERMES,
    })
  }
  return { rowId, column: (column) => (columns.has(column) ? column : 'NULL') }
}

/** Virtual tables have no root page, and SQLite stores its own spelling of how a plain one was made. */
function isPlainTable(connection: Connection, name: TableName): boolean {
  let plain = false
  const sql = `SELECT 1 FROM main.sqlite_schema
    WHERE type = 'table' AND lower(name) = '${name}' AND rootpage > 0 AND sql LIKE 'CREATE TABLE%'`
  connection.rows(sql, () => {
    plain = true
  })
  return plain
}
