import type { ByteSource } from './byte-source.ts'
import { PageShelf } from './page-shelf.ts'

/**
 * Header bytes that SQLite is given otherwise, by offset (file format section 1.3): the two version numbers, of
 * which 1 is a rollback journal and 2 is WAL, and the suggested cache size, which it would believe: one page,
 * until the connection sets its own.
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

/** EBADF as WASI numbers it. SQLite answers it with a plain read error; EIO (29) it would take for corruption. */
const READ_FAILED = 8

/**
 * What a failed read throws. sql.js's file layer turns an error of this name into the error number it carries,
 * under a property whose name its minifier picks anew with each build: so every property is that number.
 */
const readFailed = new Proxy({}, { get: (_, key) => (key === 'name' ? 'ErrnoError' : READ_FAILED) })

/**
 * A history as sql.js's in-memory file system keeps it: the few members of a `Uint8Array` that it uses, over a
 * source, so that no copy of the file is made. Files in WAL mode look like plain ones to SQLite (file format
 * section 1.3.3), since it would look for shared memory that isn't there.
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

  /** The file system "copies" the bytes when the file is made; it may keep these. */
  slice(): SqliteFile {
    return this
  }

  /** @throws `readFailed`, and nothing else: any other error would unwind SQLite half way. See `takeFailure`. */
  subarray(begin: number, end: number): Uint8Array {
    if (--this.#reads < 0) throw readFailed
    try {
      return this.#read(begin, end)
    } catch (error) {
      this.#failure ??= error
      throw readFailed
    }
  }

  /** Why a read failed since this was last asked, or undefined. */
  takeFailure(): unknown {
    const failure = this.#failure
    this.#failure = undefined
    return failure
  }

  /** How many reads there may be from now on. One more fails, and `takeFailure` answers nothing: that is damage. */
  ration(reads: number): void {
    this.#reads = reads
  }

  /** Lets go of the source. */
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
