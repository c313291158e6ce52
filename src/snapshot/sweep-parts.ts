import { LOWEST, type RowId } from './row-id.ts'
import type { TableReader } from './table-reader.ts'

/** Rows of a table: those after one, up to another; null for all up to the end. */
export interface RowRange {
  after: RowId
  to: RowId | null
}

/** A part of a history that is swept by itself. Row numbers may be bigints, which JSON has not. */
export interface SweepPart {
  /** The sessions that belong to it. */
  sessions: RowRange
  messages: RowRange
}

export interface SweepOptions {
  /** Whether to look up each session's usage by model. Default true. */
  usage?: boolean
  /** Reads only this part of the history. Default: all of it. */
  part?: SweepPart
}

/** What a sweep has found of its part, in addition to what it passed on. */
export interface PartFound {
  /** The ids of the sessions that belong to it, in the order of their rows. */
  readonly sessions: string[]
  /** The number of messages in it, by session. */
  readonly messages: Map<string, number>
  /** The number of all messages in it, those without a session included. */
  rows: number
  /** Where each table was entered and left: in a sound file, where the part before and the next one do. */
  readonly edges: Record<keyof SweepPart, Edges>
}

/** The first row of a part, and the first one after it; null without one. */
export interface Edges {
  first: RowId | null
  next: RowId | null
}

export function nothingFound(): PartFound {
  const edges = { sessions: { first: null, next: null }, messages: { first: null, next: null } }
  return { sessions: [], messages: new Map(), rows: 0, edges }
}

/** Notes a row that was reached in a range. */
export function reach(edges: Edges, range: RowRange, row: RowId): void {
  edges.first ??= row
  if (!isWithin(range, row)) edges.next ??= row
}

/** Notes a row of `sessions` that was reached in a part. `id`: absent if it is of no session. */
export function noteSession(
  { edges, sessions }: PartFound,
  part: SweepPart,
  { rowId, id }: { rowId: RowId; id: string | undefined },
): void {
  reach(edges.sessions, part.sessions, rowId)
  if (id !== undefined && isWithin(part.sessions, rowId)) sessions.push(id)
}

/** Whether these parts, in their order, are all of a history: the tree of a damaged table may lead elsewhere. */
export function areAll(parts: readonly PartFound[]): boolean {
  return parts.every(({ edges }, at) => {
    const after = parts[at + 1]?.edges
    return (
      edges.messages.next === (after?.messages.first ?? null) &&
      edges.sessions.next === (after?.sessions.first ?? null)
    )
  })
}

/** Whether a row after the beginning of a range is in it. */
function isWithin({ to }: RowRange, row: RowId): boolean {
  return to === null || row <= to
}

/** How many rows before a border are searched for the sessions that were begun by then. */
const ROWS_LOOKED_AT = 16

/**
 * Returns the greatest row of the sessions whose messages are written just before a border: sessions after it have
 * most likely not begun there. Null if no session is found.
 * @throws MissingBytes, LaurelError `snapshot_corrupt`
 */
export function sessionsBegunBy(reader: TableReader, border: RowId): RowId | null {
  const { messages } = reader
  const ids = new Set<string>()
  try {
    // A bigint: a number could not be told from its neighbours.
    let passed: RowId = border === LOWEST ? border : BigInt(border) - BigInt(ROWS_LOOKED_AT)
    for (let looked = 0; looked < ROWS_LOOKED_AT; looked++) {
      const row = messages.moveAfter(passed)
      if (row === null || row.rowId > border) break
      if (row.sessionId !== null) ids.add(row.sessionId)
      passed = row.rowId
    }
  } finally {
    messages.rest()
  }
  const rows = Array.from(ids, (id) => reader.findSession(id)).filter((row) => row !== null)
  return rows.reduce<RowId | null>(
    (greatest, row) => (greatest === null || row > greatest ? row : greatest),
    null,
  )
}

/** Returns the parts between these borders, each a row of `messages` and one of `sessions`. */
export function partsBetween(borders: readonly { messages: RowId; sessions: RowId }[]): SweepPart[] {
  const ends = [...borders, null]
  return ends.map((end, at) => {
    const begin = borders[at - 1] ?? { messages: LOWEST, sessions: LOWEST }
    return {
      sessions: { after: begin.sessions, to: end?.sessions ?? null },
      messages: { after: begin.messages, to: end?.messages ?? null },
    }
  })
}
