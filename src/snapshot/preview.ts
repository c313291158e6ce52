import { stripped } from '../engine/white-space.ts'

/** Code points of a message that a preview is made from, before and after trimming. */
const TAKEN = 63
const SHOWN = 60

/**
 * SQL for the first characters of a message on one line; null when it is no user's, has no content, or more of
 * it than may be brought into memory. SQLite's own functions decide what a character is in values with NUL (they
 * end there), in numbers and in blobs. Cutting first spares copying all of a long message.
 */
export function openingSql(maxBytes: number): string {
  const start = `SUBSTR(CAST(content AS TEXT), 1, ${TAKEN})`
  const line = `REPLACE(REPLACE(${start}, char(10), ' '), char(13), ' ')`
  return `CASE WHEN role = 'user' AND octet_length(content) <= ${maxBytes} THEN ${line} END`
}

/** The preview of a session whose first user message opens so: at most 60 characters, `...` behind when cut. */
export function previewOf(opening: string | null): string {
  const line = stripped(opening ?? '')
  // No text has more code points than UTF-16 units.
  if (line.length <= SHOWN) return line
  const characters = [...line]
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}...` : line
}
