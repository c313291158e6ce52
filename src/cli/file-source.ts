import { type BigIntStats, closeSync, fstatSync, openSync } from 'node:fs'
import { LaurelError } from '../errors.ts'
import { BlockReader } from '../snapshot/block-reader.ts'
import type { ByteSource } from '../snapshot/byte-source.ts'
import { systemReason } from './explain.ts'
import { bytesOf, fillFrom, HEADER_BYTES, isFresh } from './file-marks.ts'

const KiB = 1024

/** 2 MiB in all: what lies about where SQLite reads. */
const BLOCKS = { blockBytes: 64 * KiB, blocksKept: 32 }

/** The salts and all else that tells one log from another. */
const WAL_HEADER_BYTES = 32

/** The file's own marks, by which a change shows. */
interface FileState {
  device: bigint
  inode: bigint
  size: bigint
  modified: bigint
}

/** A history in a file, read block by block as it is asked for: it may be larger than memory. */
export class FileSource implements ByteSource {
  readonly size: number
  readonly #path: string
  readonly #file: number
  readonly #opened: FileState
  readonly #startOpened: Uint8Array
  readonly #blocks: BlockReader
  /** Whether it was written to just before: a write in the same tick of the clock leaves size and time as they are. */
  readonly openedFresh: boolean
  /** All of it, once it was read into memory. */
  #whole: Uint8Array | null = null

  /** @throws LaurelError `not_found`, `invalid_request`: there is no file there, or none that can be read */
  constructor(path: string) {
    this.#path = path
    this.#file = openForReading(path)
    this.#opened = stateOf(fstatSync(this.#file, { bigint: true }))
    this.openedFresh = isFresh(Number(this.#opened.modified / 1_000_000n))
    this.size = Number(this.#opened.size)
    this.#startOpened = bytesOf(this.#file, 0, HEADER_BYTES)
    this.#blocks = new BlockReader(this.size, BLOCKS, (bytes, begin) => this.#fill(bytes, begin))
  }

  /** @throws LaurelError `snapshot_replaced` when the file has become shorter */
  read(begin: number, end: number): Uint8Array {
    return this.#whole?.subarray(begin, end) ?? this.#blocks.read(begin, end)
  }

  /** Reads all of it into memory, in less time than reading it as it is needed takes. */
  readWhole(): void {
    const bytes = new Uint8Array(this.size)
    this.#fill(bytes, 0)
    this.#whole = bytes
  }

  refresh(): void {
    this.#blocks.clear()
  }

  /**
   * To be called once all is read: figures from a file that changed meanwhile are worth nothing. It is looked for by
   * its name, which may be another file's by now; a new look sees what others wrote over a network as well.
   * @throws LaurelError `snapshot_replaced`
   */
  checkUnchanged(): void {
    const { state, start } = this.#now()
    const { size, modified } = this.#opened
    if (state.size !== size || state.modified !== modified || !isSame(start, this.#startOpened))
      throw changed()
  }

  /**
   * The same of a -wal, to which its agent appends: what was committed when it was opened is still there unless it
   * was started over, by which its salts change (SQLite file format, section 4.1).
   * @throws LaurelError `snapshot_replaced`
   */
  checkOnlyGrown(): void {
    const { state, start } = this.#now()
    const before = this.#startOpened.subarray(0, WAL_HEADER_BYTES)
    if (state.size < this.#opened.size || !isSame(start.subarray(0, before.length), before)) throw changed()
  }

  close(): void {
    closeSync(this.#file)
    this.#blocks.clear()
  }

  /** @throws LaurelError `snapshot_replaced` when there is another file of this name, or none */
  #now(): { state: FileState; start: Uint8Array } {
    let file: number
    try {
      file = openSync(this.#path, 'r')
    } catch {
      throw changed()
    }
    try {
      const state = stateOf(fstatSync(file, { bigint: true }))
      const { device, inode } = this.#opened
      if (state.device !== device || state.inode !== inode) throw changed()
      return { state, start: bytesOf(file, 0, HEADER_BYTES) }
    } finally {
      closeSync(file)
    }
  }

  #fill(bytes: Uint8Array, begin: number): void {
    if (fillFrom(this.#file, bytes, begin) < bytes.length) throw changed()
  }
}

function stateOf({ dev, ino, size, mtimeNs }: BigIntStats): FileState {
  return { device: dev, inode: ino, size, modified: mtimeNs }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
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

export function changed(): LaurelError {
  return new LaurelError('snapshot_replaced', 'The history changed while it was read.', {
    hint: 'Try again later, or stop Hermes first.',
  })
}
