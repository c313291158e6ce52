/**
 * Where the bytes of a history come from. SQLite reads synchronously, storage does not: a source hands out what
 * is at hand, says which bytes are missing, and brings them when asked.
 */
export interface ByteSource {
  /** Bytes in all. Neither it nor the bytes may change while a snapshot is open. */
  readonly size: number
  /**
   * The bytes from `begin` up to, not including, `end` (0 ≤ begin ≤ end ≤ size). The caller only reads them,
   * and only until its next call.
   * @throws MissingBytes when they are not at hand.
   */
  read(begin: number, end: number): Uint8Array
  /**
   * Brings the bytes that `read` missed. It may drop others, but must keep a few dozen ranges: one row needs
   * the pages of three b-tree descents and its own.
   */
  fetch?(begin: number, end: number): Promise<void>
  /** Drops what it keeps of a file that may be written to, so that what is read from now on is read from the file. */
  refresh?(): void
}

/** The bytes from `begin` to `end` are needed and not at hand. */
export class MissingBytes extends Error {
  readonly begin: number
  readonly end: number

  constructor(begin: number, end: number) {
    super('These bytes are not at hand.')
    this.name = 'MissingBytes'
    this.begin = begin
    this.end = end
  }
}

/** A source over bytes that are all in memory. They are not copied. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return { size: bytes.byteLength, read: (begin, end) => bytes.subarray(begin, end) }
}

/** In the place of the source of what is closed. */
export const closedSource: ByteSource = {
  size: 0,
  read() {
    throw new Error('This snapshot is closed.')
  },
}

/**
 * Ranges that one piece of work may have fetched. One that asks for more keeps driving out of the cache what it
 * still needs, and would never end. Unit: fetches.
 */
const FETCHES_MAX = 20_000

/**
 * Runs `work` until it needs no more bytes, fetching what it misses in between. `work` runs again from its
 * start each time, so it must keep outside itself what it has done.
 * @throws MissingBytes when the source cannot fetch, fetched and the same bytes are still missing, or has
 * fetched `FETCHES_MAX` times.
 */
export async function whenAtHand<T>(source: ByteSource, work: () => T): Promise<T> {
  let fetched: MissingBytes | undefined
  for (let fetches = 0; ; fetches++) {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof MissingBytes) || source.fetch === undefined) throw error
      if (fetched?.begin === error.begin && fetched.end === error.end) throw error
      if (fetches >= FETCHES_MAX) throw error
      await source.fetch(error.begin, error.end)
      fetched = error
    }
  }
}
