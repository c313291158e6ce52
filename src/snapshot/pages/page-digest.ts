import { C1, C2, C3, C4, finished, turned } from '../murmur.ts'

/**
 * Writes the first 64 bits of the MurmurHash3_x86_128 of some words into `digests`. Of the known functions it is the
 * fastest that is plain arithmetic on 32 bits: 64-bit ones need WebAssembly, and SHA-256 takes ten times as long. It
 * need not resist an attacker, who could only keep their own figures as they were; two different pages have the same
 * digest once in 2^64.
 * @param words little-endian, a multiple of four
 */
export function digestInto(digests: Uint32Array, at: number, words: Uint32Array): void {
  // One by one, for the same reason as the constants.
  let h1 = 0
  let h2 = 0
  let h3 = 0
  let h4 = 0
  for (let word = 0; word < words.length; word += 4) {
    h1 ^= Math.imul(turned(Math.imul(words[word] ?? 0, C1), 15), C2)
    h1 = (Math.imul((turned(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0
    h2 ^= Math.imul(turned(Math.imul(words[word + 1] ?? 0, C2), 16), C3)
    h2 = (Math.imul((turned(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0
    h3 ^= Math.imul(turned(Math.imul(words[word + 2] ?? 0, C3), 17), C4)
    h3 = (Math.imul((turned(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0
    h4 ^= Math.imul(turned(Math.imul(words[word + 3] ?? 0, C4), 18), C1)
    h4 = (Math.imul((turned(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0
  }
  const bytes = 4 * words.length
  const [a, b, c, d] = [h1 ^ bytes, h2 ^ bytes, h3 ^ bytes, h4 ^ bytes]
  const sum = (a + b + c + d) | 0
  const [m1, m2, m3, m4] = [
    finished(sum),
    finished((sum + b) | 0),
    finished((sum + c) | 0),
    finished((sum + d) | 0),
  ]
  const first = (m1 + m2 + m3 + m4) | 0
  digests[at] = first
  digests[at + 1] = first + m2
}
