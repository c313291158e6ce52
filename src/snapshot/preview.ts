import { TAKEN } from '../engine/preview.ts'

/**
 * Returns SQL for the first characters of a message on one line; null if it is not a user's, or its content is missing
 * or exceeds the memory limit. SQLite's own functions decide what a character is in values with NUL (which ends them),
 * in numbers and in blobs. Cutting first avoids copying a long message.
 */
export function openingSql(maxBytes: number): string {
  const start = `SUBSTR(CAST(content AS TEXT), 1, ${TAKEN})`
  const line = `REPLACE(REPLACE(${start}, char(10), ' '), char(13), ' ')`
  return `CASE WHEN role = 'user' AND octet_length(content) <= ${maxBytes} THEN ${line} END`
}

/** Returns SQL for whether the row of a message allows a preview: 1 if so. */
function eligibleSql(maxBytes: number, displayKind: string): string {
  return `role = 'user' AND ${displayKind} IS NOT 'hidden' AND octet_length(content) <= ${maxBytes}`
}

/** Returns SQL for the text of such a message, if messages have `active`; otherwise null. */
export function openingTextSql(maxBytes: number, displayKind: string): string {
  return `CASE WHEN ${eligibleSql(maxBytes, displayKind)} THEN CAST(content AS TEXT) END`
}
