import type { ByteSource } from './byte-source.ts'

/** The two version numbers of the file format, at offsets 18 and 19: 1 is a rollback journal, 2 is WAL. */
const VERSIONS_BEGIN = 18
const VERSIONS_END = 20
const ROLLBACK_JOURNAL = 1

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
  #failure: unknown

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

  /** Lets go of the source. */
  release(): void {
    this.#source = undefined
  }

  #read(begin: number, end: number): Uint8Array {
    if (this.#source === undefined) throw new Error('This file is released.')
    const bytes = this.#source.read(begin, end)
    if (bytes.length !== end - begin)
      throw new RangeError('A source must return as many bytes as were asked for.')
    if (begin >= VERSIONS_END || end <= VERSIONS_BEGIN) return bytes
    const patched = bytes.slice()
    for (let at = VERSIONS_BEGIN; at < VERSIONS_END; at++) {
      if (at >= begin && at < end) patched[at - begin] = ROLLBACK_JOURNAL
    }
    return patched
  }
}
