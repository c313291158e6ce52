import { CheckedMessages } from './checked-messages.ts'
import type { Connection } from './connection.ts'
import { beyond } from './limits.ts'
import { inTime, lastOf, type MessageEntry } from './message-order.ts'
import type { RowId } from './row-id.ts'
import { openingOfRowSql } from './rows.ts'
import { scannedMessages } from './scanned-messages.ts'
import type { MessageIndex, Schema, Table } from './schema.ts'
import type { Statement } from './statement.ts'

/**
 * Which messages a session has. Each method can be made again after it threw MissingBytes, and goes on from
 * where it was.
 */
export interface SessionMessages {
  /** Their rows by timestamp, then id. @throws LaurelError `too_many_messages` */
  rowIds(sessionId: string): RowId[]
  /** The greatest timestamp, or null without any. */
  lastTimestamp(sessionId: string): number | null
  /** How the first user message with content opens (see `openingSql`), or null without one. */
  opening(sessionId: string): string | null
}

export function sessionMessages(connection: Connection, { messages, messageIndex }: Schema): CheckedMessages {
  const inTable = scannedMessages(connection, messages)
  const indexed = messageIndex === null ? inTable : indexedMessages(connection, messages, messageIndex)
  return new CheckedMessages(indexed, inTable)
}

/**
 * Asks the index for each session. Every statement yields each entry that it passes: one that filters or sorts
 * could go round in a damaged tree for ever.
 */
function indexedMessages(connection: Connection, messages: Table, index: MessageIndex): SessionMessages {
  const from = `FROM main.messages INDEXED BY ${index.name} WHERE session_id COLLATE BINARY = ?1`
  const select = `SELECT ${messages.rowId}, timestamp, ${messages.column('id')} ${from}`
  const entriesSql = index.byTime ? `${select} ORDER BY timestamp` : select
  const laterSql = `${select} AND timestamp >= ?2 ORDER BY timestamp`
  // Below infinity are the finite numbers alone: text and blobs are greater than any number.
  const lastSql = `SELECT MAX(timestamp) ${from} AND timestamp < 9e999`
  const openingSql = openingOfRowSql(messages, connection.limits.ROW_MAX_BYTES)
  const max = connection.limits.SESSION_MESSAGES_MAX

  // Of one session, the one asked for last.
  let reading = { sessionId: '', read: [] as MessageEntry[], sorted: undefined as MessageEntry[] | undefined }
  let looking = { sessionId: '', looked: 0 }

  const entries = (sessionId: string): MessageEntry[] => {
    if (reading.sessionId !== sessionId) reading = { sessionId, read: [], sorted: undefined }
    reading.sorted ??= gather(sessionId, reading.read).sort(inTime)
    return reading.sorted
  }

  /** Goes on at the last timestamp read: the entries that share it come again, and are left out. */
  const gather = (sessionId: string, read: MessageEntry[]): MessageEntry[] => {
    const timestamp = read.at(-1)?.timestamp
    const resumes = index.byTime && timestamp !== undefined && Number.isFinite(timestamp)
    if (!resumes) read.length = 0
    const tied = new Set<RowId>()
    for (let at = read.length - 1; read[at]?.timestamp === timestamp; at--) {
      const entry = read[at]
      if (entry === undefined) break
      tied.add(entry.rowId)
    }
    const statement = connection.statement(resumes ? laterSql : entriesSql)
    statement.bindText(1, sessionId)
    if (resumes) statement.bindDouble(2, timestamp)
    try {
      while (statement.step()) {
        const entry = entryIn(statement)
        if (tied.size > 0 && entry.timestamp === timestamp && tied.has(entry.rowId)) continue
        if (read.push(entry) > max) throw beyond.sessionMessages(max)
      }
    } finally {
      statement.reset()
    }
    return read
  }

  return {
    rowIds: (sessionId) => entries(sessionId).map(({ rowId }) => rowId),
    lastTimestamp(sessionId) {
      if (!index.byTime) return lastOf(entries(sessionId))
      const statement = connection.statement(lastSql)
      statement.bindText(1, sessionId)
      try {
        return statement.step() ? statement.number(0) : null
      } finally {
        statement.reset()
      }
    },
    opening(sessionId) {
      if (looking.sessionId !== sessionId) looking = { sessionId, looked: 0 }
      const inOrder = entries(sessionId)
      for (let entry = inOrder[looking.looked]; entry !== undefined; entry = inOrder[looking.looked]) {
        const opening = connection.row(openingSql, entry.rowId, (row) => row.text(0))
        if (opening !== null) return opening
        looking.looked++
      }
      return null
    },
  }
}

function entryIn(row: Statement): MessageEntry {
  return { rowId: row.rowId(0), timestamp: row.sortKey(1), id: row.sortKey(2) }
}
