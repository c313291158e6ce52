import type { Database, SqlJsStatic, SqlValue } from 'sql.js'

export type TableName = 'sessions' | 'messages' | 'session_model_usage'
export const TABLE_NAMES: readonly TableName[] = ['sessions', 'messages', 'session_model_usage']

/** A column with its declaration. */
export interface Column {
  name: string
  declared: string
}

export type Values = ReadonlyMap<string, SqlValue>

/** The contents of a history's tables, independent of their layout in the file. */
export interface Contents {
  /** Empty for a table that the history lacks. */
  columns: Record<TableName, Column[]>
  /** In file order. */
  rows: Record<TableName, Values[]>
}

/** Returns the exact contents of a file, including text with NUL and numbers of any type. */
export function contentsOf({ Database }: SqlJsStatic, bytes: Uint8Array): Contents {
  const database = new Database(bytes)
  try {
    const columns = ofEach((table) => columnsOf(database, table))
    return { columns, rows: ofEach((table) => rowsOf(database, table, columns[table])) }
  } finally {
    database.close()
  }
}

export function ofEach<T>(make: (table: TableName) => T): Record<TableName, T> {
  return {
    sessions: make('sessions'),
    messages: make('messages'),
    session_model_usage: make('session_model_usage'),
  }
}

/** Omits keys of several columns: they order nothing. */
function columnsOf(database: Database, table: TableName): Column[] {
  const [info] = database.exec(`SELECT name, type, pk FROM pragma_table_info('${table}')`)
  const columns = info?.values ?? []
  const keys = columns.filter(([, , key]) => key !== 0).length
  return columns.map(([name, type, key]) => ({
    name: String(name),
    declared: `${type}${key === 1 && keys === 1 ? ' PRIMARY KEY' : ''}`,
  }))
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Text is read as bytes, since sql.js ends it at the first NUL. */
function rowsOf(database: Database, table: TableName, columns: readonly Column[]): Values[] {
  if (columns.length === 0) return []
  const wanted = columns.flatMap(({ name }) => [
    `typeof(${name})`,
    `CASE typeof(${name}) WHEN 'text' THEN CAST(${name} AS BLOB) ELSE ${name} END`,
  ])
  const statement = database.prepare(`SELECT ${wanted.join(', ')} FROM ${table} ORDER BY rowid`)
  const rows: Values[] = []
  try {
    while (statement.step()) {
      const read = statement.get()
      rows.push(
        new Map(
          columns.map(({ name }, at) => {
            const value = read[2 * at + 1] ?? null
            const isText = read[2 * at] === 'text' && value instanceof Uint8Array
            return [name, isText ? decoder.decode(value) : value]
          }),
        ),
      )
    }
  } finally {
    statement.free()
  }
  return rows
}
