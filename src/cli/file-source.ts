import { type BigIntStats, closeSync, fstatSync, openSync } from 'node:fs'
import { LaurelError } from '../errors.ts'
import { BlockReader } from '../snapshot/block-reader.ts'
import type { ByteSource } from '../snapshot/byte-source.ts'
import { bytesOf, fillFrom, HEADER_BYTES, isFresh } from './file-marks.ts'
import { systemReason } from './system-reason.ts'

const KiB = 1024

/** 2 MiB in all: the neighbourhood of what SQLite reads. */
const BLOCKS = { blockBytes: 64 * KiB, blocksKept: 32 }

/** The salts and everything else that distinguishes two logs. */
const WAL_HEADER_BYTES = 32

/** Metadata that reveals a change. */
interface FileState {
  device: bigint
  inode: bigint
  size: bigint
  modified: bigint
}

/** A history in a file, read block by block on demand: it may be larger than memory. */
export class FileSource implements ByteSource {
  readonly size: number
  readonly #path: string
  readonly #file: number
  readonly #opened: FileState
  readonly #startOpened: Uint8Array
  readonly #blocks: BlockReader
  /** Whether it was written just before: another write in the same clock tick may leave size and time unchanged. */
  readonly openedFresh: boolean
  /** The whole file, once it is in memory. */
  #whole: Uint8Array | null = null

  /** @throws LaurelError `not_found`, `invalid_request`, `history_busy`: the file is missing, unreadable or locked */
  constructor(path: string) {
    this.#path = path
    this.#file = openForReading(path)
    this.#opened = stateOf(fstatSync(this.#file, { bigint: true }))
    this.openedFresh = isFresh(Number(this.#opened.modified / 1_000_000n))
    this.size = Number(this.#opened.size)
    this.#startOpened = bytesOf(this.#file, 0, HEADER_BYTES)
    this.#blocks = new BlockReader(this.size, BLOCKS, (bytes, begin) => this.#fill(bytes, begin))
  }

  /** @throws LaurelError `snapshot_replaced` if the file has become shorter */
  read(begin: number, end: number): Uint8Array {
    return this.#whole?.subarray(begin, end) ?? this.#blocks.read(begin, end)
  }

  /** Reads the whole file into memory, which is faster than reading it on demand. */
  readWhole(): void {
    const bytes = new Uint8Array(this.size)
    this.#fill(bytes, 0)
    this.#whole = bytes
  }

  refresh(): void {
    this.#blocks.clear()
  }

  /**
   * Call it after everything is read: figures from a file that changed meanwhile are worthless. It opens the file by
   * its name again, which may now be another file's; this also shows writes made over a network.
   * @throws LaurelError `snapshot_replaced`
   */
  checkUnchanged(): void {
    const { state, start } = this.#now()
    const { size, modified } = this.#opened
    if (state.size !== size || state.modified !== modified || !isSame(start, this.#startOpened))
      throw changed()
  }

  /**
   * The same for a -wal, which grows: what was committed when it was opened is still there unless the log was
   * restarted, which changes its salts (SQLite file format, section 4.1).
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

  /** @throws LaurelError `snapshot_replaced` if the name now belongs to another file, or to none */
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
 * Opens a file and returns its descriptor.
 * @throws LaurelError `not_found`, `invalid_request`, `history_busy`: the file is missing, unreadable or locked
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
    // Windows: another program has it open for itself.
    if (error instanceof Error && 'code' in error && error.code === 'EBUSY') {
      throw new LaurelError('history_busy', 'Another program has locked the file.', {
        hint: 'Try again in a moment.',
        cause: error,
      })
    }
    throw new LaurelError(
      'invalid_request',
      `The file cannot be read: ${systemReason(error) ?? 'unknown reason'}.`,
      { cause: error },
    )
  }
  throw new LaurelError('invalid_request', 'This is not a file.', {
    hint: 'Give the path of the state.db, not of its folder.',
  })
}

export function changed(): LaurelError {
  return new LaurelError('snapshot_replaced', 'The history changed while it was read.', {
    hint: 'Try again later, or stop Hermes first.',
  })
}
