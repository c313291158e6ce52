import type { TextMemo } from '../engine/text-memo.ts'
import { Utf8Text } from '../engine/utf8-text.ts'
import type { Connection } from './connection.ts'
import type { Encoding, StoredFile } from './header.ts'
import { type LongRowShape, mendSeam, valuesOfLongRow, wholeCharacters } from './long-row.ts'
import { before, LOWEST, type RowId } from './row-id.ts'
import type { RowValues, WantedColumns } from './rows.ts'
import type { Table } from './schema.ts'
import { SQLITE_CORRUPT } from './statement.ts'
import { type Found, TableCursor } from './table-cursor.ts'
import { TableRecord } from './table-record.ts'

/** How much longer the numbers of a row may become when SQLite formats them. Unit: bytes. */
const SPELLING_BYTES = 1024

/**
 * Reads the rows of a table directly from the pages of the file, in order: values within one page are not copied, and
 * SQLite is not called. Handles what an agent writes: texts in UTF-8, numbers, NULL. SQLite must be queried for the
 * values of any other row, except one that is too long for it: of such a row, the wanted values are read, and only the
 * beginning and end of its texts if they are over the limit.
 */
export class StoredRows implements RowValues {
  /** The number of the current row, and whether its values are available here. */
  rowId: RowId | undefined
  sure = false
  /** Whether the current row is too long for SQLite. */
  long = false
  readonly #connection: Connection
  readonly #cursor: TableCursor
  readonly #record: TableRecord
  readonly #shape: LongRowShape
  /** The wanted column that is the row number. */
  readonly #rowIdColumn: number
  /** Whether its rows may be read here even if they are not long. */
  readonly #plain: boolean
  readonly #encoding: Encoding
  readonly #bytesMax: number
  readonly #sparse: boolean
  readonly #words: TextMemo<string>
  /** The columns of the current row that are incomplete, with their full sizes in bytes. */
  readonly #cut = new Map<number, number>()
  /** The row from which the cursor was moved to its position. */
  #previous: RowId | undefined
  /** Whether its header was decoded, and whether its values were gathered. */
  #known = false
  /** Why the cursor could not advance. */
  #damage: 'page' | 'order' | undefined
  #loaded = false

