import type { Connection } from './connection.ts'
import { isLive } from './counting.ts'
import { laterOf } from './last-active.ts'
import { beyond } from './limits.ts'
import {
  ENTRY_COLUMNS,
  entryColumns,
  entryReader,
  previewReader,
  type SessionMessages,
} from './message-entries.ts'
import { inTime, type MessageEntry } from './message-order.ts'
import { eligibleSql } from './preview.ts'
import { before, LOWEST, type RowId } from './row-id.ts'
import { RowSummer } from './row-sums.ts'
import type { Schema } from './schema.ts'
import { SessionEntries } from './session-entries.ts'
import { laterTime } from './times.ts'

interface Gathered {
  first: RowId
  last: RowId
  lastTimestamp: number | null
  /** The earliest one that a preview may be made of. */
  opening: MessageEntry | undefined
  readonly summer: RowSummer
}

/** What there is to know of a session without messages. */
const NO_ROWS = new RowSummer()

/**
 * Without an index each question would read the whole table: one pass in row order gathers what there is to
 * know of each session. Its rows are found again between its first and its last.
 */
export function scannedMessages(
  connection: Connection,
  schema: Schema,
  opens: (rowId: RowId) => string | null,
): SessionMessages {
  const { messages, flagged } = schema
  const { rowId } = messages
  const limits = connection.limits
  const select = `SELECT ${entryColumns(schema)}, session_id`
  const inRowOrder = `FROM main.messages WHERE ${rowId} > ?1 ORDER BY ${rowId}`
  const allSql = `${select}, ${eligibleSql(limits.ROW_MAX_BYTES, messages.column('display_kind'))} ${inRowOrder}`
  const oneSql = `${select} ${inRowOrder}`
  const entryIn = entryReader(schema)
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

  const gather = () => {
    connection.ascending(allSql, passed, (row, at) => {
      const sessionId = row.text(ENTRY_COLUMNS)
      if (sessionId !== null) add(sessionId, entryIn(row), row.number(ENTRY_COLUMNS + 1) === 1)
      passed = at
      if (++total > limits.MESSAGES_MAX) throw beyond.messages(limits.MESSAGES_MAX)
      return true
    })
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
      connection.ascending(oneSql, finding.passed, (row, at) => {
        if (row.text(ENTRY_COLUMNS) === sessionId) found.add(entryIn(row))
        finding.passed = at
        return at < session.last
      })
      finding.done = true
    }
    return found.inOrder
  }

  return {
    entries,
    isCut: (sessionId) => entries(sessionId).length < (of(sessionId)?.summer.count ?? 0),
    lastTimestamp: (sessionId) => of(sessionId)?.lastTimestamp ?? null,
    sums: (sessionId) => (of(sessionId)?.summer ?? NO_ROWS).sums,
    preview(sessionId) {
      const opening = of(sessionId)?.opening
      if (opening === undefined) return ''
      // Mostly the first one will do. Others have to be found once more.
      return first(sessionId, [opening]) ?? previewOf(sessionId, entries(sessionId).toSorted(inTime)) ?? ''
    },
  }
}

function started(at: RowId): Gathered {
  return { first: at, last: at, lastTimestamp: null, opening: undefined, summer: new RowSummer() }
}
