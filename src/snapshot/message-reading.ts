import type { MessageCounts } from '../engine/types.ts'
import { countsOf, isLive } from './counting.ts'
import type { MessageEntry } from './message-order.ts'
import { Repeats } from './repeats.ts'
import type { MessageRow } from './rows.ts'
import type { TableReader } from './table-reader.ts'

/**
 * Reads the messages of one session by the index. After MissingBytes, each method can be called again and continues.
 */
export class MessageReading {
  readonly sessionId: string
  /** Whether messages that don't count are visited too. */
  readonly every: boolean
  /** Number of messages visited or skipped. */
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

  /** Whether nothing is left to visit, as far as is known without reading. */
  get done(): boolean {
    return this.#at >= this.#reader.entries(this.sessionId).length
  }

  /** Skips messages until this many were visited. */
  skip(visited: number): void {
    while (this.visited < visited && this.#step(() => {})) this.visited++
  }

  /** Visits the next message. Returns false at the end. @throws LaurelError */
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

  /** Advances to the next message to visit. Returns false at the end. */
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
    // The other flags matter only for rows that are not live but may count in `lived`.
    const isEnough = isLive(active) || counting === 'hermes'
    const flags = isEnough ? { active, compacted: null } : this.#reader.flags(rowId)
    const counts = countsOf(flags, counting)
    if (counts !== 'all' || counting === 'hermes') return counts
    return this.#repeats.repeats(rowId, timestamp) ? 'none' : 'all'
  }
}
