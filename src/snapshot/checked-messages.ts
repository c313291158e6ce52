import { isCorrupt } from './connection.ts'
import type { RowId } from './row-id.ts'
import { NO_CHARACTER } from './session-index.ts'
import type { SessionMessages } from './session-messages.ts'

/**
 * Asks the index of messages where it can be relied on, and else the table, which is the truth: for ids that are no
 * valid text, since other bytes may have become the same text; when the index is damaged; and for sessions of which
 * it knows fewer messages than were seen in the table.
 */
export class CheckedMessages implements SessionMessages {
  readonly #indexed: SessionMessages
  readonly #table: SessionMessages
  /** How many messages were seen of a session. */
  readonly #seen = new Map<string, number>()
  /** What the index knows of is all there is, as far as can be told. */
  #trusted = true

  constructor(indexed: SessionMessages, table: SessionMessages) {
    this.#indexed = indexed
    this.#table = table
  }

  /** A session has so many messages in the table, if not more. */
  saw(sessionId: string, count: number): void {
    this.#seen.set(sessionId, count)
  }

  rowIds(sessionId: string): RowId[] {
    const rowIds = this.#ask(sessionId, (messages) => messages.rowIds(sessionId))
    if (rowIds.length >= (this.#seen.get(sessionId) ?? 0) || !this.#trusted) return rowIds
    this.#trusted = false
    return this.#table.rowIds(sessionId)
  }

  lastTimestamp(sessionId: string): number | null {
    return this.#ask(sessionId, (messages) => messages.lastTimestamp(sessionId))
  }

  opening(sessionId: string): string | null {
    return this.#ask(sessionId, (messages) => messages.opening(sessionId))
  }

  /** The index is wrong somewhere: everything is read from the table from now on. */
  distrust(): void {
    this.#trusted = false
  }

  #ask<T>(sessionId: string, question: (of: SessionMessages) => T): T {
    if (!this.#trusted || sessionId.includes(NO_CHARACTER)) return question(this.#table)
    try {
      return question(this.#indexed)
    } catch (error) {
      if (!isCorrupt(error)) throw error
      this.#trusted = false
      return question(this.#table)
    }
  }
}
