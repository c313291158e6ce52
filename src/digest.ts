import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** Bytes in lowercase hexadecimal, two digits each (RFC 4648 section 8, in lower case). */
export function hex(bytes: ArrayBuffer | Uint8Array): string {
  const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)
  return Array.from(view, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The bytes that `hex` wrote. */
export function bytesOfHex(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** SHA-256 (FIPS 180-4) of bytes or of a text's UTF-8, in lowercase hexadecimal. */
export async function sha256Hex(data: Uint8Array<ArrayBuffer> | string): Promise<string> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
  return hex(await crypto.subtle.digest('SHA-256', bytes))
}

/**
 * Returns the UUID of a name within a namespace, another UUID: version 5, from SHA-1 (RFC 9562 section 5.5). The same
 * for the same two, for ever.
 */
export async function namedUuid(namespace: string, name: string): Promise<string> {
  const bytes = [...bytesOfHex(namespace.replaceAll('-', '')), ...utf8ToBytes(name)]
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', Uint8Array.from(bytes)))
  return uuidOf(hex(digest), 5)
}

/** Returns the first 128 bits of a digest, in hexadecimal, as a UUID of a version (RFC 9562 section 4). */
export function uuidOf(digest: string, version: 5 | 8): string {
  const variant = '89ab'.charAt(Number.parseInt(digest.charAt(16), 16) % 4)
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `${version}${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-')
}

/** Hexadecimal digits of a session's name: 128 bits. */
const NAME_DIGITS = 32

/** Returns the HMAC-SHA-256 of a text in hexadecimal. Synchronous: names are compared within transactions. */
export function keyedDigest(key: Uint8Array, text: string): string {
  return bytesToHex(hmac(sha256, key, utf8ToBytes(text)))
}

/** Returns the name of a session: the same for the same key and id, and meaningless without the key. */
export function sessionName(key: Uint8Array, sessionId: string): string {
  return sessionNamer(key)(sessionId)
}

/** Returns what names sessions as `sessionName` does. What of a digest depends on the key alone is computed once. */
export function sessionNamer(key: Uint8Array): (sessionId: string) => string {
  const keyed = hmac.create(sha256, key)
  return (sessionId) => {
    const digest = keyed
      .clone()
      .update(utf8ToBytes(`id ${sessionId}`))
      .digest()
    return bytesToHex(digest).slice(0, NAME_DIGITS)
  }
}
