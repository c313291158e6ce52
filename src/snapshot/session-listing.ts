import { TEXT_COLUMNS, USAGE_TEXTS } from '../engine/session-columns.ts'
import type { LaurelError } from '../errors.ts'
import { type Connection, corrupt, isCorrupt } from './connection.ts'
import { beyond } from './limits.ts'
import { LOWEST, type RowId } from './row-id.ts'
import { visitIds } from './session-index.ts'
import type { HermesSession, Previews } from './session-rows.ts'
import type { TableReader } from './table-reader.ts'

/** Stands for the id of a session when that can't be read. */
export const UNKNOWN_SESSION = ''

/** What of a history could not be read. */
export interface Unreadable {
  /** Ids; `UNKNOWN_SESSION` when not even the index of sessions knows them. */
  sessions: string[]
  /** Pages of messages, if it is not known whose all of these were. */
  pages: number
}

/**
 * The sessions of a history, gathered row by row. Of a damaged file those that can be read. Each method can be called
 * again after it threw MissingBytes.
 */
export class SessionListing {
  /** By id. */
  readonly sessions = new Map<string, HermesSession>()
  readonly #connection: Connection
  readonly #reader: TableReader
  readonly #unreadable = new Set<string>()
  #passed: RowId = LOWEST
  #rows = 0
  /** What the rows take in memory. */
  #bytes = 0
  /** The first damage that was met, and whether rows were passed over whose ids are not known. */
  #damage: unknown
  #lost = false
  /** Messages that sessions were taken out for. */
  #missing = 0

  constructor(connection: Connection, reader: TableReader) {
    this.#connection = connection
    this.#reader = reader
  }

  /**
   * Lists one more row, with what was spent by model if `usage`; false when there is none.
   * @throws LaurelError
   */
  next(previews: Previews, usage: boolean): boolean {
    const { LISTING_MAX_BYTES, SESSIONS_MAX } = this.#connection.limits
    const rowId = this.#nextRow()
    if (rowId === null) return false
    const session = rowId === 'damaged' ? null : this.#read(rowId, previews, usage)
    if (rowId !== 'damaged') this.#passed = rowId
    if (++this.#rows > SESSIONS_MAX) throw beyond.sessions(SESSIONS_MAX)
    if (session === null || this.sessions.has(session.id)) return true
    this.sessions.set(session.id, session)
    this.#bytes += sizeOf(session)
    if (this.#bytes > LISTING_MAX_BYTES) throw beyond.listingBytes(LISTING_MAX_BYTES)
    return true
  }

  /**
   * Returns what could not be read, once all were gone through.
   * @throws LaurelError `snapshot_corrupt` when that is all sessions
   */
  unreadable(): Unreadable {
    const pages = this.#loseMessages()
    if (this.#damage === undefined) return { sessions: [], pages: 0 }
    if (this.sessions.size === 0) throw this.#damage
    const ids = new Set(this.#unreadable)
    if (this.#lost) visitIds(this.#connection, (id) => ids.add(id))
    for (const id of this.sessions.keys()) ids.delete(id)
    if (this.#lost && ids.size === 0) ids.add(UNKNOWN_SESSION)
    return { sessions: [...ids], pages }
  }

  /**
   * Takes out the sessions of which messages are missing that may have been in pages which could not be read. Returns
   * the number of those pages, or 0 if the messages are just as many as those pages had at most.
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

  /** @throws the damage that was met */
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

  /** @throws it, unless it is damage that the rest may be read without */
  #meet(error: unknown): void {
    if (!isCorrupt(error) || this.#connection.sqlite.discarded) throw error
    this.#damage ??= error
  }
}

/** The error of messages in pages that could not be read. */
export function damagedPages(): LaurelError {
  return corrupt(new Error('Pages of messages were passed over.'))
}

/** What a row of `session_model_usage` takes in memory, its texts apart. Unit: bytes. */
const USAGE_BYTES = 200

/** What a session's texts and its usage take in memory at most. Unit: bytes. */
function sizeOf(session: HermesSession): number {
  let length = session.id.length + session.preview.length + (session.session_key?.length ?? 0)
  for (const name of TEXT_COLUMNS) length += session[name]?.length ?? 0
  for (const row of session.usage) for (const name of USAGE_TEXTS) length += row[name].length
  return 2 * length + USAGE_BYTES * session.usage.length
}
