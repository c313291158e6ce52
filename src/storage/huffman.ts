/** Length of the longest code (RFC 1951 section 3.2.7). Unit: bits. */
const CODE_BITS_MAX = 15

/**
 * A Huffman code as a lookup table by the next bits of a stream, lowest bit first (RFC 1951 section 3.1.1): each entry
 * is the symbol times 16, plus its length in bits; 0 if no code starts with these bits.
 */
export interface HuffmanTable {
  entries: Uint16Array
  /** Number of bits of the index. */
  bits: number
}

/**
 * Returns the code for these code lengths in bits, one per symbol (RFC 1951 section 3.2.2). Null if they do not form a
 * code.
 */
export function huffmanTable(lengths: Uint8Array): HuffmanTable | null {
  const counts = new Uint16Array(CODE_BITS_MAX + 1)
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
  counts[0] = 0
  const next = new Uint16Array(CODE_BITS_MAX + 2)
  let [code, bits] = [0, 0]
  for (let length = 1; length <= CODE_BITS_MAX; length++) {
    code = (code + (counts[length - 1] ?? 0)) << 1
    if (code + (counts[length] ?? 0) > 1 << length) return null
    if (counts[length]) bits = length
    next[length] = code
  }
  const entries = new Uint16Array(1 << bits)
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue
    const word = next[length] ?? 0
    next[length] = word + 1
    for (let at = reversed(word, length); at < entries.length; at += 1 << length)
      entries[at] = (symbol << 4) | length
  }
  return { entries, bits }
}

function reversed(word: number, length: number): number {
  let bits = 0
  for (let at = 0; at < length; at++) bits |= ((word >> at) & 1) << (length - 1 - at)
  return bits
}
