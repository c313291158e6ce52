import { isLive } from './counting.ts'
import { laterOf } from './last-active.ts'
import type { RowId } from './row-id.ts'
import { RowSummer, type RowSums } from './row-sums.ts'
import { laterTime } from './times.ts'

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

/** The greatest timestamp that is a number; where messages have `active` (`flagged`), that can be a time. */
export function lastOf(entries: readonly MessageEntry[], flagged: boolean): number | null {
  let last: number | null = null
  for (const { timestamp } of entries) {
    if (Number.isFinite(timestamp)) last = flagged ? laterTime(last, timestamp) : laterOf(last, timestamp)
  }
  return last
}

export function sumsOf(entries: readonly MessageEntry[]): RowSums {
  const summer = new RowSummer()
  for (const { rowId, active } of entries) summer.add(rowId, isLive(active))
  return summer.sums
}

function compare(a: RowId, b: RowId): number {
  return a < b ? -1 : a > b ? 1 : 0
}
