import { COLUMN_TEXT_LENGTH_MAX, TEXT_COLUMNS, USAGE_TEXTS } from '../engine/session-columns.ts'
import type { LaurelError } from '../errors.ts'
import { type Connection, corrupt, isCorrupt } from './connection.ts'
import { limitExceeded } from './limits.ts'
import { LOWEST, type RowId } from './row-id.ts'
import { visitIds } from './session-index.ts'
import type { HermesSession, Previews } from './session-rows.ts'
import type { TableReader } from './table-reader.ts'

/** Stands for a session whose id can't be read. */
export const UNKNOWN_SESSION = ''

/** What of a history could not be read. */
export interface Unreadable {
  /** Ids; `UNKNOWN_SESSION` if not even the index of sessions has them. */
  sessions: string[]
  /** Pages of messages, if not all of their sessions are known. */
  pages: number
}

/**
 * Collects the sessions of a history row by row; of a damaged file, those that are readable. After MissingBytes, each
 * method can be called again.
 */
export class SessionListing {
  /** By id. */
  readonly sessions = new Map<string, HermesSession>()
  readonly #connection: Connection
  readonly #reader: TableReader
  readonly #unreadable = new Set<string>()
  #passed: RowId = LOWEST
  #rows = 0
  /** Memory taken by the rows. */
  #bytes = 0
  /** The first damage found, and whether rows with unknown ids were skipped. */
  #damage: unknown
  #lost = false
  /** Missing messages for which sessions were taken out. */
  #missing = 0

  constructor(connection: Connection, reader: TableReader) {
    this.#connection = connection
    this.#reader = reader
  }

  /**
   * Lists the next row, with its usage by model if `usage`. Returns false at the end.
   * @throws LaurelError
   */
  next(previews: Previews, usage: boolean): boolean {
    const { LISTING_MAX_BYTES, SESSIONS_MAX } = this.#connection.limits
    const rowId = this.#nextRow()
    if (rowId === null) return false
    const session = rowId === 'damaged' ? null : this.#read(rowId, previews, usage)
    if (rowId !== 'damaged') this.#passed = rowId
    if (++this.#rows > SESSIONS_MAX) throw limitExceeded.sessions(SESSIONS_MAX)
    if (session === null || this.sessions.has(session.id)) return true
    this.sessions.set(session.id, session)
    this.#bytes += sizeOf(session)
    if (this.#bytes > LISTING_MAX_BYTES) throw limitExceeded.listingBytes(LISTING_MAX_BYTES)
    return true
  }

  /**
   * Returns what could not be read. Call at the end.
   * @throws LaurelError `snapshot_corrupt` if that is all sessions
   */
  unreadable(): Unreadable {
    const pages = this.#loseMessages()
    if (this.#damage === undefined) return { sessions: [], pages: 0 }
    if (this.sessions.size === 0) throw this.#damage
    const ids = new Set(this.#unreadable)
    if (this.#lost) visitIds(this.#connection, (id) => id.length <= COLUMN_TEXT_LENGTH_MAX && ids.add(id))
    for (const id of this.sessions.keys()) ids.delete(id)
    if (this.#lost && ids.size === 0) ids.add(UNKNOWN_SESSION)
    return { sessions: [...ids], pages }
  }

  /**
   * Takes out the sessions that lack messages which may have been in unreadable pages. Returns the number of those
   * pages; 0 if exactly as many messages are missing as those pages had at most.
   */
  #loseMessages(): number {
    const { pages, rows } = this.#reader.lost
    if (pages === 0) return 0
    this.#damage ??= damagedPages()
    for (const session of this.sessions.values()) {
      const missing = this.#reader.missing(session)
      if (missing === 0) continue
      this.#missing += missing
      this.#unreadable.add(session.id)
      this.sessions.delete(session.id)
    }
    return this.#missing === rows ? 0 : pages
  }

  /** @throws the first damage found */
  check(): void {
    if (this.#damage !== undefined) throw this.#damage
  }

  #nextRow(): RowId | null | 'damaged' {
    try {
      return this.#reader.nextSession(this.#passed)
    } catch (error) {
      this.#meet(error)
      if (!this.#reader.passDamage(this.#passed)) throw error
      this.#lost = true
      return 'damaged'
    }
  }

  #read(rowId: RowId, previews: Previews, usage: boolean): HermesSession | null {
    try {
      return this.#reader.session(rowId, previews, usage)
    } catch (error) {
      this.#meet(error)
    }
    try {
      const id = this.#reader.sessionRow(rowId, false)?.id
      if (id !== undefined) this.#unreadable.add(id)
    } catch (error) {
      this.#meet(error)
      this.#lost = true
    }
    return null
  }

  /** @throws the error, unless it is damage despite which the rest may be readable */
  #meet(error: unknown): void {
    if (!isCorrupt(error) || this.#connection.sqlite.discarded) throw error
    this.#damage ??= error
  }
}

/** Returns the error for messages in unreadable pages. */
export function damagedPages(): LaurelError {
  return corrupt(new Error('Pages of messages were passed over.'))
}

/** Memory that a row of `session_model_usage` takes without its texts. Unit: bytes. */
const USAGE_BYTES = 200

/** Returns an upper bound for the memory that a session's texts and its usage take. Unit: bytes. */
function sizeOf(session: HermesSession): number {
  let length = session.id.length + session.preview.length + (session.session_key?.length ?? 0)
  for (const name of TEXT_COLUMNS) length += session[name]?.length ?? 0
  for (const row of session.usage) for (const name of USAGE_TEXTS) length += row[name].length
  return 2 * length + USAGE_BYTES * session.usage.length
}
