import type { RowId } from './row-id.ts'

/** The sort keys of a message within its session: see `Statement.sortKey`. */
export interface MessageEntry {
  rowId: RowId
  timestamp: number
  id: RowId
  /** Null if messages have no such column, which counts as 1. */
  active: number | null
}

/** Compares by timestamp, then id, then row number. */
export function inTime(a: MessageEntry, b: MessageEntry): number {
  return compare(a.timestamp, b.timestamp) || inIds(a, b)
}

/** Compares by id, then row number. */
export function inIds(a: MessageEntry, b: MessageEntry): number {
  return compare(a.id, b.id) || compare(a.rowId, b.rowId)
}

function compare(a: RowId, b: RowId): number {
  return a < b ? -1 : a > b ? 1 : 0
}
