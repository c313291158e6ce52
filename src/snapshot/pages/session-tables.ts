import type { Connection } from '../connection.ts'
import type { Schema, StoredTable } from '../schema.ts'
import { isFoundById } from '../session-index.ts'
import type { SessionTable } from './changed-sessions.ts'

/**
 * Returns the tables that all that is known of a session comes from. Null if its rows can't be found without reading a
 * whole table, or have another value than a text for its id.
 */
export function sessionTables(connection: Connection, schema: Schema): SessionTable[] | null {
  const { sessions, messages, messageIndex, usage } = schema
  if (messageIndex === null || !isFoundById(connection, sessions)) return null
  const tables = [tableOf(sessions.stored, 'id'), tableOf(messages.stored, 'session_id')]
  if (usage !== null) {
    if (!usage.indexed || !usage.keepsText('session_id')) return null
    tables.push(tableOf(usage.stored, 'session_id'))
  }
  return tables.some((table) => table === null) ? null : tables.filter((table) => table !== null)
}

function tableOf({ rootPage, places, rowIdColumn }: StoredTable, column: string): SessionTable | null {
  const place = places.get(column)
  if (place === undefined) return null
  return { root: rootPage, place, numbered: rowIdColumn !== null && places.get(rowIdColumn) === 0 }
}
