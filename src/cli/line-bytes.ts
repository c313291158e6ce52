import { createHash } from 'node:crypto'
import { UnreadableCheckpoint } from '../scan/checkpoint.ts'
import { BlockReader } from '../snapshot/block-reader.ts'
import { fillFrom } from './file-marks.ts'

/** The lines of a checkpoint file, as bytes. */
export interface LineBytes {
  readonly length: number
  /** Returns some of them, valid until the next call. @throws UnreadableCheckpoint if they are damaged */
  subarray(begin: number, end: number): Buffer
}

/** Lines are read, and their digests made, in blocks: few of them are needed where little has changed. */
export const BLOCK_BYTES = 64 * 1024
/** Lines that are read in turn lie side by side. */
const BLOCKS_KEPT = 32
/** Of a block: half of a SHA-256. */
const DIGEST_BYTES = 16

/** The lines of a file that stays open: it is read as it was, even if another one takes its place. */
export class FileLines implements LineBytes {
  readonly length: number
  readonly #reader: BlockReader

  /**
   * @param file its descriptor
   * @param begin where the lines begin in it
   * @param digests of their blocks, as `blockDigests` made them
   */
  constructor(file: number, { begin, length }: { begin: number; length: number }, digests: Uint8Array) {
    this.length = length
    const sizes = { blockBytes: BLOCK_BYTES, blocksKept: BLOCKS_KEPT }
    this.#reader = new BlockReader(length, sizes, (bytes, at) => {
      const place = (at / BLOCK_BYTES) * DIGEST_BYTES
      const isWhole = fillFrom(file, bytes, begin + at) === bytes.length
      if (!isWhole || !digestOf([bytes]).equals(digests.subarray(place, place + DIGEST_BYTES)))
        throw new UnreadableCheckpoint()
    })
  }

  subarray(begin: number, end: number): Buffer {
    const next = Math.min(end, (Math.floor(begin / BLOCK_BYTES) + 1) * BLOCK_BYTES)
    const { buffer, byteOffset, length } = this.#reader.read(begin, next)
    const first = Buffer.from(buffer, byteOffset, length)
    return next === end ? first : Buffer.concat([first, this.subarray(next, end)])
  }

  /** Whether none of them is damaged. Reads all. */
  areWhole(): boolean {
    try {
      for (let begin = 0; begin < this.length; begin += BLOCK_BYTES) this.subarray(begin, begin + 1)
      return true
    } catch (error) {
      if (error instanceof UnreadableCheckpoint) return false
      throw error
    }
  }
}

/** Returns the digests of the blocks of some bytes, given in pieces. */
export function blockDigests(pieces: Iterable<Uint8Array>): Buffer {
  const digests: Buffer[] = []
  let [block, room]: [Uint8Array[], number] = [[], BLOCK_BYTES]
  const flush = () => {
    if (block.length > 0) digests.push(digestOf(block))
    block = []
    room = BLOCK_BYTES
  }
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const end = Math.min(piece.length, at + room)
      block.push(piece.subarray(at, end))
      room -= end - at
      at = end
      if (room === 0) flush()
    }
  }
  flush()
  return Buffer.concat(digests)
}

function digestOf(block: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256')
  for (const piece of block) hash.update(piece)
  return hash.digest().subarray(0, DIGEST_BYTES)
}
