import type { RowId } from './row-id.ts'

/** What orders a message among those of its session: see `Statement.sortKey`. */
export interface MessageEntry {
  rowId: RowId
  timestamp: number
  id: number
}

/** By timestamp, then id, then row number. */
export function inTime(a: MessageEntry, b: MessageEntry): number {
  return compare(a.timestamp, b.timestamp) || compare(a.id, b.id) || compare(a.rowId, b.rowId)
}

/** The greatest timestamp that is a number. */
export function lastOf(entries: readonly MessageEntry[]): number | null {
  return entries.findLast(({ timestamp }) => Number.isFinite(timestamp))?.timestamp ?? null
}

function compare(a: RowId, b: RowId): number {
  return a < b ? -1 : a > b ? 1 : 0
}
