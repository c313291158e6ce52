import type { RowId } from './row-id.ts'

/**
 * Tells which messages of one session repeat an earlier one, in their order: compaction writes the last ones again,
 * with their old timestamps. Nothing is read, nor hashed, as long as each has a timestamp of its own.
 */
export class Repeats {
  readonly #identity: (rowId: RowId) => string
  /** The messages that are later than all before them, which most are. */
  readonly #times: number[] = []
  readonly #rowIds: RowId[] = []
  /** The first of each other timestamp. */
  readonly #others = new Map<number, RowId>()
  /** Of all messages with one of these timestamps the identities are known. */
  readonly #compared = new Set<number>()
  readonly #identities = new Set<string>()
  /** The last one, which may come twice: what is to be done with it may lack bytes. */
  #last: { rowId: RowId; repeats: boolean } | undefined

  /** `identity`: the same for equal messages; see `rowIdentity`. */
  constructor(identity: (rowId: RowId) => string) {
    this.#identity = identity
  }

  /** Whether the next message repeats one before it. @throws MissingBytes, and then it can be asked again */
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

  /** The first message with this timestamp. */
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
