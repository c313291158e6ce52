import { SESSION_USAGE_MAX } from '../engine/limits.ts'
import { type ModelUsage, NO_USAGE, USAGE_NUMBERS, USAGE_TEXTS } from '../engine/session-columns.ts'
import { LaurelError } from '../errors.ts'
import type { Connection } from './connection.ts'
import { LOWEST, type RowId } from './row-id.ts'
import type { UsageTable } from './schema.ts'
import type { Statement } from './statement.ts'

/** Rows kept where there is no index that leads to them: some 60 MB. Unit: rows. */
const USAGE_ROWS_MAX = 200_000

/** In the order in which `usageIn` reads them. */
const COLUMNS = [...USAGE_TEXTS, ...USAGE_NUMBERS].map((name) =>
  name === 'provider' ? 'billing_provider' : name,
)
/** Behind the number of the row and its session. */
const FIRST_COLUMN = 2

/**
 * What a session spent by model, in the order of the rows. It can be called again after it threw MissingBytes. Rows
 * that are damaged are left out.
 */
export type UsageOf = (sessionId: string) => ModelUsage[]

export function usageReader(connection: Connection, table: UsageTable | null): UsageOf {
  if (table === null) return () => []
  return table.indexed ? indexedUsage(connection, table) : scannedUsage(connection, table)
}

function indexedUsage(connection: Connection, table: UsageTable): UsageOf {
  const sql = `${select(table, 'NULL')} WHERE session_id = ?1 COLLATE BINARY`
  return (sessionId) => {
    const found: { rowId: RowId; usage: ModelUsage }[] = []
    const statement = connection.statement(sql)
    statement.bindText(1, sessionId)
    try {
      // Bounded: in a damaged tree there might be no end.
      while (found.length < SESSION_USAGE_MAX && statement.step()) {
        found.push({ rowId: statement.rowId(0), usage: usageIn(statement) })
      }
    } catch (error) {
      if (!isDamage(error)) throw error
    } finally {
      statement.reset()
    }
    return found.sort((a, b) => (a.rowId < b.rowId ? -1 : 1)).map(({ usage }) => usage)
  }
}

/** Without an index each question would read the whole table: one pass in row order keeps it. */
function scannedUsage(connection: Connection, table: UsageTable): UsageOf {
  const sql = `${select(table, 'session_id')} WHERE ${table.rowId} > ?1 ORDER BY ${table.rowId}`
  const sessions = new Map<string, ModelUsage[]>()
  let passed: RowId = LOWEST
  let rows = 0
  let gathered = false
  const gather = () => {
    connection.ascending(sql, passed, (row, at) => {
      passed = at
      const sessionId = row.text(1)
      if (sessionId !== null) add(sessionId, usageIn(row))
      return ++rows < USAGE_ROWS_MAX
    })
  }
  const add = (sessionId: string, usage: ModelUsage) => {
    const known = sessions.get(sessionId)
    if (known === undefined) sessions.set(sessionId, [usage])
    else if (known.length < SESSION_USAGE_MAX) known.push(usage)
  }
  return (sessionId) => {
    try {
      if (!gathered) gather()
    } catch (error) {
      if (!isDamage(error)) throw error
    }
    gathered = true
    return sessions.get(sessionId) ?? []
  }
}

function select({ rowId, column }: UsageTable, sessionId: string): string {
  return `SELECT ${rowId}, ${sessionId}, ${COLUMNS.map(column).join(', ')} FROM main.session_model_usage`
}

/** The row at hand of what `select` says. */
function usageIn(row: Statement): ModelUsage {
  const usage = { ...NO_USAGE }
  let place = FIRST_COLUMN
  for (const name of USAGE_TEXTS) usage[name] = row.text(place++) ?? ''
  for (const name of USAGE_NUMBERS) usage[name] = row.number(place++) ?? 0
  return usage
}

function isDamage(error: unknown): boolean {
  return error instanceof LaurelError && error.code === 'snapshot_corrupt'
}
