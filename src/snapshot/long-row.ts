import type { RecordPart } from './table-cursor.ts'
import type { TableRecord } from './table-record.ts'

/**
 * How much is kept of the beginning and of the end of a text if the texts of its row are over the limit: 1 MiB each if
 * that is 16 MiB. The middle is mostly the inside of a file or an image. Unit: share of the limit.
 */
const KEPT_SHARE = 1 / 16
/** At least this many are kept. Unit: bytes. */
const KEPT_BYTES_MIN = 16

/**
 * How far into a row is read: 192 MiB if the limit is 16 MiB. Each page of a row points to the next one, so reaching
 * the end of a row costs reading all of it; this takes 192 reads from storage, which a slice can spare of the 1,000
 * that the platform allows. Unit: multiples of the limit.
 */
const REACH = 12
/** But at least this far. Unit: bytes. */
const REACH_BYTES_MIN = 64 * 1024

/** What is read of the rows of a table. */
export interface LongRowShape {
  columns: number
  /** The first columns are texts, this many. */
  texts: number
  /** Columns whose beginning matters. */
  heads: ReadonlySet<number>
  /** Bytes of text in a row above which its texts are cut. */
  textBytesMax: number
}

/** What is read of one value: all of it, its beginning, or its beginning and its end. */
export interface LongValue {
  column: number
  parts: RecordPart[]
  cut: boolean
}

/**
 * Returns what to read of a row that is too long to be read completely, in stored order. Omits columns that begin out
 * of reach.
 */
export function valuesOfLongRow(record: TableRecord, shape: LongRowShape): LongValue[] {
  const { columns, texts, heads, textBytesMax } = shape
  const kept = Math.max(KEPT_BYTES_MIN, Math.floor(textBytesMax * KEPT_SHARE))
  const reach = Math.max(REACH_BYTES_MIN, textBytesMax * REACH)
  let textBytes = 0
  for (let text = 0; text < texts; text++) if (!record.isNumber(text)) textBytes += record.size(text)
  const present = Array.from({ length: columns }, (_, column) => column)
    .filter((column) => record.size(column) > 0)
    .sort((a, b) => record.begin(a) - record.begin(b))
  return present.flatMap((column) => {
    const begin = record.begin(column)
    const end = begin + record.size(column)
    if (begin >= reach || (record.isNumber(column) && end > reach)) return []
    const tooLong = textBytes > textBytesMax && column < texts && end - begin > 2 * kept
    if (tooLong && !heads.has(column) && end <= reach) {
      const parts = [
        { begin, end: begin + kept },
        { begin: end - kept, end },
      ]
      return { column, parts, cut: true }
    }
    const read = Math.min(end, reach, tooLong ? begin + 2 * kept : end)
    return { column, parts: [{ begin, end: read }], cut: read < end }
  })
}

const NEW_LINE = 0x0a

/** Writes at least one newline where the beginning of a UTF-8 text meets its end, in place of incomplete characters. */
export function mendSeam(memory: Uint8Array, seam: number): void {
  let from = seam - 1
  while (from > seam - 4 && isInsideCharacter(memory[from])) from--
  memory.fill(NEW_LINE, from, seam)
  for (let at = seam; at < seam + 3 && isInsideCharacter(memory[at]); at++) memory[at] = NEW_LINE
}

/** Returns the length of a UTF-8 text without an incomplete last character. */
export function wholeCharacters(memory: Uint8Array, begin: number, end: number): number {
  let from = end - 1
  while (from > end - 4 && from > begin && isInsideCharacter(memory[from])) from--
  const first = memory[from] ?? 0
  const length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  return (from + length > end ? from : end) - begin
}

/** Whether this byte is a continuation byte of a character. */
function isInsideCharacter(byte: number | undefined): boolean {
  return ((byte ?? 0) & 0xc0) === 0x80
}
