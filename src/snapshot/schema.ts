import { type ErrorCode, LaurelError } from '../errors.ts'
import type { Connection } from './connection.ts'

/** Distinguishes a Hermes history from other databases. All other columns may be absent, and then read as NULL. */
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

/** SQLite's names for the row number; a column may take one of them (https://sqlite.org/rowidtable.html). */
const ROWID_NAMES = ['rowid', '_rowid_', 'oid']

/** A table that may be read. */
export interface Table {
  /** The name of its row number. */
  readonly rowId: string
  /** Returns the column; `NULL` if the table has no column of this name. */
  column(name: string): string
  /** Whether texts stay texts in this column and nothing else becomes one: its affinity is TEXT. */
  keepsText(name: string): boolean
  /** How it is stored in the file. */
  readonly stored: StoredTable
}

/** How the rows of a table store its columns. */
export interface StoredTable {
  /** The number of its root page. */
  readonly rootPage: number
  /** Whether all columns are stored as values: none is generated. */
  readonly plain: boolean
  /** Position of each column's value, by column name in lower case. */
  readonly places: ReadonlyMap<string, number>
  /** The column that is the row number, which is stored as NULL (file format section 2.3). */
  readonly rowIdColumn: string | null
  /** The value of columns in rows written before the columns were added, if known. */
  readonly defaults: ReadonlyMap<string, ColumnDefault>
}

export type ColumnDefault = null | 0 | 1

export interface Schema {
  readonly sessions: Table
  readonly messages: Table
  /** The index that finds messages by session; null without one. */
  readonly messageIndex: MessageIndex | null
  /** The table of usage by model; null without one. */
  readonly usage: UsageTable | null
  /**
   * Whether messages have `active`: if so, not all of them count, they are ordered by id, and previews and lists are
   * those of current Hermes. If not, everything counts, ordered by time.
   */
  readonly flagged: boolean
}

/** `session_model_usage`. */
export interface UsageTable extends Table {
  /** Whether an index finds rows by session. */
  readonly indexed: boolean
}

export interface MessageIndex {
  /** Quoted, as SQL. */
  readonly name: string
  /** The order of its entries within a session, by columns that are read of each message; null if that is of no use. */
  readonly order: IndexOrder | null
}

export type IndexOrder = 'timestamp' | 'active, timestamp'

/**
 * Determines what the history has. Only plain tables and plain columns count: a view, a virtual table or a generated
 * column of a wanted name could run whatever its author likes, and is treated as absent.
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
  const rootPage = rootOfPlainTable(connection, USAGE)
  if (rootPage === null) return null
  const columns = columnsOf(connection, USAGE)
  const names = new Set(columns.filter(({ hidden }) => !hidden).map(({ name }) => name))
  const rowId = ROWID_NAMES.find((candidate) => !names.has(candidate))
  if (!names.has('session_id') || !names.has('model')) return null
  if (!rowId || !connection.compiles(`SELECT ${rowId} FROM main.${USAGE}`)) return null
  const plan = connection.planOf(`SELECT ${rowId} FROM main.${USAGE} WHERE session_id = ?1 COLLATE BINARY`)
  return { ...tableOf(connection, USAGE, { rowId, rootPage, columns }), indexed: plan.startsWith('SEARCH ') }
}

/** The planner's line for a statement with one loop (https://sqlite.org/eqp.html). */
const BY_INDEX =
  /^SEARCH .* USING (?:COVERING )?INDEX (.+) \(session_id=\?( AND (?:timestamp>\?|\(active,timestamp\)>\(\?,\?\)))?\)$/

/** The same for a row found by its number. */
const BY_ROW_ID = 'USING INTEGER PRIMARY KEY (rowid=?)'

/**
 * Prefers an index that has all columns read of each message, as the planner does. An index is usable if it compares
 * texts by their bytes: other collations treat some different texts as equal.
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

/** Selects the session `?1`, whatever the collation of the column. */
export const OF_SESSION = 'session_id COLLATE BINARY = ?1'

/** Returns SQL for the messages of session `?1` from timestamp `?2` on, or from `active` = `?3` and that timestamp. */
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
  return tableOf(connection, name, { rowId, rootPage, columns })
}

function tableOf(
  connection: Connection,
  name: string,
  { rowId, rootPage, columns }: { rowId: string; rootPage: number; columns: readonly Column[] },
): Table {
  const wanted = new Set(columns.filter(({ hidden }) => !hidden).map((column) => column.name))
  return {
    rowId,
    column: (column) => (wanted.has(column) ? column : 'NULL'),
    keepsText: (name) => columns.some((column) => column.name === name && hasTextAffinity(column.type)),
    stored: storedTable(connection, name, rootPage, columns),
  }
}

/**
 * Returns the error for a name that is not a plain table: missing, or something that can't be read from the pages of
 * the file.
 */
function withoutTable(connection: Connection, name: TableName): LaurelError {
  let type: string | null = null
  connection.rows(`SELECT type FROM main.sqlite_schema WHERE lower(name) = '${name}'`, (row) => {
    type ??= row.text(0)
  })
  if (type === 'view') return unreadable(`“${name}” is a view in this database, not a table.`)
  if (type === 'table') return unreadable(`“${name}” is a virtual table in this database.`)
  return new LaurelError(NO_TABLE[name], `This database has no table “${name}”.`, { hint: TAKE_HERMES })
}

function unreadable(message: string): LaurelError {
  return new LaurelError('unreadable_table', message, {
    hint: 'Choose the state.db that Hermes itself writes, not a copy that another program changed.',
  })
}

/**
 * The `hidden` value of `table_xinfo` for a generated column that is computed on read (https://sqlite.org/pragma.html).
 */
const VIRTUAL_COLUMN = 2

interface Column {
  name: string
  /** As declared. */
  type: string
  /** It is generated, or belongs to a virtual table. */
  hidden: boolean
  /** Rows store a value for it. */
  stored: boolean
  key: boolean
  /** Undefined if SQLite must be queried. */
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

/** Returns a column's default, from its declared type and the SQL of the default. */
function defaultOf(type: string, sql: string | null): ColumnDefault | undefined {
  if (sql === null) return null
  // With other types, 0 could be a text or a real number.
  if (!/INT/i.test(type)) return undefined
  return sql === '0' ? 0 : sql === '1' ? 1 : undefined
}

function storedTable(
  connection: Connection,
  table: string,
  rootPage: number,
  columns: readonly Column[],
): StoredTable {
  // Not every INTEGER PRIMARY KEY is the row number (https://sqlite.org/lang_createtable.html#rowid).
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

/**
 * Returns the root page of a plain table. Virtual tables have none, and SQLite stores its own spelling of a plain
 * table's declaration.
 */
function rootOfPlainTable(connection: Connection, name: string): number | null {
  let root: number | null = null
  const sql = `SELECT rootpage FROM main.sqlite_schema
    WHERE type = 'table' AND lower(name) = '${name}' AND rootpage > 0 AND sql LIKE 'CREATE TABLE%'`
  connection.rows(sql, (row) => {
    root = row.number(0)
  })
  return root
}

/** Returns a name as SQL has it. */
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
