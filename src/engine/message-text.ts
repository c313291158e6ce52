import { dumpsJson } from './json-dump.ts'
import type { Content } from './types.ts'
import { Utf8Text } from './utf8-text.ts'

/**
 * Returns the text of a message as all word counts see it: empty for NULL, a string as it is, bytes as Python prints
 * them (`b'…'`), anything else as JSON.
 */
export function messageText(content: Content): string | Utf8Text {
  if (content === null) return ''
  if (content instanceof Utf8Text) return content
  if (typeof content === 'string') return content
  if (content instanceof Uint8Array) return bytesLiteral(content)
  return dumpsJson(content)
}

const BYTE_ESCAPES = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x5c, '\\\\'],
])

/** Python's `bytes.__repr__`: single quotes, unless the bytes contain single quotes and no double ones. */
function bytesLiteral(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'"
  let literal = ''
  for (const byte of bytes) {
    if (byte === quote.charCodeAt(0)) literal += `\\${quote}`
    else literal += BYTE_ESCAPES.get(byte) ?? printable(byte)
  }
  return `b${quote}${literal}${quote}`
}

function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`
}
