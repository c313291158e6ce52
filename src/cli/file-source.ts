import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { LaurelError } from '../errors.ts'
import { BlockReader } from '../snapshot/block-reader.ts'
import type { ByteSource } from '../snapshot/byte-source.ts'
import { systemReason } from './explain.ts'

const KiB = 1024

/** 2 MiB in all: what lies about where SQLite reads. */
const BLOCKS = { blockBytes: 64 * KiB, blocksKept: 32 }

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
  readonly #blocks: BlockReader

  /** @throws LaurelError `not_found`, `invalid_request`: there is no file there, or none that can be read */
  constructor(path: string) {
    this.#file = openForReading(path)
    this.#opened = this.#state()
    this.size = Number(this.#opened.size)
    this.#startOpened = this.#start()
    this.#blocks = new BlockReader(this.size, BLOCKS, (bytes, begin) => this.#fill(bytes, begin))
  }

  /** @throws LaurelError `snapshot_replaced` when the file has become shorter */
  read(begin: number, end: number): Uint8Array {
    return this.#blocks.read(begin, end)
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

  #fill(bytes: Uint8Array, begin: number): void {
    for (let at = 0; at < bytes.length; ) {
      const count = readSync(this.#file, bytes, at, bytes.length - at, begin + at)
      if (count === 0) throw changed()
      at += count
    }
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
