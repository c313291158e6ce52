import type { Content } from './types.ts'
import { Utf8Text } from './utf8-text.ts'
import { stripped } from './white-space.ts'

/** Code points of a message that a preview is made from, before and after trimming. */
export const TAKEN = 63
const SHOWN = 60

/**
 * Returns the preview of a session whose first user message begins like this: at most 60 characters, followed by `...`
 * if cut.
 */
export function previewOf(opening: string | null): string {
  const line = stripped(opening ?? '')
  // A text never has more code points than UTF-16 units.
  if (line.length <= SHOWN) return line
  const characters = [...line]
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}...` : line
}

/**
 * Returns the first characters of a message on one line, cut as SQLite would cut its stored text: a character begins
 * with any byte that is not a continuation byte, and text ends at a NUL. Decoded JSON follows a NUL.
 */
export function openingOf(content: Content): string {
  const text = content instanceof Uint8Array ? new Utf8Text(content, 0, content.length) : content
  if (text instanceof Utf8Text) return oneLine(cut(text))
  if (typeof text === 'string') return oneLine(cut(Utf8Text.from(text)))
  return typeof text === 'number' || typeof text === 'bigint' ? String(text) : ''
}

/** Returns the text of a message's content up to its first NUL, as SQLite's functions see it. */
export function contentText(content: Content): string {
  const text = content instanceof Uint8Array ? new Utf8Text(content, 0, content.length) : content
  if (text instanceof Utf8Text) {
    const nul = text.memory.subarray(text.begin, text.end).indexOf(0)
    return new Utf8Text(text.memory, text.begin, nul < 0 ? text.end : text.begin + nul).toString()
  }
  if (typeof text === 'string') return text.split('\0', 1)[0] ?? ''
  return typeof text === 'number' || typeof text === 'bigint' ? String(text) : ''
}

function cut({ memory, begin, end }: Utf8Text): string {
  let at = begin
  for (let taken = 0; taken < TAKEN && at < end && memory[at] !== 0; taken++) {
    const first = memory[at++] ?? 0
    if (first < 0xc0) continue
    while (at < end && ((memory[at] ?? 0) & 0xc0) === 0x80) at++
  }
  return new Utf8Text(memory, begin, at).toString()
}

function oneLine(text: string): string {
  return text.replace(/[\n\r]/g, ' ')
}
