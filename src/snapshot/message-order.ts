import type { RowId } from './row-id.ts'

/** What orders a message among those of its session: see `Statement.sortKey`. */
export interface MessageEntry {
  rowId: RowId
  timestamp: number
  id: RowId
  /** Null where messages have none, which counts as 1. */
  active: number | null
}

/** By timestamp, then id, then row number. */
export function inTime(a: MessageEntry, b: MessageEntry): number {
  return compare(a.timestamp, b.timestamp) || inIds(a, b)
}

/** By id, then row number. */
export function inIds(a: MessageEntry, b: MessageEntry): number {
  return compare(a.id, b.id) || compare(a.rowId, b.rowId)
}

function compare(a: RowId, b: RowId): number {
  return a < b ? -1 : a > b ? 1 : 0
}
