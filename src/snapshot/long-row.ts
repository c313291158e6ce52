import type { RecordPart } from './table-cursor.ts'
import type { TableRecord } from './table-record.ts'

/**
 * What is kept of a text at its beginning, and at its end, when the texts of its row are over the limit: 1 MiB where
 * that is 16 MiB. What lies between is mostly the inside of a file or a picture. Unit: shares of the limit.
 */
const KEPT_SHARE = 1 / 16
/** At least this much is kept. Unit: bytes. */
const KEPT_BYTES_MIN = 16

/**
 * How far into a row is read: 192 MiB where the limit is 16 MiB. Each page of a row names the next one, so what
 * stands at the end of a row costs reading all of it; this takes 192 reads from storage, which a slice has left of
 * the 1,000 that the platform allows. Unit: times the limit.
 */
const REACH = 12
/** Never less than this. Unit: bytes. */
const REACH_BYTES_MIN = 64 * 1024

/** What is read of the rows of a table. */
export interface LongRowShape {
  columns: number
  /** The first of them are texts. */
  texts: number
  /** Columns of which the beginning is what counts. */
  heads: ReadonlySet<number>
  /** Bytes of text that a row may have before its texts are cut. */
  textBytesMax: number
}

/** What is read of one value: all of it, its beginning, or its beginning and its end. */
export interface LongValue {
  column: number
  parts: RecordPart[]
  cut: boolean
}

/**
 * Returns what to read of a row that is too long to be read as a whole, in the order in which it stands there.
 * Columns that begin where nothing is read any more are not among it.
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

/** Puts at least one new line where the beginning of a text in UTF-8 and its end meet, in place of parts of characters. */
export function mendSeam(memory: Uint8Array, seam: number): void {
  let from = seam - 1
  while (from > seam - 4 && isInsideCharacter(memory[from])) from--
  memory.fill(NEW_LINE, from, seam)
  for (let at = seam; at < seam + 3 && isInsideCharacter(memory[at]); at++) memory[at] = NEW_LINE
}

/** The length of a text in UTF-8 without a last character that was cut through. */
export function wholeCharacters(memory: Uint8Array, begin: number, end: number): number {
  let from = end - 1
  while (from > end - 4 && from > begin && isInsideCharacter(memory[from])) from--
  const first = memory[from] ?? 0
  const length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  return (from + length > end ? from : end) - begin
}

/** Whether this byte is not the first of its character. */
function isInsideCharacter(byte: number | undefined): boolean {
  return ((byte ?? 0) & 0xc0) === 0x80
}
