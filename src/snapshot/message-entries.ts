import type { MessageEntry } from './message-order.ts'
import type { RowId } from './row-id.ts'
import type { RowSums } from './row-sums.ts'
import { previewFrom } from './rows.ts'
import type { Schema } from './schema.ts'
import type { Statement } from './statement.ts'

/**
 * Determines which messages a session has. After MissingBytes, each method can be called again and continues where it
 * stopped.
 */
export interface SessionMessages {
  /**
   * Returns their rows in order: by id if messages have `active`, otherwise by time. Beyond the limit, only the first
   * ones.
   */
  entries(sessionId: string): readonly MessageEntry[]
  /** Whether there are more than the limit. */
  isCut(sessionId: string): boolean
  /** Returns the greatest timestamp; null without one. */
  lastTimestamp(sessionId: string): number | null
  sums(sessionId: string): RowSums
  /** Returns the session's preview, made of a user's message; empty without one. */
  preview(sessionId: string): string
}

/** Number of columns in `entryColumns`. */
export const ENTRY_COLUMNS = 4

/** Returns SQL for the columns of an entry. At best, an index contains all of them. */
export function entryColumns({ messages: { rowId, stored, column }, flagged }: Schema): string {
  const id = stored.rowIdColumn === 'id' ? 'NULL' : column('id')
  return `${rowId}, timestamp, ${id}, ${flagged ? 'active' : 'NULL'}`
}

/** Returns the reader of an entry from a row that begins with `entryColumns`. */
export function entryReader({ messages, flagged }: Schema): (row: Statement) => MessageEntry {
  const isRowId = messages.stored.rowIdColumn === 'id' || messages.column('id') !== 'id'
  return (row) => {
    const rowId = row.rowId(0)
    const id = isRowId ? rowId : row.sortKey(2)
    return { rowId, timestamp: row.sortKey(1), id, active: flagged ? row.number(3) : null }
  }
}

/**
 * Returns the function that makes the preview of a session from these messages, or null if none is eligible. They are
 * ordered by time, and always the same ones for a session.
 * @param opens returns the opening of the message in a row
 */
export function previewReader(
  opens: (rowId: RowId) => string | null,
  { flagged }: Schema,
): (sessionId: string, entries: readonly MessageEntry[]) => string | null {
  let looking = { sessionId: '', looked: 0 }
  return (sessionId, entries) => {
    if (looking.sessionId !== sessionId) looking = { sessionId, looked: 0 }
    for (let entry = entries[looking.looked]; entry !== undefined; entry = entries[looking.looked]) {
      const preview = previewFrom(opens(entry.rowId), flagged)
      if (preview !== null) return preview
      looking.looked++
    }
    return null
  }
}
