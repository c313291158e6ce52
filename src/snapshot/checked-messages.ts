import { type Connection, isCorrupt } from './connection.ts'
import type { LostRows } from './lost-rows.ts'
import type { SessionMessages } from './message-entries.ts'
import type { MessageEntry } from './message-order.ts'
import type { RowSums } from './row-sums.ts'
import type { ScannedMessages } from './scanned-messages.ts'
import { NO_CHARACTER } from './session-index.ts'

/**
 * Uses the index of messages where it is reliable, and otherwise the table, which is authoritative: for ids that are
 * not valid text, since other bytes may decode to the same text; if the index is damaged; and for sessions for which it
 * has fewer messages than were seen in the table.
 */
export class CheckedMessages implements SessionMessages {
  readonly #connection: Connection
  readonly #indexed: SessionMessages
  readonly #table: ScannedMessages
  /** Number of messages seen, by session. */
  readonly #seen = new Map<string, number>()
  /** The index is complete, as far as known. */
  #trusted = true

  constructor(connection: Connection, indexed: SessionMessages, table: ScannedMessages) {
    this.#connection = connection
    this.#indexed = indexed
    this.#table = table
  }

  /** Adds to the number of messages of a session seen in the table. */
  saw(sessionId: string, count: number): void {
    this.#seen.set(sessionId, (this.#seen.get(sessionId) ?? 0) + count)
  }

  /** Sets the number of messages of a session that the table has, as others have seen it. */
  sawAll(sessionId: string, count: number): void {
    this.#seen.set(sessionId, count)
  }

  /** Call before reading the table once more. */
  forgetSeen(): void {
    this.#seen.clear()
  }

  /** What could not be read of the table so far. */
  get lost(): Readonly<LostRows> {
    return this.#table.lost
  }

  /** Returns how many messages a session lacks that may be among the lost ones. */
  missing(sessionId: string, count: number): number {
    if (this.lost.pages === 0 || !this.#asksTable(sessionId)) return 0
    return Math.max(0, count - this.#table.sums(sessionId).live)
  }

  entries(sessionId: string): readonly MessageEntry[] {
    return this.#ask(sessionId, (messages) => messages.entries(sessionId))
  }

  isCut(sessionId: string): boolean {
    return this.#ask(sessionId, (messages) => messages.isCut(sessionId))
  }

  sums(sessionId: string): RowSums {
    return this.#ask(sessionId, (messages) => messages.sums(sessionId))
  }

  lastTimestamp(sessionId: string): number | null {
    return this.#ask(sessionId, (messages) => messages.lastTimestamp(sessionId))
  }

  preview(sessionId: string): string {
    // Checks first whether the index can be read. The message itself is in the table; if reading it fails there, the
    // failure is final.
    if (!this.#asksTable(sessionId)) this.entries(sessionId)
    return this.#asksTable(sessionId) ? this.#table.preview(sessionId) : this.#indexed.preview(sessionId)
  }

  #asksTable(sessionId: string): boolean {
    return !this.#trusted || this.#indexed === this.#table || sessionId.includes(NO_CHARACTER)
  }

  #ask<T>(sessionId: string, question: (of: SessionMessages) => T): T {
    if (this.#asksTable(sessionId)) return question(this.#table)
    try {
      const { live, others } = this.#indexed.sums(sessionId)
      if (live + others >= (this.#seen.get(sessionId) ?? 0)) return question(this.#indexed)
    } catch (error) {
      if (!isCorrupt(error) || this.#connection.sqlite.discarded) throw error
    }
    this.#trusted = false
    return question(this.#table)
  }
}
