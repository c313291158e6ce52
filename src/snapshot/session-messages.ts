import type { Connection } from './connection.ts'
import { openingSql } from './preview.ts'
import type { Schema } from './schema.ts'
import type { RowId, SqliteValue } from './statement.ts'

/**
 * Which messages a session has. Each method can be made again after it threw MissingBytes, and goes on from
 * where it was.
 */
export interface SessionMessages {
  /** Their rows by timestamp, then id. */
  rowIds(sessionId: string): readonly RowId[]
  /** The greatest timestamp, or null without any. */
  lastTimestamp(sessionId: string): number | null
  /** How the first user message with content opens (see `openingSql`), or null without one. */
  opening(sessionId: string): string | null
}

const NO_MESSAGES = { rowIds: [], lastTimestamp: null, opening: null }

export function sessionMessages(connection: Connection, schema: Schema): SessionMessages {
  return schema.messagesIndexed ? indexedMessages(connection, schema) : scannedMessages(connection, schema)
}

/** Asks the index for each session. */
function indexedMessages(connection: Connection, { messages }: Schema): SessionMessages {
  const inOrder = `ORDER BY timestamp, ${messages.column('id')}, ${messages.rowId}`
  const rowsSql = `SELECT ${messages.rowId} FROM main.messages WHERE session_id = ?1 ${inOrder}`
  // Below infinity are the finite numbers alone: text and blobs are greater than any number.
  const lastSql = 'SELECT MAX(timestamp) FROM main.messages WHERE session_id = ?1 AND timestamp < 9e999'
  const openingOfFirstSql = `SELECT ${openingSql('content')} FROM main.messages
    WHERE session_id = ?1 AND role = 'user' AND content IS NOT NULL ${inOrder} LIMIT 1`

  const of = (sql: string, sessionId: string) => {
    const statement = connection.statement(sql)
    statement.bindText(1, sessionId)
    return statement
  }
  return {
    rowIds(sessionId) {
      const statement = of(rowsSql, sessionId)
      const rowIds: RowId[] = []
      while (statement.step()) rowIds.push(statement.rowId(0))
      statement.reset()
      return rowIds
    },
    lastTimestamp(sessionId) {
      const statement = of(lastSql, sessionId)
      const last = statement.step() ? statement.number(0) : null
      statement.reset()
      return last
    },
    opening(sessionId) {
      const statement = of(openingOfFirstSql, sessionId)
      const opening = statement.step() ? statement.text(0) : null
      statement.reset()
      return opening
    },
  }
}

interface Seen {
  rowId: RowId
  timestamp: number
  id: number
}

interface Gathered {
  rowIds: RowId[]
  lastTimestamp: number | null
  opening: string | null
}

/**
 * Without an index each question would read the whole table: one pass in row order gathers the answers for all
 * sessions.
 */
function scannedMessages(connection: Connection, { messages }: Schema): SessionMessages {
  const columns = `session_id, timestamp, ${messages.column('id')}, ${messages.rowId}`
  const opening = `CASE WHEN role = 'user' AND content IS NOT NULL THEN ${openingSql('content')} END`
  const inRowOrder = `FROM main.messages WHERE ${messages.rowId} > ?1 ORDER BY ${messages.rowId}`
  const sql = `SELECT ${columns}, ${opening} ${inRowOrder}`

  const seen = new Map<string, { messages: Seen[]; first: Seen | undefined; opening: string | null }>()
  // Below every row number, which has 64 bits.
  let last: RowId = -(10n ** 19n)
  let gathered: Map<string, Gathered> | undefined

  const gather = () => {
    const statement = connection.statement(sql)
    statement.bindRowId(1, last)
    while (statement.step()) {
      const message = {
        timestamp: sortKey(statement.value(1)),
        id: sortKey(statement.value(2)),
        rowId: statement.rowId(3),
      }
      const sessionId = statement.text(0)
      if (sessionId !== null) {
        const session = seen.get(sessionId) ?? { messages: [], first: undefined, opening: null }
        session.messages.push(message)
        const text = statement.text(4)
        if (text !== null && (session.first === undefined || inTime(message, session.first) < 0)) {
          session.first = message
          session.opening = text
        }
        seen.set(sessionId, session)
      }
      last = message.rowId
    }
    statement.reset()
    const sorted = [...seen].map(([sessionId, session]): [string, Gathered] => {
      const inOrder = session.messages.sort(inTime)
      const lastTimestamp = inOrder.findLast(({ timestamp }) => Number.isFinite(timestamp))?.timestamp ?? null
      return [
        sessionId,
        { rowIds: inOrder.map(({ rowId }) => rowId), lastTimestamp, opening: session.opening },
      ]
    })
    seen.clear()
    return new Map(sorted)
  }

  const of = (sessionId: string) => {
    gathered ??= gather()
    return gathered.get(sessionId) ?? NO_MESSAGES
  }
  return {
    rowIds: (sessionId) => of(sessionId).rowIds,
    lastTimestamp: (sessionId) => of(sessionId).lastTimestamp,
    opening: (sessionId) => of(sessionId).opening,
  }
}

/** NULL, numbers, then all else: the order of SQLite (https://sqlite.org/datatype3.html section 4.1). */
function sortKey(value: SqliteValue): number {
  if (value === null) return Number.NEGATIVE_INFINITY
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.POSITIVE_INFINITY
}

function inTime(a: Seen, b: Seen): number {
  return compare(a.timestamp, b.timestamp) || compare(a.id, b.id) || compare(a.rowId, b.rowId)
}

function compare(a: RowId, b: RowId): number {
  return a < b ? -1 : a > b ? 1 : 0
}
