import type { SqlJsStatic, SqlValue } from 'sql.js'
import type { Random } from '../../fixtures/random.ts'
import { type Run, runIn } from '../../fixtures/run-sql.ts'
import { type Column, type Contents, ofEach, TABLE_NAMES, type TableName, type Values } from './contents.ts'

/** A column that is added after some rows were written: those before it have its default. */
export interface LateColumn {
  table: TableName
  name: string
  declared: string
  /** Its value in the rows written before. */
  before: SqlValue
}

/** One way to store a history in a file. The content is the same in all of them. */
export interface Variant {
  name: string
  pageSize?: number
  autoVacuum?: 0 | 1 | 2
  /** Bytes at the end of each page that SQLite does not use. */
  reserved?: number
  /** Run before any table exists. */
  first?: string
  columns?(columns: readonly Column[], table: TableName): Column[]
  /** Returns the SQL that creates a table. */
  create?(table: TableName, columns: readonly Column[]): string
  /** SQL of its indexes, run before any row exists. */
  indexes?: string
  late?: LateColumn
  /** Returns another id for a message. */
  id?(id: number): SqlValue
  /** Returns the rows in the order of writing. */
  order?(rows: Placed[], random: Random): Placed[]
  /** Returns SQL to run between two rows, or null. */
  between?(written: number): string | null
  /** SQL run after all rows. */
  last?: string
}

export interface Placed {
  table: TableName
  values: Values
}

const USUAL_INDEXES = `
  CREATE INDEX idx_sessions_started ON sessions(started_at DESC);
  CREATE INDEX idx_messages_session ON messages(session_id, timestamp);`

/** Returns the bytes of a file with these contents. The same random numbers give the same bytes. */
export function writeVariant(
  { Database }: SqlJsStatic,
  contents: Contents,
  variant: Variant,
  random: Random,
): Uint8Array {
  const { pageSize = 4096, autoVacuum = 0, reserved = 0 } = variant
  const database = reserved > 0 ? new Database(reserving(pageSize, reserved)) : new Database()
  try {
    const run = runIn(database)
    run(`PRAGMA page_size = ${pageSize}; PRAGMA auto_vacuum = ${autoVacuum}`)
    if (variant.first !== undefined) run(variant.first)
    const columns = ofEach((table) => columnsIn(table, contents, variant))
    const create = variant.create ?? plainTable
    for (const table of TABLE_NAMES) {
      if (columns[table].length > 0) run(create(table, columns[table]))
    }
    run(variant.indexes ?? USUAL_INDEXES)
    fill(run, columns, placed(contents, variant, random), variant)
    if (variant.last !== undefined) run(variant.last)
    return database.export()
  } finally {
    database.close()
  }
}

export function plainTable(table: TableName, columns: readonly Column[]): string {
  return `CREATE TABLE ${table} (${columns.map(({ name, declared }) => `${name} ${declared}`).join(', ')})`
}

function columnsIn(table: TableName, { columns }: Contents, { columns: change, late }: Variant): Column[] {
  if (columns[table].length === 0) return []
  const usual = columns[table].filter(({ name }) => late?.table !== table || late.name !== name)
  return change?.(usual, table) ?? usual
}

/** Returns the rows of one table after those of the other, in order; those before a late column first. */
function placed({ rows }: Contents, { id, order, late }: Variant, random: Random): Placed[] {
  const messages = rows.messages.map((values) => {
    const number = values.get('id')
    return id === undefined || typeof number !== 'number' ? values : new Map([...values, ['id', id(number)]])
  })
  const all = TABLE_NAMES.flatMap((table) =>
    (table === 'messages' ? messages : rows[table]).map((values): Placed => ({ table, values })),
  )
  const ordered = order?.(all, random) ?? all
  return late === undefined ? ordered : ordered.toSorted((a, b) => phase(a, late) - phase(b, late))
}

function phase({ table, values }: Placed, late: LateColumn): 0 | 1 {
  return table === late.table && values.get(late.name) !== late.before ? 1 : 0
}

function fill(
  run: Run,
  columns: Record<TableName, Column[]>,
  rows: readonly Placed[],
  { late, between }: Variant,
): void {
  const inserts = new Map<TableName, (values: Values) => void>()
  let isAdded = false
  rows.forEach((row, at) => {
    if (late !== undefined && !isAdded && phase(row, late) === 1) {
      isAdded = true
      run(`ALTER TABLE ${late.table} ADD COLUMN ${late.name} ${late.declared}`)
      columns[late.table].push(late)
      inserts.clear()
    }
    const sql = between?.(at)
    if (sql) run(sql)
    const insert = inserts.get(row.table) ?? inserter(run, row.table, columns[row.table])
    inserts.set(row.table, insert)
    insert(row.values)
  })
}

/** Columns that the contents lack get their defaults. */
function inserter(run: Run, table: TableName, columns: readonly Column[]): (values: Values) => void {
  const bare = ({ name }: Column) => name.replace(/["`[\]]/g, '').toLowerCase()
  return (values) => {
    const known = columns.filter((column) => values.has(bare(column)))
    const names = known.map(({ name }) => name).join(', ')
    const places = known.map(() => '?').join(', ')
    run(
      `INSERT INTO ${table} (${names}) VALUES (${places})`,
      known.map((column) => values.get(bare(column)) ?? null),
    )
  }
}

/** Where page 1 stores the start of its cells (section 1.6). */
const CELLS_BEGIN_AT = 105

/**
 * Returns an empty database that reserves bytes of each page, which SQLite then continues to do: a header and a page
 * without cells. SQL cannot request it.
 */
function reserving(pageSize: number, reserved: number): Uint8Array {
  const bytes = new Uint8Array(pageSize)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('SQLite format 3\0'))
  view.setUint16(16, pageSize === 65_536 ? 1 : pageSize)
  // Versions, reserved bytes (section 1.3.4), and fractions that never vary.
  bytes.set([1, 1, reserved, 64, 32, 32], 18)
  view.setUint32(24, 1)
  view.setUint32(28, 1)
  view.setUint32(44, 4)
  view.setUint32(56, 1)
  view.setUint32(92, 1)
  // A table leaf.
  bytes[100] = 13
  view.setUint16(CELLS_BEGIN_AT, (pageSize - reserved) % 65_536)
  return bytes
}
