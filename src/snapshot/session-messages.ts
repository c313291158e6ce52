import { CheckedMessages } from './checked-messages.ts'
import type { Connection } from './connection.ts'
import { beyond } from './limits.ts'
import { entryColumns, entryReader, previewReader, type SessionMessages } from './message-entries.ts'
import { inIds, inTime, lastOf, type MessageEntry, sumsOf } from './message-order.ts'
import type { RowId } from './row-id.ts'
import { scannedMessages } from './scanned-messages.ts'
import { laterSql, type MessageIndex, OF_SESSION, type Schema } from './schema.ts'

/** `opens`: how the message in a row opens. */
export function sessionMessages(
  connection: Connection,
  schema: Schema,
  opens: (rowId: RowId) => string | null,
): CheckedMessages {
  const { messageIndex } = schema
  const inTable = scannedMessages(connection, schema, opens)
  const indexed = messageIndex === null ? inTable : indexedMessages(connection, schema, messageIndex, opens)
  return new CheckedMessages(connection, indexed, inTable)
}

/**
 * Asks the index for each session. Every statement yields each entry that it passes: one that filters or sorts
 * could go round in a damaged tree for ever.
 */
function indexedMessages(
  connection: Connection,
  schema: Schema,
  index: MessageIndex,
  opens: (rowId: RowId) => string | null,
): SessionMessages {
  const { flagged } = schema
  const select = `SELECT ${entryColumns(schema)}`
  const ofSession = `FROM main.messages INDEXED BY ${index.name} WHERE ${OF_SESSION}`
  const entriesSql = `${select} ${ofSession}${index.order === null ? '' : ` ORDER BY ${index.order}`}`
  const onSql = index.order === null ? null : `${select} ${laterSql(index.name, index.order)}`
  const max = connection.limits.SESSION_MESSAGES_MAX
  const entryIn = entryReader(schema)
  const previewOf = previewReader(opens, schema)
  const byFlags = index.order !== 'timestamp'

  // Of one session, the one asked for last.
  let reading = { sessionId: '', read: [] as MessageEntry[], sorted: undefined as MessageEntry[] | undefined }

  const entries = (sessionId: string): MessageEntry[] => {
    if (reading.sessionId !== sessionId) reading = { sessionId, read: [], sorted: undefined }
    reading.sorted ??= gather(sessionId, reading.read).sort(flagged ? inIds : inTime)
    return reading.sorted
  }

  /** Goes on at the last entry read: those that share its place in the index come again, and are left out. */
  const gather = (sessionId: string, read: MessageEntry[]): MessageEntry[] => {
    const last = read.at(-1)
    const resumes = onSql !== null && last !== undefined && isPlace(last)
    if (!resumes) read.length = 0
    const tied = new Set<RowId>()
    const isTied = ({ timestamp, active }: MessageEntry) =>
      timestamp === last?.timestamp && (!byFlags || active === last.active)
    for (let at = read.length - 1; at >= 0; at--) {
      const entry = read[at]
      if (entry === undefined || !isTied(entry)) break
      tied.add(entry.rowId)
    }
    const statement = connection.statement(resumes ? onSql : entriesSql)
    statement.bindText(1, sessionId)
    if (resumes) {
      statement.bindDouble(2, last.timestamp)
      if (byFlags) statement.bindDouble(3, last.active ?? 0)
    }
    try {
      while (statement.step()) {
        const entry = entryIn(statement)
        if (tied.size > 0 && isTied(entry) && tied.has(entry.rowId)) continue
        if (read.push(entry) > max) throw beyond.sessionMessages(max)
      }
    } finally {
      statement.reset()
    }
    return read
  }

  /** Whether to go on from there: NULL and texts can't be compared with. */
  const isPlace = ({ timestamp, active }: MessageEntry) =>
    Number.isFinite(timestamp) && (!byFlags || active !== null)

  return {
    entries,
    lastTimestamp: (sessionId) => lastOf(entries(sessionId), flagged),
    sums: (sessionId) => sumsOf(entries(sessionId)),
    preview(sessionId) {
      const inOrder = entries(sessionId)
      return previewOf(sessionId, flagged ? inOrder.toSorted(inTime) : inOrder) ?? ''
    },
  }
}
