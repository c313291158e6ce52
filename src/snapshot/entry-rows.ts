import { type Connection, isCorrupt } from './connection.ts'
import type { StoredFile } from './header.ts'
import { ENTRY_COLUMNS, entryColumns, entryReader } from './message-entries.ts'
import type { MessageEntry } from './message-order.ts'
import type { RowId } from './row-id.ts'
import type { WantedColumns } from './rows.ts'
import type { Schema } from './schema.ts'
import { SQLITE_CORRUPT } from './statement.ts'
import { StoredRows } from './stored-rows.ts'

const VALUES: WantedColumns = {
  texts: ['session_id', 'role', 'display_kind'],
  numbers: ['timestamp', 'id', 'active'],
  sparse: true,
}
const [SESSION_ID, ROLE, DISPLAY_KIND, TIMESTAMP, ID, ACTIVE] = [0, 1, 2, 3, 4, 5]

/** The row of a message in the table, without its content. */
export interface EntryRow {
  entry: MessageEntry
  sessionId: string | null
  /** It is a user's and not hidden, so a preview may be made of its content. */
  opens: boolean
}

/** Reads the messages of a history in row order, with almost none of their content. */
export class EntryRows {
  readonly #connection: Connection
  readonly #rows: StoredRows
  readonly #sql: string
  readonly #flagged: boolean
  readonly #pageCount: number
  readonly #idIsRowId: boolean
  readonly #entryIn: ReturnType<typeof entryReader>

  constructor(connection: Connection, schema: Schema, file: StoredFile) {
    const { messages, flagged } = schema
    this.#connection = connection
    this.#rows = new StoredRows(connection, file, messages, VALUES)
    this.#flagged = flagged
    this.#pageCount = file.header.pageCount
    this.#idIsRowId = messages.stored.rowIdColumn === 'id' || messages.column('id') !== 'id'
    this.#entryIn = entryReader(schema)
    const more = ['session_id', 'role', messages.column('display_kind')].join(', ')
    this.#sql = `SELECT ${entryColumns(schema)}, ${more} FROM main.messages WHERE ${messages.rowId} = ?1`
  }

  /** Returns the row after this one, or null at the end. @throws LaurelError `snapshot_corrupt`; MissingBytes */
  nextAfter(after: RowId): EntryRow | null {
    const rows = this.#rows
    const rowId = rows.moveAfter(after)
    if (rowId === null) return null
    if (!rows.sure) return this.#bySqlite(rowId)
    const id = this.#idIsRowId ? rowId : rows.sortKey(ID)
    const active = this.#flagged ? rows.number(ACTIVE) : null
    return {
      entry: { rowId, timestamp: rows.sortKey(TIMESTAMP), id, active },
      sessionId: rows.text(SESSION_ID),
      opens: rows.text(ROLE) === 'user' && rows.text(DISPLAY_KIND) !== 'hidden',
    }
  }

  /**
   * Like `nextAfter`, but skips unreadable pages, and calls `passed` for each of them.
   * @throws LaurelError `snapshot_corrupt` if they cannot be skipped
   */
  nextReadableAfter(after: RowId, passed?: () => void): EntryRow | null {
    for (let pages = 0; ; pages++) {
      try {
        return this.nextAfter(after)
      } catch (error) {
        if (!isCorrupt(error) || this.#connection.sqlite.discarded) throw error
        // Prevents an endless loop in a tree that leads back to itself.
        if (pages > this.#pageCount || !this.#rows.passDamage(after)) throw error
        passed?.()
      }
    }
  }

  #bySqlite(rowId: RowId): EntryRow {
    const row = this.#connection.row(this.#sql, rowId, (found) => ({
      entry: this.#entryIn(found),
      sessionId: found.text(ENTRY_COLUMNS),
      opens: found.text(ENTRY_COLUMNS + 1) === 'user' && found.text(ENTRY_COLUMNS + 2) !== 'hidden',
    }))
    if (row === null) throw this.#connection.failure(SQLITE_CORRUPT)
    return row
  }
}
