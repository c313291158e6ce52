import { BlockReader, type BlockSizes } from '../snapshot/block-reader.ts'
import type { ByteSource } from '../snapshot/byte-source.ts'
import { changedSince } from './chosen-file.ts'

/** Reads a blob while its caller waits (File API section 6.6). Workers alone have one. */
export interface BlobReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer
}

/** A chosen file, read block by block as it is asked for. */
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

  /** Bytes that were read from the file so far. */
  get bytesRead(): number {
    return this.#bytesRead
  }

  /** @throws LaurelError `history_busy` once the file was written to: browsers give no more of it then */
  read(begin: number, end: number): Uint8Array {
    return this.#blocks.read(begin, end)
  }
}

/** What changes with each commit: the header of a database, a log or a journal. Unit: bytes. */
const START_BYTES = 100

/** The first bytes of a file. @throws LaurelError `history_busy` */
export function startOf(blob: Blob, reader: BlobReader): Uint8Array {
  const bytes = new Uint8Array(Math.min(START_BYTES, blob.size))
  fill(bytes, blob, reader, 0)
  return bytes
}

/**
 * To be called once all is read. Not every browser refuses a file that was written to.
 * @throws LaurelError `history_busy`
 */
export function checkUnchanged(blob: Blob, reader: BlobReader, start: Uint8Array | undefined): void {
  const now = startOf(blob, reader)
  if (now.some((byte, at) => byte !== start?.[at])) throw changedSince()
}

/** A page gets a file as it was when it was chosen, or not at all (File API section 4, NotReadableError). */
function fill(bytes: Uint8Array, blob: Blob, reader: BlobReader, begin: number): void {
  let buffer: DetachableBuffer
  try {
    buffer = reader.readAsArrayBuffer(blob.slice(begin, begin + bytes.length))
  } catch (cause) {
    throw changedSince(cause)
  }
  if (buffer.byteLength !== bytes.length) throw changedSince()
  bytes.set(new Uint8Array(buffer))
  // Left to the garbage collector, some 60 MB of them would be waiting for it.
  buffer.transfer?.(0)
}

/** Detaching a buffer gives its memory back at once (ECMA-262 section 25.1.6.8). Older browsers can't. */
interface DetachableBuffer extends ArrayBuffer {
  transfer?(newByteLength: number): unknown
}