  constructor(connection: Connection, file: StoredFile, { stored }: Table, wanted: WantedColumns) {
    const columns = [...wanted.texts, ...wanted.numbers]
    this.#connection = connection
    this.#cursor = new TableCursor(file, stored.rootPage)
    this.#record = new TableRecord(
      columns.map((column) => stored.places.get(column) ?? null),
      columns.map((column) => stored.defaults.get(column)),
    )
    this.#rowIdColumn = columns.indexOf(stored.rowIdColumn ?? '')
    this.#encoding = file.header.encoding
    const texts = wanted.texts.length
    const numberForText = this.#rowIdColumn >= 0 && this.#rowIdColumn < texts
    this.#plain = stored.plain && this.#encoding === 'utf-8' && !numberForText
    const { ROW_MAX_BYTES } = connection.limits
    this.#bytesMax = ROW_MAX_BYTES - SPELLING_BYTES
    this.#sparse = wanted.sparse ?? false
    // In UTF-16 only beginnings are kept: no known agent writes it.
    const heads = this.#encoding === 'utf-8' ? (wanted.heads ?? []) : wanted.texts
    this.#shape = {
      columns: columns.length,
      texts,
      heads: new Set(heads.map((column) => wanted.texts.indexOf(column))),
      textBytesMax: ROW_MAX_BYTES,
    }
    this.#words = connection.sqlite.texts
  }

  /**
   * Moves to the next row after this one and reads it. Returns its number, or null at the end.
   * @throws LaurelError `snapshot_corrupt`; MissingBytes, after which it can be called again
   */
  moveAfter(after: RowId): RowId | null {
    const rowId = this.step(after)
    if (rowId !== null) this.load()
    return rowId
  }

  /** Like `moveAfter`, without reading overflow pages: only `shortText` may be called before `load`. */
  step(after: RowId): RowId | null {
    if (this.#previous !== after) {
      if (this.#go(after) === 'end') return null
      this.rowId = this.#cursor.rowId
      this.#known = this.#record.take(this.#cursor)
      this.long = this.#known && this.#record.end > this.#readAtOnce()
      this.#previous = after
    }
    return this.#cursor.rowId
  }

  /** Reads the current row. @throws as `moveAfter` */
  load(): void {
    if (this.#loaded) return
    if (this.long) this.#readLong()
    else this.sure = this.#known && this.#isPlain() && this.#cursor.gather(this.#record.end)
    this.#loaded = true
  }

  /** Returns a text within the row's own page; undefined if it cannot be determined without reading the row. */
  shortText(column: number): string | null | undefined {
    if (this.#loaded) return this.sure ? this.text(column) : undefined
    const end = this.#record.begin(column) + this.#record.size(column)
    const isHere = this.#known && this.#isPlain() && end <= this.#cursor.here
    return isHere ? this.text(column) : undefined
  }

  /** See `TableCursor.wholePage`. */
  get wholePage(): number {
    return this.#cursor.wholePage
  }

  /** Moves to this row. Returns false if it does not exist. @throws as `moveAfter` */
  goTo(rowId: RowId): boolean {
    const isThere = this.rowId === rowId && this.#previous !== undefined
    return this.moveAfter(isThere ? (this.#previous ?? LOWEST) : numberBefore(rowId)) === rowId
  }

  /**
   * Skips what kept the cursor from advancing past this row: a page with all its rows, the rest of a page whose row
   * numbers don't ascend, or a single row. Then `moveAfter` can be called again. Returns false if skipping is
   * impossible.
   */
  passDamage(after: RowId): boolean {
    const isRow = this.#damage === undefined && this.#previous === after
    if (this.#damage === 'page' && !this.#cursor.pass()) return false
    if (this.#damage === 'order') this.#cursor.passLeaf()
    else if (this.#damage === undefined && !isRow) return false
    this.#previous = undefined
    this.rowId = after
    return true
  }

  text(column: number): string | null {
    if (column === this.#rowIdColumn) return String(this.#cursor.rowId)
    if (this.#record.isNumber(column)) return this.#spelled(column)
    const text = this.textInPlace(column)
    return text && this.#words.of(text.memory, text.begin, text.end)
  }

  /** Returns a text in place, valid until the cursor moves. */
  textInPlace(column: number): Utf8Text | null {
    if (!this.#record.isText(column)) return null
    const { memory } = this.#cursor
    const begin = this.#cursor.begin + this.#record.begin(column)
    const end = begin + this.#record.size(column)
    if (this.#encoding !== 'utf-8') return Utf8Text.from(decoded(memory.slice(begin, end), this.#encoding))
    const cut = this.isCut(column)
    return new Utf8Text(memory, begin, cut ? begin + wholeCharacters(memory, begin, end) : end)
  }

  isBlob(column: number): boolean {
    return this.#record.isBlob(column)
  }

  /** Returns a value that is not text: a number, a copy of a blob, or null. */
  value(column: number): bigint | number | Uint8Array | null {
    const { memory, begin } = this.#cursor
    if (this.isBlob(column)) {
      const at = begin + this.#record.begin(column)
      return memory.slice(at, at + this.#record.size(column))
    }
    return this.#record.integer(column, memory, begin) ?? this.#record.number(column, memory, begin)
  }

  /** Whether the value is only partly available. */
  isCut(column: number): boolean {
    return this.anyCut && this.#cut.has(column)
  }

  /** Returns the full size of the value in bytes, including missing ones; null for NULL. */
  fullSize(column: number): number | null {
    const cut = this.anyCut ? this.#cut.get(column) : undefined
    return cut ?? (this.#record.isNull(column) ? null : this.#record.size(column))
  }

  /** Whether only part of the row was read. */
  get anyCut(): boolean {
    return this.long && this.#loaded && this.#cut.size > 0
  }

  number(column: number): number | null {
    if (column === this.#rowIdColumn) return Number(this.#cursor.rowId)
    return this.#record.number(column, this.#cursor.memory, this.#cursor.begin)
  }

  /** See `Statement.sortKey`. */
  sortKey(column: number): number {
    if (column === this.#rowIdColumn) return Number(this.#cursor.rowId)
    if (this.#record.isNull(column)) return Number.NEGATIVE_INFINITY
    if (!this.#record.isNumber(column)) return Number.POSITIVE_INFINITY
    return this.#record.amount(column, this.#cursor.memory, this.#cursor.begin)
  }

  /** Clears the cache. */
  clear(): void {
    this.rowId = undefined
    this.#previous = undefined
    this.#cursor.clear()
  }

  #go(after: RowId): Found {
    const next = this.rowId === after
    // Set again once the cursor is there.
    this.#previous = undefined
    this.#damage = undefined
    this.sure = false
    this.#loaded = false
    if (!next) this.rowId = undefined
    const found = next ? this.#cursor.next() : this.#cursor.seek(after)
    // Numbers that don't ascend could loop for ever.
    if (found === 'damaged') this.#damage = 'page'
    else if (found === 'row' && this.#cursor.rowId <= after) this.#damage = 'order'
    if (this.#damage !== undefined) throw this.#connection.failure(SQLITE_CORRUPT)
    return found
  }

  /** Returns how much of the current row is read in one piece. Unit: bytes. */
  #readAtOnce(): number {
    return this.#sparse && !this.#record.short ? this.#cursor.here : this.#bytesMax
  }

  /**
   * Whether SQLite would return the same values for the row as are read here: it formats numbers, and knows defaults.
   */
  #isPlain(): boolean {
    if (!this.#plain || this.#record.short) return false
    for (let text = 0; text < this.#shape.texts; text++) if (this.#record.isNumber(text)) return false
    return true
  }

  /** Gathers the wanted values of a row that is too long. @throws LaurelError `snapshot_corrupt`; MissingBytes */
  #readLong(): void {
    const [record, cursor] = [this.#record, this.#cursor]
    const values = valuesOfLongRow(record, this.#shape)
    if (!cursor.gatherParts(values.flatMap(({ parts }) => parts)))
      throw this.#connection.failure(SQLITE_CORRUPT)
    this.#cut.clear()
    const read = new Set(values.map(({ column }) => column))
    for (let column = 0; column < this.#shape.columns; column++) {
      if (read.has(column) || record.size(column) === 0) continue
      this.#cut.set(column, record.size(column))
      record.drop(column)
    }
    let at = 0
    for (const { column, parts, cut } of values) {
      const [first, last] = parts.map(({ begin, end }) => end - begin)
      if (cut) this.#cut.set(column, record.size(column))
      record.move(column, at, (first ?? 0) + (last ?? 0))
      at += first ?? 0
      if (last !== undefined && record.isText(column)) mendSeam(cursor.memory, cursor.begin + at)
      at += last ?? 0
    }
    this.sure = true
  }

  /** Returns a number as SQLite formats it. */
  #spelled(column: number): string {
    const { memory, begin } = this.#cursor
    const integer = this.#record.integer(column, memory, begin)
    return integer === null
      ? this.#connection.spelled(this.#record.number(column, memory, begin) ?? 0)
      : String(integer)
  }
}

function numberBefore(rowId: RowId): RowId {
  const number = typeof rowId === 'number' ? rowId - 1 : Number.NaN
  return Number.isSafeInteger(number) ? number : before(rowId)
}

/** Decodes UTF-16. Not every platform decodes big-endian. */
function decoded(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'utf-16be') {
    for (let at = 0; at + 1 < bytes.length; at += 2) {
      const first = bytes[at] ?? 0
      bytes[at] = bytes[at + 1] ?? 0
      bytes[at + 1] = first
    }
  }
  return new TextDecoder('utf-16le', { fatal: false, ignoreBOM: true }).decode(bytes)
}
