import { LaurelError } from '../errors.ts'
import { gunzip } from './gunzip.ts'

/** The first bytes of a gzip file (RFC 1952 section 2.3.1). */
const GZIP = [0x1f, 0x8b]

export function isGzip(start: Uint8Array): boolean {
  return GZIP.every((byte, at) => start[at] === byte)
}

/**
 * Yields bytes in chunks, the last of which may be shorter. A chunk is overwritten by the next one. After a failure,
 * what does not fill a chunk is dropped.
 */
export async function* inChunks(
  pieces: AsyncIterable<Uint8Array>,
  chunkBytes: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const chunk = new Uint8Array(chunkBytes)
  let filled = 0
  for await (const piece of pieces) {
    for (let taken = 0; taken < piece.length; ) {
      const part = piece.subarray(taken, taken + chunkBytes - filled)
      chunk.set(part, filled)
      filled += part.length
      taken += part.length
      if (filled < chunkBytes) continue
      yield chunk
      filled = 0
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled)
}

/**
 * Yields the bytes of a file, decompressed if it is a gzip file.
 * @throws LaurelError `bad_gzip` if it does not decompress; what reading it throws
 */
export async function* unpacked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = pieces[Symbol.asyncIterator]()
  const start: Uint8Array[] = []
  let length = 0
  while (length < GZIP.length) {
    const { done, value } = await source.next()
    if (done) break
    start.push(value)
    length += value.length
  }
  const all = (async function* () {
    yield* start
    yield* { [Symbol.asyncIterator]: () => source }
  })()
  const first = start.flatMap((piece) => [...piece.subarray(0, GZIP.length)])
  if (!isGzip(Uint8Array.from(first))) {
    yield* all
    return
  }
  try {
    yield* gunzip(all)
  } catch (cause) {
    if (cause instanceof LaurelError) throw cause
    throw new LaurelError('bad_gzip', 'The file says it is gzip, but it does not decompress.', {
      hint: 'Compress it again: it may have been cut off.',
      cause,
    })
  }
}
