import { BlockReader, type BlockSizes } from '../snapshot/block-reader.ts'
import type { ByteSource } from '../snapshot/byte-source.ts'
import { changedSince } from './chosen-file.ts'

/** Reads a blob synchronously (File API section 6.6). Only available in workers. */
export interface BlobReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer
}

/** A chosen file, read block by block on demand. */
export class BlobSource implements ByteSource {
  readonly size: number
  readonly #blocks: BlockReader
  #bytesRead = 0

  constructor(blob: Blob, reader: BlobReader, sizes: BlockSizes) {
    this.size = blob.size
    this.#blocks = new BlockReader(blob.size, sizes, (bytes, begin) => {
      fill(bytes, blob, reader, begin)
      this.#bytesRead += bytes.length
    })
  }

  refresh(): void {
    this.#blocks.clear()
  }

  /** Bytes read from the file so far. */
  get bytesRead(): number {
    return this.#bytesRead
  }

  /** @throws LaurelError `history_busy` if the file was modified: browsers refuse to read it then */
  read(begin: number, end: number): Uint8Array {
    return this.#blocks.read(begin, end)
  }
}

/** What changes with each commit: the header of a database, log or journal. Unit: bytes. */
const START_BYTES = 100

/** The first bytes of a file. @throws LaurelError `history_busy` */
export function startOf(blob: Blob, reader: BlobReader): Uint8Array {
  const bytes = new Uint8Array(Math.min(START_BYTES, blob.size))
  fill(bytes, blob, reader, 0)
  return bytes
}

/**
 * Call after reading everything. Some browsers read a modified file without an error.
 * @throws LaurelError `history_busy`
 */
export function checkUnchanged(blob: Blob, reader: BlobReader, start: Uint8Array | undefined): void {
  const now = startOf(blob, reader)
  if (now.some((byte, at) => byte !== start?.[at])) throw changedSince()
}

/** A page reads a file as it was when chosen, or not at all (File API section 4, NotReadableError). */
function fill(bytes: Uint8Array, blob: Blob, reader: BlobReader, begin: number): void {
  let buffer: DetachableBuffer
  try {
    buffer = reader.readAsArrayBuffer(blob.slice(begin, begin + bytes.length))
  } catch (cause) {
    throw changedSince(cause)
  }
  if (buffer.byteLength !== bytes.length) throw changedSince()
  bytes.set(new Uint8Array(buffer))
  // Otherwise about 60 MB would wait for the garbage collector.
  buffer.transfer?.(0)
}

/** Detaching a buffer frees its memory at once (ECMA-262 section 25.1.6.8). Older browsers cannot. */
interface DetachableBuffer extends ArrayBuffer {
  transfer?(newByteLength: number): unknown
}
