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
  /** Whether an index leads from a session to its messages. */
  readonly messagesIndexed: boolean
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
  let messagesIndexed = false
  const plan = `EXPLAIN QUERY PLAN SELECT ${messages.rowId} FROM main.messages WHERE session_id = ?1`
  connection.rows(plan, (row) => {
    messagesIndexed = row.text(3)?.startsWith('SEARCH') ?? false
  })
  return { sessions, messages, messagesIndexed }
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
