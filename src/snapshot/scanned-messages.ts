import type { Connection } from './connection.ts'
import { isLive } from './counting.ts'
import { EntryRows } from './entry-rows.ts'
import type { StoredFile } from './header.ts'
import { laterOf } from './last-active.ts'
import { limitExceeded } from './limits.ts'
import { LostRows } from './lost-rows.ts'
import { previewReader, type SessionMessages } from './message-entries.ts'
import { inTime, type MessageEntry } from './message-order.ts'
import { before, LOWEST, type RowId } from './row-id.ts'
import { RowSummer } from './row-sums.ts'
import type { Schema } from './schema.ts'
import { SessionEntries } from './session-entries.ts'
import { laterTime } from './times.ts'

interface Gathered {
  first: RowId
  last: RowId
  lastTimestamp: number | null
  /** The earliest message that a preview may be made of. */
  opening: MessageEntry | undefined
  readonly summer: RowSummer
}

export interface ScannedMessages extends SessionMessages {
  /** What could not be read of the table so far. */
  readonly lost: Readonly<LostRows>
}

/** The sums of a session without messages. */
const NO_ROWS = new RowSummer()

/**
 * Reads the messages of sessions without an index. Each query would read the whole table, so one pass in row order
 * gathers what is needed of each session. Its rows are later found between its first and its last. Damaged pages are
 * skipped.
 */
export function scannedMessages(
  connection: Connection,
  schema: Schema,
  file: StoredFile,
  opens: (rowId: RowId) => string | null,
): ScannedMessages {
  const { flagged } = schema
  const limits = connection.limits
  const rows = new EntryRows(connection, schema, file)
  const first = previewReader(opens, schema)
  const previewOf = previewReader(opens, schema)

  const sessions = new Map<string, Gathered>()
  let gathered = false
  let passed: RowId = LOWEST
  let total = 0
  const begun = (sessionId: string, passed: RowId) => ({
    sessionId,
    passed,
    found: new SessionEntries(limits.SESSION_MESSAGES_MAX, flagged),
    done: false,
  })
  let finding = begun('', LOWEST)

  const lost = new LostRows()
  const gather = () => {
    const next = () => {
      const row = rows.nextReadableAfter(passed, () => lost.page())
      lost.reached(passed, row?.entry.rowId ?? null)
      return row
    }
    for (let row = next(); row !== null; row = next()) {
      if (row.sessionId !== null) add(row.sessionId, row.entry, row.opens)
      passed = row.entry.rowId
      if (++total > limits.MESSAGES_MAX) throw limitExceeded.messages(limits.MESSAGES_MAX)
    }
    gathered = true
  }

  const add = (sessionId: string, entry: MessageEntry, opens: boolean) => {
    const { rowId: at, timestamp, active } = entry
    const session = sessions.get(sessionId) ?? started(at)
    session.last = at
    const time = Number.isFinite(timestamp) ? timestamp : null
    session.lastTimestamp = flagged
      ? laterTime(session.lastTimestamp, time)
      : laterOf(session.lastTimestamp, time)
    session.summer.add(at, isLive(active))
    if (opens && (session.opening === undefined || inTime(entry, session.opening) < 0))
      session.opening = entry
    sessions.set(sessionId, session)
  }

  const of = (sessionId: string) => {
    if (!gathered) gather()
    return sessions.get(sessionId)
  }

  const entries = (sessionId: string): readonly MessageEntry[] => {
    const session = of(sessionId)
    if (session === undefined) return []
    if (finding.sessionId !== sessionId) {
      finding = begun(sessionId, before(session.first))
    }
    const { found } = finding
    if (!finding.done) {
      while (finding.passed < session.last) {
        const row = rows.nextReadableAfter(finding.passed)
        if (row === null) break
        if (row.sessionId === sessionId) found.add(row.entry)
        finding.passed = row.entry.rowId
      }
      finding.done = true
    }
    return found.inOrder
  }

  return {
    lost,
    entries,
    isCut: (sessionId) => entries(sessionId).length < (of(sessionId)?.summer.count ?? 0),
    lastTimestamp: (sessionId) => of(sessionId)?.lastTimestamp ?? null,
    sums: (sessionId) => (of(sessionId)?.summer ?? NO_ROWS).sums,
    preview(sessionId) {
      const opening = of(sessionId)?.opening
      if (opening === undefined) return ''
      // Usually the first one is enough. If not, the others have to be found again.
      return first(sessionId, [opening]) ?? previewOf(sessionId, entries(sessionId).toSorted(inTime)) ?? ''
    },
  }
}

function started(at: RowId): Gathered {
  return { first: at, last: at, lastTimestamp: null, opening: undefined, summer: new RowSummer() }
}
