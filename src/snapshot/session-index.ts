import { LaurelError } from '../errors.ts'
import { type Connection, isCorrupt } from './connection.ts'
import { limitExceeded } from './limits.ts'
import { LOWEST, type RowId } from './row-id.ts'
import type { Table } from './schema.ts'

/**
 * Returns a function that counts the rows of `sessions`. Call it until it no longer throws MissingBytes; it continues
 * where it stopped. It reads the index of ids, which is a tenth of the table or less, or the table if the index is
 * damaged. It goes row by row, since `COUNT(*)` might not return from a damaged tree.
 * @throws LaurelError `too_many_sessions`
 */
export function sessionCounter(connection: Connection, { rowId, keepsText }: Table): () => number {
  const max = connection.limits.SESSIONS_MAX
  const byIdSql = 'SELECT id FROM main.sessions ORDER BY id COLLATE BINARY'
  const laterSql = 'SELECT id FROM main.sessions WHERE id COLLATE BINARY > ?1 ORDER BY id COLLATE BINARY'
  let count = 0
  const add = () => {
    if (++count > max) throw limitExceeded.sessions(max)
  }

  let passed: RowId = LOWEST
  const byRow = () => {
    if (passed === LOWEST) count = 0
    const sql = `SELECT ${rowId} FROM main.sessions WHERE ${rowId} > ?1 ORDER BY ${rowId}`
    connection.ascending(sql, passed, (_, at) => {
      passed = at
      add()
      return true
    })
    return count
  }

  let last: string | null = null
  const byId = () => {
    if (last === null) count = 0
    const statement = connection.statement(last === null ? byIdSql : laterSql)
    if (last !== null) statement.bindText(1, last)
    try {
      while (statement.step()) {
        add()
        last = statement.text(0)
      }
    } finally {
      statement.reset()
    }
    return count
  }

  let indexed = keepsText('id') && leadsById(connection.planOf(laterSql))
  return () => {
    // An id that is not valid text cannot be used to continue.
    if (last?.includes(NO_CHARACTER)) indexed = false
    if (!indexed) return byRow()
    try {
      return byId()
    } catch (error) {
      // Too many may mean the same ones repeatedly.
      const isWrong = isCorrupt(error) || (error instanceof LaurelError && error.code === 'too_many_sessions')
      if (!isWrong || connection.sqlite.discarded) throw error
      indexed = false
      return byRow()
    }
  }
}

/** The replacement character for invalid bytes: other bytes may decode to the same text. */
export const NO_CHARACTER = '\ufffd'

/** Visits the ids in the index of sessions, as far as it is readable: all that is known of an unreadable row. */
export function visitIds(connection: Connection, visit: (id: string) => void): void {
  try {
    connection.rows('SELECT id FROM main.sessions ORDER BY id COLLATE BINARY', (row) => {
      const id = row.text(0)
      if (id) visit(id)
    })
  } catch (error) {
    if (!isCorrupt(error)) throw error
  }
}

/**
 * Returns how to find the row of a session: by the index of ids. If the index does not find it, or finds another
 * session's, the table is searched, and from then on all its ids are kept in memory.
 * @param idIn returns the id in a row of `sessions`
 */
export function sessionFinder(
  connection: Connection,
  table: Table,
  idIn: (rowId: RowId) => string | null,
): (id: string) => RowId | null {
  const { rowId } = table
  let indexed = isFoundById(connection, table)
  const byId = (id: string): RowId | null => {
    if (!indexed || id.includes(NO_CHARACTER)) return null
    const statement = connection.statement(byIdSql(rowId))
    statement.bindText(1, id)
    try {
      const found = statement.step() ? statement.rowId(0) : null
      return found !== null && idIn(found) === id ? found : null
    } catch (error) {
      if (!isCorrupt(error) || connection.sqlite.discarded) throw error
      indexed = false
      return null
    } finally {
      statement.reset()
    }
  }
  const byRowSql = `SELECT ${rowId}, id FROM main.sessions WHERE ${rowId} > ?1 ORDER BY ${rowId}`
  const known = new Map<string, RowId>()
  let passed: RowId = LOWEST
  let all = false
  const byRow = (id: string): RowId | null => {
    if (!all) {
      connection.ascending(byRowSql, passed, (row, at) => {
        const other = row.text(1)
        if (other && !known.has(other)) known.set(other, at)
        passed = at
        if (known.size > connection.limits.SESSIONS_MAX)
          throw limitExceeded.sessions(connection.limits.SESSIONS_MAX)
        return true
      })
      all = true
    }
    return known.get(id) ?? null
  }
  return (id) => byId(id) ?? byRow(id)
}

/** Whether the row of a session is found by the index of ids, without a search of the table. */
export function isFoundById(connection: Connection, { keepsText, rowId }: Table): boolean {
  return keepsText('id') && leadsById(connection.planOf(byIdSql(rowId)))
}

const byIdSql = (rowId: string) => `SELECT ${rowId} FROM main.sessions WHERE id COLLATE BINARY = ?1`

/** Whether a plan is one search in the index that SQLite creates for a primary key or a unique column. */
function leadsById(plan: string): boolean {
  return /^SEARCH .* USING (COVERING )?INDEX sqlite_autoindex_sessions_\d+ \(id[>=]\?\)$/.test(plan)
}
