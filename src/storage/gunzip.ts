import { BitInput } from './bit-input.ts'
import { Crc32 } from './crc32.ts'
import { Inflate } from './inflate.ts'

/** The header of a member (RFC 1952 section 2.3), and the flags for its optional fields. */
const MAGIC = [0x1f, 0x8b, 8]
const HEAD_BYTES = 10
const FLAGS = 3
const HEADER_CRC = 2
const EXTRA = 4
const NAME = 8
const COMMENT = 16
const RESERVED = 0xe0
/** Length of the trailer, CRC and size. Unit: bytes. */
const TRAILER_BYTES = 8

/**
 * Decompresses gzip data: all members (RFC 1952 section 2.2), ignoring zero padding after the last one, as tapes and
 * block devices leave it. Replaces DecompressionStream, which reads one member only.
 * @throws Error if the data is damaged or truncated, or something else follows a member; what reading it throws
 */
export async function* gunzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const input = new BitInput(packed)
  try {
    do {
      await passHead(input)
      yield* member(input)
    } while (await anotherFollows(input))
  } finally {
    await input.close()
  }
}

async function* member(input: BitInput): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const inflate = new Inflate(input)
  const crc = new Crc32()
  let size = 0
  for (;;) {
    const stopped = inflate.run()
    if (stopped === 'input') {
      if (input.ended) throw wrong()
      await input.more()
      continue
    }
    const piece = inflate.take()
    crc.add(piece)
    size = (size + piece.length) >>> 0
    if (piece.length > 0) yield piece
    if (stopped === 'end') break
  }
  input.align()
  if (!(await input.have(TRAILER_BYTES))) throw wrong()
  if (word(input) !== crc.value || word(input) !== size) throw wrong()
}

async function passHead(input: BitInput): Promise<void> {
  if (!(await input.have(HEAD_BYTES))) throw wrong()
  const head = Array.from({ length: HEAD_BYTES }, () => input.take(8))
  const flags = head[FLAGS] ?? 0
  if (MAGIC.some((byte, at) => head[at] !== byte) || (flags & RESERVED) !== 0) throw wrong()
  if (flags & EXTRA) {
    if (!(await input.have(2))) throw wrong()
    await passBytes(input, input.take(16))
  }
  if (flags & NAME) await passText(input)
  if (flags & COMMENT) await passText(input)
  if (flags & HEADER_CRC) await passBytes(input, 2)
}

async function passBytes(input: BitInput, count: number): Promise<void> {
  if (!(await input.have(count))) throw wrong()
  input.at += count * 8
}

/** Skips a NUL-terminated text. */
async function passText(input: BitInput): Promise<void> {
  do {
    if (!(await input.have(1))) throw wrong()
  } while (input.take(8) !== 0)
}

/** Whether another member follows: false at the end, and if only zeros follow. */
async function anotherFollows(input: BitInput): Promise<boolean> {
  if (!(await input.have(1))) return false
  if (input.bytes[input.at >> 3] !== 0) return true
  while (await input.have(1)) {
    if (input.bytes.subarray(input.at >> 3).some((byte) => byte !== 0)) throw wrong()
    input.at = input.bytes.length * 8
  }
  return false
}

function word(input: BitInput): number {
  return (input.take(16) | (input.take(16) << 16)) >>> 0
}

function wrong(): Error {
  return new Error('This is not whole gzip data.')
}
