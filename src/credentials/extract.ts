import { PNG_SIGNATURE } from '../render/png-chunks.ts'
import { tokenInPng } from './png.ts'
import { tokenInSvg } from './svg.ts'

/** RFC 7515 section 7.1: three parts of base64url. */
const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** The token in a text: the text itself, or what is baked into it where it is an SVG. Null where there is none. */
export function tokenInText(text: string): string | null {
  const bare = text.trim()
  if (bare.startsWith('<')) return tokenInSvg(bare)
  // White space comes in where a token is copied out of lines.
  const token = bare.replace(/\s+/g, '')
  return COMPACT_JWS.test(token) ? token : null
}

/** The token in a file's bytes: a PNG or SVG it is baked into, or a file of the token alone. */
export function tokenInFile(bytes: Uint8Array): string | null {
  if (PNG_SIGNATURE.every((byte, at) => bytes[at] === byte)) return tokenInPng(bytes)
  try {
    return tokenInText(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    return null
  }
}
