import type { LaurelError } from '../../src/errors.ts'

/** Returns all bytes of some pieces. @throws what `tooLarge` returns if there are more than `maxBytes` */
export async function boundedBytes(
  pieces: AsyncIterable<Uint8Array>,
  maxBytes: number,
  tooLarge: () => LaurelError,
): Promise<Uint8Array<ArrayBuffer>> {
  const taken: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    length += piece.length
    if (length > maxBytes) throw tooLarge()
    taken.push(piece)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of taken) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
