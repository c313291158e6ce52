import type { Connection } from './connection.ts'
import { beyond } from './limits.ts'
import { LOWEST, type RowId } from './row-id.ts'
import type { Table } from './schema.ts'

/**
 * A count of the rows of `sessions`, to be called until it throws no MissingBytes; it goes on from where it was.
 * It goes along the index of ids, which is a tenth of the table or less. Row by row, since `COUNT(*)` in a
 * damaged tree might not come back.
 * @throws LaurelError `too_many_sessions`
 */
export function sessionCounter(connection: Connection, { rowId }: Table): () => number {
  const max = connection.limits.SESSIONS_MAX
  const byIdSql = 'SELECT id FROM main.sessions ORDER BY id'
  const laterSql = 'SELECT id FROM main.sessions WHERE id > ?1 ORDER BY id'
  let count = 0
  const add = () => {
    if (++count > max) throw beyond.sessions(max)
  }

  let passed: RowId = LOWEST
  const byRow = () => {
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

  return leadsById(connection.planOf(laterSql)) ? byId : byRow
}

/** How to find the row of a session: by the index of ids, or else from row to row. */
export function sessionFinder(connection: Connection, { rowId }: Table): (id: string) => RowId | null {
  const byIdSql = `SELECT ${rowId} FROM main.sessions WHERE id = ?1`
  const byRowSql = `SELECT ${rowId}, id FROM main.sessions WHERE ${rowId} > ?1 ORDER BY ${rowId}`
  const byId = (id: string) => {
    const statement = connection.statement(byIdSql)
    statement.bindText(1, id)
    try {
      return statement.step() ? statement.rowId(0) : null
    } finally {
      statement.reset()
    }
  }
  let passed = { id: '', rowId: LOWEST }
  const byRow = (id: string) => {
    if (passed.id !== id) passed = { id, rowId: LOWEST }
    let found: RowId | null = null
    connection.ascending(byRowSql, passed.rowId, (row, at) => {
      if (row.text(1) === id) {
        found = at
        return false
      }
      passed.rowId = at
      return true
    })
    return found
  }
  return leadsById(connection.planOf(byIdSql)) ? byId : byRow
}

/** Whether a plan is one search in the index that SQLite makes for a primary key or a unique column. */
function leadsById(plan: string): boolean {
  return /^SEARCH .* USING (COVERING )?INDEX sqlite_autoindex_sessions_\d+ \(id[>=]\?\)$/.test(plan)
}
