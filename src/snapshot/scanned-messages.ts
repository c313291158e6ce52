import type { Connection } from './connection.ts'
import { beyond } from './limits.ts'
import { inTime, type MessageEntry } from './message-order.ts'
import { openingSql } from './preview.ts'
import { before, LOWEST, type RowId } from './row-id.ts'
import type { Table } from './schema.ts'
import type { SessionMessages } from './session-messages.ts'
import type { Statement } from './statement.ts'

interface Gathered {
  first: RowId
  last: RowId
  count: number
  lastTimestamp: number | null
  firstUser: MessageEntry | undefined
  opening: string | null
}

/**
 * Without an index each question would read the whole table: one pass in row order gathers what there is to
 * know of each session. Its rows are found again between its first and its last.
 */
export function scannedMessages(connection: Connection, messages: Table): SessionMessages {
  const { rowId } = messages
  const order = `timestamp, ${messages.column('id')}`
  const inRowOrder = `FROM main.messages WHERE ${rowId} > ?1 ORDER BY ${rowId}`
  const allSql = `SELECT ${rowId}, ${order}, session_id, ${openingSql(connection.limits.ROW_MAX_BYTES)} ${inRowOrder}`
  const oneSql = `SELECT ${rowId}, ${order}, session_id ${inRowOrder}`
  const limits = connection.limits

  const sessions = new Map<string, Gathered>()
  let gathered = false
  let passed: RowId = LOWEST
  let total = 0
  let finding = { sessionId: '', passed: LOWEST, found: [] as MessageEntry[], sorted: false }

  const gather = () => {
    connection.ascending(allSql, passed, (row, at) => {
      const sessionId = row.text(3)
      if (sessionId !== null) add(sessionId, entryIn(row, at), row.text(4))
      passed = at
      if (++total > limits.MESSAGES_MAX) throw beyond.messages(limits.MESSAGES_MAX)
      return true
    })
    gathered = true
  }

  const add = (sessionId: string, entry: MessageEntry, text: string | null) => {
    const session = sessions.get(sessionId) ?? started(entry)
    session.last = entry.rowId
    if (++session.count > limits.SESSION_MESSAGES_MAX)
      throw beyond.sessionMessages(limits.SESSION_MESSAGES_MAX)
    if (Number.isFinite(entry.timestamp)) {
      session.lastTimestamp = Math.max(session.lastTimestamp ?? entry.timestamp, entry.timestamp)
    }
    if (text !== null && (session.firstUser === undefined || inTime(entry, session.firstUser) < 0)) {
      session.firstUser = entry
      session.opening = text
    }
    sessions.set(sessionId, session)
  }

  const of = (sessionId: string) => {
    if (!gathered) gather()
    return sessions.get(sessionId)
  }

  return {
    rowIds(sessionId) {
      const session = of(sessionId)
      if (session === undefined) return []
      if (finding.sessionId !== sessionId) {
        finding = { sessionId, passed: before(session.first), found: [], sorted: false }
      }
      const { found } = finding
      if (!finding.sorted) {
        connection.ascending(oneSql, finding.passed, (row, at) => {
          if (row.text(3) === sessionId) found.push(entryIn(row, at))
          finding.passed = at
          return at < session.last
        })
        found.sort(inTime)
        finding.sorted = true
      }
      return found.map((entry) => entry.rowId)
    },
    lastTimestamp: (sessionId) => of(sessionId)?.lastTimestamp ?? null,
    opening: (sessionId) => of(sessionId)?.opening ?? null,
  }
}

function started(entry: MessageEntry): Gathered {
  return {
    first: entry.rowId,
    last: entry.rowId,
    count: 0,
    lastTimestamp: null,
    firstUser: undefined,
    opening: null,
  }
}

function entryIn(row: Statement, rowId: RowId): MessageEntry {
  return { rowId, timestamp: row.sortKey(1), id: row.sortKey(2) }
}
