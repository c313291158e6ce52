const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d]
const SMALL_U = 0x75

/** Deeper JSON is not repaired. */
const DEPTH_MAX = 64

/**
 * Repairs JSON whose end is missing: a cut string ends at the cut, a key without a value is dropped, and everything
 * open is closed. Returns an empty array if that is impossible. Does not check the JSON.
 * @param bytes UTF-8 that ends with a complete character
 */
export function mendedJson(bytes: Uint8Array): Uint8Array {
  const open: number[] = []
  /** The last position where closing these brackets gives JSON. */
  let sound = { end: 0, open: [] as number[] }
  let key = false
  let at = 0
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) {
      const end = endOfString(bytes, at)
      const isKey = key
      key = false
      if (end.whole) {
        at = end.at
        if (!isKey) sound = { end: at, open: [...open] }
        continue
      }
      return isKey ? closed(bytes, sound.end, sound.open) : closed(bytes, end.at, open, QUOTE)
    }
    at++
    if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
      if (open.length >= DEPTH_MAX) return new Uint8Array(0)
      open.push(byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET)
      key = byte === OPEN_BRACE
      sound = { end: at, open: [...open] }
    } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) {
      if (open.pop() !== byte) return new Uint8Array(0)
      key = false
      sound = { end: at, open: [...open] }
    } else if (byte === COMMA) {
      key = open.at(-1) === CLOSE_BRACE
      // Completes the value before it: a number or a word ends only here.
      sound = { end: at - 1, open: [...open] }
    } else if (byte === COLON) key = false
  }
  return closed(bytes, sound.end, sound.open)
}

/** Returns where the string starting here ends, after its quote; or where it must end if its quote is missing. */
function endOfString(bytes: Uint8Array, begin: number): { at: number; whole: boolean } {
  for (let at = begin + 1; ; ) {
    if (at >= bytes.length) return { at: bytes.length, whole: false }
    const byte = bytes[at]
    if (byte === QUOTE) return { at: at + 1, whole: true }
    const length = byte !== BACKSLASH ? 1 : bytes[at + 1] === SMALL_U ? 6 : 2
    if (at + length > bytes.length) return { at, whole: false }
    at += length
  }
}

function closed(bytes: Uint8Array, end: number, open: readonly number[], quote?: number): Uint8Array {
  const tail = [...(quote === undefined ? [] : [quote]), ...open.toReversed()]
  const mended = new Uint8Array(end + tail.length)
  mended.set(bytes.subarray(0, end))
  mended.set(tail, end)
  return mended
}
