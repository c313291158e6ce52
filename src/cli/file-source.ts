import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { LaurelError } from '../errors.ts'
import type { ByteSource } from '../snapshot/byte-source.ts'
import { systemReason } from './explain.ts'

const KiB = 1024

/** Read from the file at once. Unit: bytes. SQLite asks page by page, and neighbours are likely to follow. */
const BLOCK_BYTES = 64 * KiB
/** Blocks kept, 16 MiB in all: far more than the inner pages of any b-tree, which are read time and again. */
const BLOCKS_KEPT = 256

const WAL_HEADER_BYTES = 32

/** The file's own marks, by which a change shows. */
interface FileState {
  size: bigint
  modified: bigint
}

/** A history in a file, read block by block as it is asked for: it may be larger than memory. */
export class FileSource implements ByteSource {
  readonly size: number
  readonly #file: number
  readonly #opened: FileState
  readonly #startOpened: Buffer
  /** By number, the one used last at the end. */
  readonly #blocks = new Map<number, Uint8Array>()

  /** @throws LaurelError `not_found`, `invalid_request`: there is no file there, or none that can be read */
  constructor(path: string) {
    this.#file = openForReading(path)
    this.#opened = this.#state()
    this.size = Number(this.#opened.size)
    this.#startOpened = this.#start()
  }

  /** @throws LaurelError `snapshot_replaced` when the file has become shorter */
  read(begin: number, end: number): Uint8Array {
    const first = Math.floor(begin / BLOCK_BYTES)
    const offset = begin - first * BLOCK_BYTES
    if (offset + (end - begin) <= BLOCK_BYTES) {
      return this.#block(first).subarray(offset, offset + (end - begin))
    }
    const bytes = new Uint8Array(end - begin)
    this.#fill(bytes, begin)
    return bytes
  }

  /**
   * To be asked once all is read: figures from a file that changed meanwhile are worth nothing.
   * @throws LaurelError `snapshot_replaced`
   */
  checkUnchanged(): void {
    const { size, modified } = this.#state()
    if (size !== this.#opened.size || modified !== this.#opened.modified) throw changed()
  }

  /**
   * The same of a -wal, to which its agent appends: what was committed when it was opened is still there unless it
   * was started over, by which its salts change (SQLite file format, section 4.1).
   * @throws LaurelError `snapshot_replaced`
   */
  checkOnlyGrown(): void {
    if (this.#state().size < this.#opened.size || !this.#start().equals(this.#startOpened)) throw changed()
  }

  close(): void {
    closeSync(this.#file)
    this.#blocks.clear()
  }

  #start(): Buffer {
    const start = Buffer.alloc(WAL_HEADER_BYTES)
    return start.subarray(0, readSync(this.#file, start, 0, WAL_HEADER_BYTES, 0))
  }

  #state(): FileState {
    const { size, mtimeNs } = fstatSync(this.#file, { bigint: true })
    return { size, modified: mtimeNs }
  }

  #block(number: number): Uint8Array {
    let block = this.#blocks.get(number)
    this.#blocks.delete(number)
    if (block === undefined) {
      const begin = number * BLOCK_BYTES
      const length = Math.min(BLOCK_BYTES, this.size - begin)
      block = this.#fill(this.#spareBlock(length), begin)
    }
    this.#blocks.set(number, block)
    return block
  }

  /** The memory of the block used longest ago, once there are enough of them. */
  #spareBlock(length: number): Uint8Array {
    const [oldest] = this.#blocks.size < BLOCKS_KEPT ? [] : this.#blocks
    if (oldest === undefined) return new Uint8Array(length)
    const [number, block] = oldest
    this.#blocks.delete(number)
    return block.length === length ? block : new Uint8Array(length)
  }

  #fill(bytes: Uint8Array, begin: number): Uint8Array {
    for (let at = 0; at < bytes.length; ) {
      const count = readSync(this.#file, bytes, at, bytes.length - at, begin + at)
      if (count === 0) throw changed()
      at += count
    }
    return bytes
  }
}

/**
 * Opens a file and answers its descriptor.
 * @throws LaurelError `not_found`, `invalid_request`: there is no file there, or none that can be read
 */
export function openForReading(path: string): number {
  try {
    const file = openSync(path, 'r')
    if (fstatSync(file).isFile()) return file
    closeSync(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new LaurelError('not_found', 'There is no such file.', {
        hint: 'Give the path of the state.db in your Hermes folder.',
      })
    }
    throw new LaurelError(
      'invalid_request',
      `The file cannot be read: ${systemReason(error) ?? 'unknown reason'}.`,
      { cause: error },
    )
  }
  throw new LaurelError('invalid_request', 'This is not a file.', {
    hint: 'Give the path of the state.db itself, not of its folder.',
  })
}

function changed(): LaurelError {
  return new LaurelError('snapshot_replaced', 'The history changed while it was read.', {
    hint: 'Scan it again, or scan a copy made with “sqlite3 state.db ".backup copy.db"”.',
  })
}
