import type { MessageCounts } from '../engine/types.ts'
import { countsOf, isLive } from './counting.ts'
import type { MessageEntry } from './message-order.ts'
import { Repeats } from './repeats.ts'
import type { MessageRow } from './rows.ts'
import type { TableReader } from './table-reader.ts'

/**
 * Goes through the messages of one session, as the index has them. Each method can be called again after it threw
 * MissingBytes, and goes on.
 */
export class MessageReading {
  readonly sessionId: string
  /** Whether those are visited that don't count, too. */
  readonly every: boolean
  /** How many were visited or passed over. */
  visited = 0
  readonly #reader: TableReader
  readonly #repeats: Repeats
  #at = 0

  constructor(reader: TableReader, sessionId: string, every: boolean) {
    this.sessionId = sessionId
    this.every = every
    this.#reader = reader
    this.#repeats = new Repeats(reader.identity)
  }

  /** Nothing is left to be visited, as far as can be told without reading. */
  get done(): boolean {
    return this.#at >= this.#reader.entries(this.sessionId).length
  }

  /** Passes over messages until so many were visited. */
  skip(visited: number): void {
    while (this.visited < visited && this.#step(() => {})) this.visited++
  }

  /** Visits the next message. False when there is none. @throws LaurelError */
  next(visit: (message: MessageRow) => void): boolean {
    return this.#step(({ rowId }, counts) => {
      const cut = this.#reader.visitMessage(rowId, this.sessionId, (message) => {
        this.visited++
        message.counts = counts
        visit(message)
      })
      if (cut && counts !== 'none') this.#reader.warnings.add(this.sessionId, 'row_cut')
    })
  }

  /** Goes to the next message to visit. False when there is none. */
  #step(take: (entry: MessageEntry, counts: MessageCounts | undefined) => void): boolean {
    const entries = this.#reader.entries(this.sessionId)
    for (let entry = entries[this.#at]; entry !== undefined; entry = entries[this.#at]) {
      const counts = this.#countsOf(entry)
      const visits = this.every || counts === undefined || counts === 'all'
      if (visits) take(entry, counts)
      this.#at++
      if (visits) return true
    }
    return false
  }

  #countsOf({ rowId, timestamp, active }: MessageEntry): MessageCounts | undefined {
    const { flagged, counting } = this.#reader
    if (!flagged) return undefined
    // Only of rows that are not live, and may have been lived, it matters what else their flags say.
    const isEnough = isLive(active) || counting === 'hermes'
    const flags = isEnough ? { active, compacted: null } : this.#reader.flags(rowId)
    const counts = countsOf(flags, counting)
    if (counts !== 'all' || counting === 'hermes') return counts
    return this.#repeats.repeats(rowId, timestamp) ? 'none' : 'all'
  }
}
