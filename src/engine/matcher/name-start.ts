import { isWordBefore } from './letters.ts'

const HYPHEN = 0x2d

/**
 * Returns the leftmost word boundary at `from` or later from which ASCII letters, digits, `_` and `-` lead up to `end`;
 * `end` itself if there is none.
 */
export function nameStart(memory: Uint8Array, begin: number, from: number, end: number): number {
  let start = end
  while (start > from && isNameByte(memory[start - 1] ?? 0)) start--
  for (; start < end; start++) {
    if (isWordBefore(memory, begin, start) !== (memory[start] === HYPHEN)) continue
    return start
  }
  return end
}

function isNameByte(byte: number): boolean {
  const small = byte | 0x20
  return (
    (small >= 0x61 && small <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f || byte === HYPHEN
  )
}
