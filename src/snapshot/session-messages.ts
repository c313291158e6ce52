import { CheckedMessages } from './checked-messages.ts'
import type { Connection } from './connection.ts'
import type { StoredFile } from './header.ts'
import { entryColumns, entryReader, previewReader, type SessionMessages } from './message-entries.ts'
import { inTime, type MessageEntry } from './message-order.ts'
import type { RowId } from './row-id.ts'
import { scannedMessages } from './scanned-messages.ts'
import { laterSql, type MessageIndex, OF_SESSION, type Schema } from './schema.ts'
import { SessionEntries } from './session-entries.ts'
import { SQLITE_CORRUPT } from './statement.ts'

/** Returns how to find the messages of a session. `opens`: returns the opening of the message in a row. */
export function sessionMessages(
  connection: Connection,
  schema: Schema,
  file: StoredFile,
  opens: (rowId: RowId) => string | null,
): CheckedMessages {
  const { messageIndex } = schema
  const inTable = scannedMessages(connection, schema, file, opens)
  const indexed = messageIndex === null ? inTable : indexedMessages(connection, schema, messageIndex, opens)
  return new CheckedMessages(connection, indexed, inTable)
}

/** The progress of reading the index for a session. */
interface Reading {
  readonly sessionId: string
  readonly entries: SessionEntries
  /** The last entry, and the rows of all entries with the same index key. */
  place: MessageEntry | undefined
  tied: RowId[]
  done: boolean
}

/**
 * Queries the index for each session. Every statement returns each entry that it passes: one that filters or sorts
 * could loop for ever in a damaged tree.
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
  const { SESSION_MESSAGES_MAX: max, MESSAGES_MAX } = connection.limits
  const entryIn = entryReader(schema)
  const previewOf = previewReader(opens, schema)
  const byFlags = index.order !== 'timestamp'

  const begun = (sessionId: string): Reading => ({
    sessionId,
    entries: new SessionEntries(max, flagged),
    place: undefined,
    tied: [],
    done: false,
  })
  // The session queried last.
  let reading = begun('')

  const read = (sessionId: string): SessionEntries => {
    if (reading.sessionId !== sessionId) reading = begun(sessionId)
    if (!reading.done) gather()
    return reading.entries
  }

  /** Continues at the last entry read: entries with the same index key are returned again, and skipped. */
  const gather = () => {
    if (onSql === null || reading.place === undefined || !isPlace(reading.place))
      reading = begun(reading.sessionId)
    const from = reading.place
    const tied = new Set(reading.tied)
    const statement = connection.statement(from === undefined || onSql === null ? entriesSql : onSql)
    statement.bindText(1, reading.sessionId)
    if (from !== undefined) {
      statement.bindDouble(2, from.timestamp)
      if (byFlags) statement.bindDouble(3, from.active ?? 0)
    }
    try {
      while (statement.step()) {
        const entry = entryIn(statement)
        if (from !== undefined && isTied(entry, from) && tied.has(entry.rowId)) continue
        pass(entry)
      }
    } finally {
      statement.reset()
    }
    reading.done = true
  }

  /** Requiring ascending order keeps a tree that leads back to itself from being read for ever. */
  const pass = (entry: MessageEntry) => {
    const { place, tied, entries } = reading
    if (place !== undefined && isTied(entry, place)) tied.push(entry.rowId)
    else {
      if (place !== undefined && index.order !== null && isBefore(entry, place))
        throw connection.failure(SQLITE_CORRUPT)
      reading.tied = [entry.rowId]
    }
    if (tied.length > max || entries.count >= MESSAGES_MAX) throw connection.failure(SQLITE_CORRUPT)
    reading.place = entry
    entries.add(entry)
  }

  const isTied = (a: MessageEntry, b: MessageEntry) =>
    a.timestamp === b.timestamp && (!byFlags || a.active === b.active)

  /** Compares index keys; values that are not numbers come first or last, as NULL and texts do. */
  const isBefore = (a: MessageEntry, b: MessageEntry) => {
    if (!isPlace(a) || !isPlace(b)) return false
    if (byFlags && a.active !== b.active) return (a.active ?? 0) < (b.active ?? 0)
    return a.timestamp < b.timestamp
  }

  /** Whether reading can continue from there: NULL and texts cannot be compared. */
  const isPlace = ({ timestamp, active }: MessageEntry) =>
    Number.isFinite(timestamp) && (!byFlags || active !== null)

  return {
    entries: (sessionId) => read(sessionId).inOrder,
    isCut(sessionId) {
      const entries = read(sessionId)
      return entries.inOrder.length < entries.count
    },
    lastTimestamp: (sessionId) => read(sessionId).lastTimestamp,
    sums: (sessionId) => read(sessionId).sums,
    preview(sessionId) {
      const { inOrder } = read(sessionId)
      return previewOf(sessionId, flagged ? inOrder.toSorted(inTime) : inOrder) ?? ''
    },
  }
}
