import type { RowId } from './row-id.ts'

/**
 * Detects which messages of one session repeat an earlier one, in order: compaction writes the last ones again, with
 * their old timestamps. Nothing is read or hashed while all timestamps differ.
 */
export class Repeats {
  readonly #identity: (rowId: RowId) => string
  /** The timestamps later than all before them, as most are. */
  readonly #times: number[] = []
  readonly #rowIds: RowId[] = []
  /** The first row with each other timestamp. */
  readonly #others = new Map<number, RowId>()
  /** Timestamps for which the identities of all messages are known. */
  readonly #compared = new Set<number>()
  readonly #identities = new Set<string>()
  /** The last message, which may be passed twice if handling it lacks bytes. */
  #last: { rowId: RowId; repeats: boolean } | undefined

  /** `identity`: equal for equal messages; see `rowIdentity`. */
  constructor(identity: (rowId: RowId) => string) {
    this.#identity = identity
  }

  /** Whether the next message repeats one before it. @throws MissingBytes; it can then be called again */
  repeats(rowId: RowId, timestamp: number): boolean {
    if (this.#last?.rowId === rowId) return this.#last.repeats
    const repeats = this.#isKnown(rowId, timestamp)
    this.#last = { rowId, repeats }
    return repeats
  }

  #isKnown(rowId: RowId, timestamp: number): boolean {
    const latest = this.#times.at(-1)
    if (latest === undefined || timestamp > latest) {
      this.#times.push(timestamp)
      this.#rowIds.push(rowId)
      return false
    }
    const earlier = this.#rowAt(timestamp)
    if (earlier === undefined) {
      this.#others.set(timestamp, rowId)
      return false
    }
    const identity = this.#identity(rowId)
    if (!this.#compared.has(timestamp)) {
      this.#identities.add(this.#identity(earlier))
      this.#compared.add(timestamp)
    }
    const known = this.#identities.has(identity)
    this.#identities.add(identity)
    return known
  }

  /** Returns the first row with this timestamp. */
  #rowAt(timestamp: number): RowId | undefined {
    let [low, high] = [0, this.#times.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#times[middle] ?? timestamp) < timestamp) low = middle + 1
      else high = middle
    }
    return this.#times[low] === timestamp ? this.#rowIds[low] : this.#others.get(timestamp)
  }
}
