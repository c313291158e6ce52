import type { MessageEntry } from './message-order.ts'
import type { RowId } from './row-id.ts'
import type { RowSums } from './row-sums.ts'
import { previewFrom } from './rows.ts'
import type { Schema } from './schema.ts'
import type { Statement } from './statement.ts'

/**
 * Which messages a session has. Each method can be made again after it threw MissingBytes, and goes on from
 * where it was.
 */
export interface SessionMessages {
  /**
   * Their rows in their order: that of their ids where messages have `active`, else of time. Of more than the limit
   * the first ones.
   */
  entries(sessionId: string): readonly MessageEntry[]
  /** Whether there are more. */
  isCut(sessionId: string): boolean
  /** The greatest timestamp, or null without any. */
  lastTimestamp(sessionId: string): number | null
  sums(sessionId: string): RowSums
  /** The session's preview, made of a user's message; empty without one. */
  preview(sessionId: string): string
}

/** How many columns `entryColumns` are. */
export const ENTRY_COLUMNS = 4

/** SQL for what an entry is made of. All of it lies in an index, at best. */
export function entryColumns({ messages: { rowId, stored, column }, flagged }: Schema): string {
  const id = stored.rowIdColumn === 'id' ? 'NULL' : column('id')
  return `${rowId}, timestamp, ${id}, ${flagged ? 'active' : 'NULL'}`
}

/** How an entry is read from a row that begins with `entryColumns`. */
export function entryReader({ messages, flagged }: Schema): (row: Statement) => MessageEntry {
  const isRowId = messages.stored.rowIdColumn === 'id' || messages.column('id') !== 'id'
  return (row) => {
    const rowId = row.rowId(0)
    const id = isRowId ? rowId : row.sortKey(2)
    return { rowId, timestamp: row.sortKey(1), id, active: flagged ? row.number(3) : null }
  }
}

/**
 * Makes the preview of a session, or null when none of these messages is eligible. They come by time; of one session
 * always the same ones.
 * @param opens how the message in a row opens
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
