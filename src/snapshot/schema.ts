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
  /** Whether texts stay texts in this column, and nothing else becomes one: its affinity is TEXT. */
  keepsText(name: string): boolean
  /** How it lies in the file. */
  readonly stored: StoredTable
}

/** How the rows of a table hold its columns. */
export interface StoredTable {
  /** The number of its first page. */
  readonly rootPage: number
  /** Whether all columns stand there, as their values say them: none is generated. */
  readonly plain: boolean
  /** How many values stand in front of each column’s, by its name in small letters. */
  readonly places: ReadonlyMap<string, number>
  /** The column that is the row's number, and NULL where it stands (file format section 2.3). */
  readonly rowIdColumn: string | null
  /** What columns read as in rows from before the table got them, where that is known. */
  readonly defaults: ReadonlyMap<string, ColumnDefault>
}

export type ColumnDefault = null | 0 | 1

export interface Schema {
  readonly sessions: Table
  readonly messages: Table
  /** The index that leads from a session to its messages, or null without one. */
  readonly messageIndex: MessageIndex | null
  /** What sessions spent by model, or null without such a table. */
  readonly usage: UsageTable | null
  /**
   * Whether messages have `active`: then not all of them count, their order is that of their ids, and previews and
   * lists are made as today's Hermes makes them. Without it everything counts, by time.
   */
  readonly flagged: boolean
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
  /** What it gives them by, of what is read of each message; null where that is of no help. */
  readonly order: IndexOrder | null
}

export type IndexOrder = 'timestamp' | 'active, timestamp'

/**
 * Finds out what the history has. Only plain tables and plain columns count: a view, a virtual table or a
 * generated column of a wanted name could run what its author likes, and is treated as absent.
 * @throws LaurelError `no_sessions_table`, `no_messages_table`, `unreadable_table`, `missing_columns` or
 * `snapshot_corrupt`
 * @throws MissingBytes
 */
