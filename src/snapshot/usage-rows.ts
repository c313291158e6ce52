import { SESSION_USAGE_MAX } from '../engine/limits.ts'
import { type ModelUsage, NO_USAGE, USAGE_NUMBERS, USAGE_TEXTS } from '../engine/session-columns.ts'
import { LaurelError } from '../errors.ts'
import type { Connection } from './connection.ts'
import { LOWEST, type RowId } from './row-id.ts'
import type { UsageTable } from './schema.ts'
import type { Statement } from './statement.ts'

/** Rows kept if no index finds them: some 60 MB. Unit: rows. */
const USAGE_ROWS_MAX = 200_000

/** In the order in which `usageIn` reads them. */
const COLUMNS = [...USAGE_TEXTS, ...USAGE_NUMBERS].map((name) =>
  name === 'provider' ? 'billing_provider' : name,
)
/** The first column after the row number and the session. */
const FIRST_COLUMN = 2

/**
 * Returns the usage of a session by model, in row order. After MissingBytes, it can be called again. Damaged rows are
 * omitted.
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
      // Bounded, since a damaged tree may have no end.
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

/** Without an index each query would read the whole table: one pass in row order keeps it. */
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

/** Reads the current row of `select`. */
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
