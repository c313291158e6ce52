/** The parts of MurmurHash3_x86_128 (Austin Appleby, public domain) that both its users here need. */

/** https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp */
export const [C1, C2, C3, C4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const

/** Rotates a word of 32 bits to the left. */
export function turned(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** By a shift: `Math.imul` takes several times as long, and each step waits for the one before. */
export function fiveTimes(word: number): number {
  return word + (word << 2)
}

/** The last step of each word, which spreads every bit over all of it. */
export function finished(word: number): number {
  let mixed = word ^ (word >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
