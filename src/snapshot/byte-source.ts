/**
 * Provides the bytes of a history. SQLite reads synchronously, storage does not: a source returns the bytes it has in
 * memory, reports the missing ones, and fetches them on request.
 */
export interface ByteSource {
  /** Total size in bytes. Neither it nor the bytes may change while a snapshot is open. */
  readonly size: number
  /**
   * Returns the bytes from `begin` up to, not including, `end` (0 ≤ begin ≤ end ≤ size). The caller must not change
   * them, nor use them after its next call.
   * @throws MissingBytes if they are not in memory
   */
  read(begin: number, end: number): Uint8Array
  /**
   * Fetches the bytes that `read` missed. It may drop others, but must keep a few dozen ranges: one row needs the pages
   * of three b-tree descents and its own.
   */
  fetch?(begin: number, end: number): Promise<void>
  /** Drops the cached bytes of a file that may be written to, so that later reads see its current content. */
  refresh?(): void
}

/** The bytes from `begin` to `end` are needed but not in memory. */
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

/** Returns a source over bytes that are all in memory. They are not copied. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return { size: bytes.byteLength, read: (begin, end) => bytes.subarray(begin, end) }
}

/** Replaces the source of a closed database. */
export const closedSource: ByteSource = {
  size: 0,
  read() {
    throw new Error('This snapshot is closed.')
  },
}

/**
 * Maximum number of ranges that one piece of work may fetch. Work that needs more keeps evicting what it still needs,
 * and would never end. Unit: fetches.
 */
const FETCHES_MAX = 20_000

/**
 * Runs `work` until it has all the bytes it needs, fetching missing ones in between. `work` restarts each time, so it
 * must keep its progress outside itself.
 * @throws MissingBytes if the source cannot fetch, the same bytes are missing again after a fetch, or `FETCHES_MAX`
 * fetches were made
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
