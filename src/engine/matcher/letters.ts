/**
 * Reads characters in UTF-8 in place. An invalid sequence counts as U+FFFD, neither letter nor number, as decoding
 * would make of it, since a lead byte never continues another sequence
 * (https://encoding.spec.whatwg.org/#utf-8-decoder).
 */

const REPLACEMENT = 0xfffd

/** Returns the character that begins at `at`, which must be below `end`. */
export function characterAt(memory: Uint8Array, at: number, end: number): number {
  const lead = memory[at] ?? 0
  if (lead < 0x80) return lead
  const width = widthOf(lead)
  if (width === 0 || at + width > end) return REPLACEMENT
  let character = lead & (0xff >> (width + 1))
  for (let next = at + 1; next < at + width; next++) {
    const byte = memory[next] ?? 0
    if ((byte & 0xc0) !== 0x80) return REPLACEMENT
    character = (character << 6) | (byte & 0x3f)
  }
  return valid(character, width) ? character : REPLACEMENT
}

/** Returns the character that ends at `at`, which must be above `begin`. */
export function characterBefore(memory: Uint8Array, begin: number, at: number): number {
  let lead = at - 1
  const first = Math.max(begin, at - 4)
  while (lead > first && ((memory[lead] ?? 0) & 0xc0) === 0x80) lead--
  const character = characterAt(memory, lead, at)
  return lead + widthOfCharacter(character) === at ? character : REPLACEMENT
}

/** Returns the number of bytes of a character. */
export function widthOfCharacter(character: number): number {
  return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4
}

/** Whether it is a letter (L*), a number (N*) or `_`. */
export function isWordCharacter(character: number): boolean {
  if (character >= WORDS.length) return WORD.test(String.fromCodePoint(character))
  const known = WORDS[character] ?? UNKNOWN
  if (known !== UNKNOWN) return known === YES
  const word = WORD.test(String.fromCharCode(character))
  WORDS[character] = word ? YES : NO
  return word
}

export function isWordAt(memory: Uint8Array, at: number, end: number): boolean {
  if (at >= end) return false
  const byte = memory[at] ?? 0
  return byte < 0x80 ? ASCII_WORDS[byte] === YES : isWordCharacter(characterAt(memory, at, end))
}

export function isWordBefore(memory: Uint8Array, begin: number, at: number): boolean {
  if (at <= begin) return false
  const byte = memory[at - 1] ?? 0
  return byte < 0x80 ? ASCII_WORDS[byte] === YES : isWordCharacter(characterBefore(memory, begin, at))
}

const WORD = /^[\p{L}\p{N}_]$/u
const UNKNOWN = 0
const NO = 1
const YES = 2
const ASCII_WORDS = Uint8Array.from({ length: 0x80 }, (_, byte) =>
  WORD.test(String.fromCharCode(byte)) ? YES : NO,
)
/** Cached classes of the characters up to U+FFFF, filled on first use. */
const WORDS = new Uint8Array(0x10000)

/** Returns the length of the sequence that this byte leads; 0 if it leads none. */
function widthOf(lead: number): number {
  if (lead < 0xc2) return 0
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
}

/** Not overlong, not a surrogate, and not above U+10FFFF. */
function valid(character: number, width: number): boolean {
  const surrogate = character >= 0xd800 && character <= 0xdfff
  return widthOfCharacter(character) === width && character <= 0x10ffff && !surrogate
}
