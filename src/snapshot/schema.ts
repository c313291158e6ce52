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
  /** How it lies in the file; null where only SQLite can tell. */
  readonly stored: StoredTable | null
}

/** A table each row of which holds its columns in their order, as its values say them. */
export interface StoredTable {
  /** The number of its first page. */
  readonly rootPage: number
  /** How many columns stand in front of each, by its name in small letters. */
  readonly places: ReadonlyMap<string, number>
  /** The column that is the row's number, and NULL where it stands (file format section 2.3). */
  readonly rowIdColumn: string | null
}

export interface Schema {
  readonly sessions: Table
  readonly messages: Table
  /** The index that leads from a session to its messages, or null without one. */
  readonly messageIndex: MessageIndex | null
  /** What sessions spent by model, or null without such a table. */
  readonly usage: UsageTable | null
  /** Whether messages can be undone and sessions have marks, as in what Hermes writes since June 2026. */
  readonly hasMarks: boolean
}

/** `session_model_usage`. */
export interface UsageTable {
  /** The name under which its row number can be had. */
  readonly rowId: string
  /** The column, or `NULL` when the table has none of that name. */
  column(name: string): string
  /** Whether an index leads from a session to its rows. */
  readonly indexed: boolean
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
  return {
    sessions,
    messages,
    messageIndex: probeIndex(connection, messages),
    usage: probeUsage(connection),
    hasMarks: messages.column('active') === 'active',
  }
}

const USAGE = 'session_model_usage'

function probeUsage(connection: Connection): UsageTable | null {
  if (rootOfPlainTable(connection, USAGE) === null) return null
  const plain = columnsOf(connection, USAGE).filter(({ hidden }) => !hidden)
  const names = new Set(plain.map(({ name }) => name))
  const rowId = ROWID_NAMES.find((candidate) => !names.has(candidate))
  if (!names.has('session_id') || !names.has('model')) return null
  if (!rowId || !connection.compiles(`SELECT ${rowId} FROM main.${USAGE}`)) return null
  const plan = connection.planOf(`SELECT ${rowId} FROM main.${USAGE} WHERE session_id = ?1 COLLATE BINARY`)
  const column = (name: string) => (names.has(name) ? name : 'NULL')
  return { rowId, column, indexed: plan.startsWith('SEARCH ') }
}

/** What the planner says of a statement's only loop (https://sqlite.org/eqp.html). */
const BY_INDEX = /^SEARCH .* USING (?:COVERING )?INDEX (.+) \(session_id=\?( AND timestamp>\?)?\)$/

/** And when its row is found by its number. */
const BY_ROW_ID = 'USING INTEGER PRIMARY KEY (rowid=?)'

function probeIndex(connection: Connection, { rowId }: Table): MessageIndex | null {
  const ofSession = 'FROM main.messages'
  const plain = connection.planOf(`SELECT ${rowId}, timestamp ${ofSession} WHERE session_id = ?1`)
  const name = BY_INDEX.exec(plain)?.[1]
  if (name === undefined) return null
  const later = `${ofSession} INDEXED BY ${quoted(name)} WHERE session_id = ?1 AND timestamp >= ?2 ORDER BY timestamp`
  const byTime = BY_INDEX.exec(connection.planOf(`SELECT ${rowId} ${later}`))?.[2] !== undefined
  return { name: quoted(name), byTime }
}

function probeTable(connection: Connection, name: TableName): Table {
  const rootPage = rootOfPlainTable(connection, name)
  const columns = rootPage === null ? [] : columnsOf(connection, name)
  const wanted = new Set(columns.filter(({ hidden }) => !hidden).map((column) => column.name))
  const rowId = ROWID_NAMES.find((candidate) => !wanted.has(candidate))
  // Tables without row numbers are no state.db's.
  if (rootPage === null || !rowId || !connection.compiles(`SELECT ${rowId} FROM main.${name}`)) {
    throw new LaurelError(NO_TABLE[name], `This database has no table “${name}”.`, { hint: TAKE_HERMES })
  }
  const missing = REQUIRED[name].filter((column) => !wanted.has(column))
  if (missing.length > 0) {
    throw new LaurelError('missing_columns', `The table “${name}” lacks: ${missing.join(', ')}.`, {
      hint: TAKE_HERMES,
    })
  }
  return {
    rowId,
    column: (column) => (wanted.has(column) ? column : 'NULL'),
    stored: storedTable(connection, name, rootPage, columns),
  }
}

interface Column {
  name: string
  /** It is generated, or of a virtual table. */
  hidden: boolean
  key: boolean
}

function columnsOf(connection: Connection, table: string): Column[] {
  const columns: Column[] = []
  connection.rows(`PRAGMA main.table_xinfo(${table})`, (row) => {
    columns.push({
      name: row.text(1)?.toLowerCase() ?? '',
      key: row.number(5) !== 0,
      hidden: row.number(6) !== 0,
    })
  })
  return columns
}

function storedTable(
  connection: Connection,
  table: TableName,
  rootPage: number,
  columns: readonly Column[],
): StoredTable | null {
  if (columns.some(({ hidden }) => hidden)) return null
  // Not every INTEGER PRIMARY KEY is the row's number (https://sqlite.org/lang_createtable.html#rowid).
  const isRowId = ({ name, key }: Column) =>
    key && connection.planOf(`SELECT 1 FROM main.${table} WHERE ${quoted(name)} = 1`).includes(BY_ROW_ID)
  return {
    rootPage,
    places: new Map(columns.map(({ name }, place) => [name, place])),
    rowIdColumn: columns.find(isRowId)?.name ?? null,
  }
}

/** Virtual tables have no root page, and SQLite stores its own spelling of how a plain one was made. */
function rootOfPlainTable(connection: Connection, name: string): number | null {
  let root: number | null = null
  const sql = `SELECT rootpage FROM main.sqlite_schema
    WHERE type = 'table' AND lower(name) = '${name}' AND rootpage > 0 AND sql LIKE 'CREATE TABLE%'`
  connection.rows(sql, (row) => {
    root = row.number(0)
  })
  return root
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