export function probeSchema(connection: Connection): Schema {
  const sessions = probeTable(connection, 'sessions')
  const messages = probeTable(connection, 'messages')
  const flagged = messages.column('active') === 'active'
  return {
    sessions,
    messages,
    messageIndex: probeIndex(connection, messages, flagged),
    usage: flagged ? probeUsage(connection) : null,
    flagged,
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
const BY_INDEX =
  /^SEARCH .* USING (?:COVERING )?INDEX (.+) \(session_id=\?( AND (?:timestamp>\?|\(active,timestamp\)>\(\?,\?\)))?\)$/

/** And when its row is found by its number. */
const BY_ROW_ID = 'USING INTEGER PRIMARY KEY (rowid=?)'

/**
 * Prefers an index that has all that is read of each message, as the planner does. An index is of use where texts are
 * told apart by their bytes: other collations put some together.
 */
function probeIndex(
  connection: Connection,
  { rowId, keepsText }: Table,
  flagged: boolean,
): MessageIndex | null {
  if (!keepsText('session_id')) return null
  const read = flagged ? `${rowId}, timestamp, active` : `${rowId}, timestamp`
  const plain = connection.planOf(`SELECT ${read} FROM main.messages WHERE ${OF_SESSION}`)
  const found = BY_INDEX.exec(plain)?.[1]
  if (found === undefined) return null
  const name = quoted(found)
  const orders: IndexOrder[] = flagged ? ['active, timestamp', 'timestamp'] : ['timestamp']
  const inOrder = (order: IndexOrder) =>
    BY_INDEX.exec(connection.planOf(`SELECT ${read} ${laterSql(name, order)}`))?.[2] !== undefined
  return { name, order: orders.find(inOrder) ?? null }
}

/** Of the session `?1`, whatever the collation of the column is. */
export const OF_SESSION = 'session_id COLLATE BINARY = ?1'

/** SQL for the messages of session `?1` from timestamp `?2` on, or from `active` = `?3` and that timestamp. */
export function laterSql(index: string, order: IndexOrder): string {
  const from = order === 'timestamp' ? 'timestamp >= ?2' : '(active, timestamp) >= (?3, ?2)'
  return `FROM main.messages INDEXED BY ${index} WHERE ${OF_SESSION} AND ${from} ORDER BY ${order}`
}

function probeTable(connection: Connection, name: TableName): Table {
  const rootPage = rootOfPlainTable(connection, name)
  const columns = rootPage === null ? [] : columnsOf(connection, name)
  const wanted = new Set(columns.filter(({ hidden }) => !hidden).map((column) => column.name))
  const rowId = ROWID_NAMES.find((candidate) => !wanted.has(candidate))
  if (rootPage === null) throw withoutTable(connection, name)
  if (!rowId || !connection.compiles(`SELECT ${rowId} FROM main.${name}`)) {
    throw unreadable(`The table “${name}” has no row numbers: it was made WITHOUT ROWID.`)
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
    keepsText: (name) => columns.some((column) => column.name === name && hasTextAffinity(column.type)),
    stored: storedTable(connection, name, rootPage, columns),
  }
}

/** What there is in the place of a table: nothing, or something that can't be read from the pages of the file. */
function withoutTable(connection: Connection, name: TableName): LaurelError {
  let type: string | null = null
  connection.rows(`SELECT type FROM main.sqlite_schema WHERE lower(name) = '${name}'`, (row) => {
    type ??= row.text(0)
  })
  if (type === 'view') return unreadable(`“${name}” is a view in this database, and no table.`)
  if (type === 'table') return unreadable(`“${name}” is a virtual table in this database.`)
  return new LaurelError(NO_TABLE[name], `This database has no table “${name}”.`, { hint: TAKE_HERMES })
}

function unreadable(message: string): LaurelError {
  return new LaurelError('unreadable_table', message, {
    hint: 'Choose the state.db that Hermes itself writes, not a copy that another program has changed.',
  })
}

/** What `table_xinfo` says of a generated column that is made anew each time (https://sqlite.org/pragma.html). */
const VIRTUAL_COLUMN = 2

interface Column {
  name: string
  /** As it was declared. */
  type: string
  /** It is generated, or of a virtual table. */
  hidden: boolean
  /** Rows have a value for it. */
  stored: boolean
  key: boolean
  /** Undefined where SQLite is to be asked. */
  default: ColumnDefault | undefined
}

function columnsOf(connection: Connection, table: string): Column[] {
  const columns: Column[] = []
  connection.rows(`PRAGMA main.table_xinfo(${table})`, (row) => {
    columns.push({
      name: row.text(1)?.toLowerCase() ?? '',
      type: row.text(2)?.toUpperCase() ?? '',
      key: row.number(5) !== 0,
      hidden: row.number(6) !== 0,
      stored: row.number(6) !== VIRTUAL_COLUMN,
      default: defaultOf(row.text(2) ?? '', row.text(4)),
    })
  })
  return columns
}

/** A column's default by its declared type and the SQL of it. */
function defaultOf(type: string, sql: string | null): ColumnDefault | undefined {
  if (sql === null) return null
  // Of other types 0 could be a text or a real number.
  if (!/INT/i.test(type)) return undefined
  return sql === '0' ? 0 : sql === '1' ? 1 : undefined
}

function storedTable(
  connection: Connection,
  table: TableName,
  rootPage: number,
  columns: readonly Column[],
): StoredTable {
  // Not every INTEGER PRIMARY KEY is the row's number (https://sqlite.org/lang_createtable.html#rowid).
  const isRowId = ({ name, key }: Column) =>
    key && connection.planOf(`SELECT 1 FROM main.${table} WHERE ${quoted(name)} = 1`).includes(BY_ROW_ID)
  return {
    rootPage,
    plain: !columns.some(({ hidden }) => hidden),
    places: new Map(columns.filter(({ stored }) => stored).map(({ name }, place) => [name, place])),
    rowIdColumn: columns.find(isRowId)?.name ?? null,
    defaults: new Map(
      columns.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]])),
    ),
  }
}

/** Rules 1 and 2 of https://sqlite.org/datatype3.html section 3.1. */
function hasTextAffinity(type: string): boolean {
  return !type.includes('INT') && /CHAR|CLOB|TEXT/.test(type)
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
