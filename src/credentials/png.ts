import { chunk, chunksOf } from '../render/png-chunks.ts'

/** Credentials in PNGs: Open Badges 3.0 section 5.3.1, in an iTXt chunk (PNG specification section 11.3.3.4). */

const KEYWORD = 'openbadgecredential'

/**
 * Returns the picture with the token in it, in one uncompressed `iTXt` chunk after the header. It replaces any other
 * token.
 * @throws RangeError if the bytes are not a PNG
 */
export function bakePng(png: Uint8Array, token: string): Uint8Array<ArrayBuffer> {
  const chunks = [...chunksOf(png)]
  const [header] = chunks
  if (header?.type !== 'IHDR') throw new RangeError('These bytes are no PNG.')
  const rest = chunks.slice(1).filter((item) => item.type !== 'iTXt' || textOf(item.data) === null)
  const parts = [
    png.subarray(0, header.end),
    chunk('iTXt', new TextEncoder().encode(`${KEYWORD}\0\0\0\0\0${token}`)),
    ...rest.map(({ start, end }) => png.subarray(start, end)),
  ]
  const baked = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    baked.set(part, at)
    at += part.length
  }
  return baked
}

/** Returns the token in a picture; null if there is none. */
export function tokenInPng(png: Uint8Array): string | null {
  for (const { type, data } of chunksOf(png)) {
    const text = type === 'iTXt' ? textOf(data) : null
    if (text !== null) return text
  }
  return null
}

/** Returns the text of an uncompressed `iTXt` chunk that holds a credential; null for any other chunk. */
function textOf(data: Uint8Array): string | null {
  const text = new TextDecoder().decode(data)
  // The keyword, two zeros for no compression, the language, and the keyword in it.
  const parts = new RegExp(`^${KEYWORD}\\0\\0\\0[^\\0]*\\0[^\\0]*\\0([^]*)$`).exec(text)
  return parts?.[1] ?? null
}
