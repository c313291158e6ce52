import type { ByteSource } from './byte-source.ts'
import { PageShelf } from './page-shelf.ts'

/**
 * Header bytes that are replaced for SQLite, by offset (file format section 1.3): the two version numbers, of which 1
 * is a rollback journal and 2 is WAL, and the suggested cache size, which SQLite would use: one page, until the
 * connection sets its own.
 */
const HEADER_PATCH: ReadonlyMap<number, number> = new Map([
  [18, 1],
  [19, 1],
  [48, 0],
  [49, 0],
  [50, 0],
  [51, 1],
])
const PATCH_BEGIN = 18
const PATCH_END = 52

/** EBADF in WASI's numbering. SQLite reports it as a plain read error; it would take EIO (29) for corruption. */
const READ_FAILED = 8

/**
 * Thrown by a failed read. sql.js's file layer converts an error of this name to the error number that it carries, in a
 * property whose minified name differs between builds: so every property is that number.
 */
const readFailed = new Proxy({}, { get: (_, key) => (key === 'name' ? 'ErrnoError' : READ_FAILED) })

/**
 * A history as sql.js's in-memory file system stores it: the few members of a `Uint8Array` that it uses, over a source,
 * so that the file is not copied. Files in WAL mode look like plain ones to SQLite (file format section 1.3.3), since
 * it would look for shared memory, which does not exist here.
 */
export class SqliteFile {
  readonly length: number
  #source: ByteSource | undefined
  readonly #shelf = new PageShelf()
  #failure: unknown
  #reads = Number.POSITIVE_INFINITY

  constructor(source: ByteSource) {
    this.length = source.size
    this.#source = source
  }

  /** The file system "copies" the bytes when the file is created; it may keep these. */
  slice(): SqliteFile {
    return this
  }

  /**
   * @throws `readFailed`, and nothing else: any other error would unwind SQLite in the middle of a call. See
   * `takeFailure`.
   */
  subarray(begin: number, end: number): Uint8Array {
    if (--this.#reads < 0) throw readFailed
    try {
      return this.#read(begin, end)
    } catch (error) {
      this.#failure ??= error
      throw readFailed
    }
  }

  /** Returns why a read has failed since the last call, or undefined. */
  takeFailure(): unknown {
    const failure = this.#failure
    this.#failure = undefined
    return failure
  }

  /**
   * Limits the number of reads from now on. The next one after that fails without a failure in `takeFailure`, which
   * means damage.
   */
  ration(reads: number): void {
    this.#reads = reads
  }

  /** Releases the source. */
  release(): void {
    this.#source = undefined
  }

  #read(begin: number, end: number): Uint8Array {
    if (this.#source === undefined) throw new Error('This file is released.')
    const kept = this.#shelf.get(begin, end - begin)
    if (kept !== undefined) return kept
    const bytes = this.#source.read(begin, end)
    if (bytes.length !== end - begin)
      throw new RangeError('A source must return as many bytes as were asked for.')
    this.#shelf.offer(begin, bytes)
    if (begin >= PATCH_END || end <= PATCH_BEGIN) return bytes
    const patched = bytes.slice()
    for (const [at, byte] of HEADER_PATCH) if (at >= begin && at < end) patched[at - begin] = byte
    return patched
  }
}
