import { TAKEN } from '../engine/preview.ts'

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

/** SQL for whether a preview may be made of a message as far as its row tells: 1, or something else. */
export function eligibleSql(maxBytes: number, displayKind: string): string {
  return `role = 'user' AND ${displayKind} IS NOT 'hidden' AND octet_length(content) <= ${maxBytes}`
}

/** SQL for the text of such a message, where messages have `active`; else null. */
export function openingTextSql(maxBytes: number, displayKind: string): string {
  return `CASE WHEN ${eligibleSql(maxBytes, displayKind)} THEN CAST(content AS TEXT) END`
}
