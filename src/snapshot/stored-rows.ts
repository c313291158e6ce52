import type { TextMemo } from '../engine/text-memo.ts'
import { Utf8Text } from '../engine/utf8-text.ts'
import type { Connection } from './connection.ts'
import type { StoredFile } from './header.ts'
import type { RowId } from './row-id.ts'
import type { RowValues, WantedColumns } from './rows.ts'
import type { Table } from './schema.ts'
import { SQLITE_CORRUPT } from './statement.ts'
import { type Found, TableCursor } from './table-cursor.ts'
import { TableRecord } from './table-record.ts'

/** How much longer the numbers of a row may be when SQLite spells them. Unit: bytes. */
const SPELLING_BYTES = 1024

/**
 * The rows of a table straight from the pages of the file, one behind the other: no copy is made of a value that
 * lies in one page, and no call into SQLite. It is sure of what an agent writes: texts in UTF-8, numbers, NULL. The
 * values of any other row are to be asked of SQLite.
 */
export class StoredRows implements RowValues {
  /** Of the row at hand, and whether its values can be had here. */
  rowId: RowId | undefined
  sure = false
  readonly #connection: Connection
  readonly #cursor: TableCursor
  readonly #record: TableRecord
  readonly #texts: number
  /** The column that is the row's own number, as it was asked for. */
  readonly #rowIdColumn: number
  readonly #bytesMax: number
  readonly #words: TextMemo<string>
  /** The row from which the cursor was sent where it is. */
  #behind: RowId | undefined

  /** Null for a table that SQLite alone can read. */
  static of(
    connection: Connection,
    file: StoredFile,
    { stored }: Table,
    wanted: WantedColumns,
  ): StoredRows | null {
    if (stored === null || !file.header.utf8 || wanted.texts.includes(stored.rowIdColumn ?? '')) return null
    const columns = [...wanted.texts, ...wanted.numbers]
    return new StoredRows(
      connection,
      new TableCursor(file, stored.rootPage),
      new TableRecord(
        columns.map((column) => stored.places.get(column) ?? null),
        columns.map((column) => stored.defaults.get(column)),
      ),
      wanted.texts.length,
      columns.indexOf(stored.rowIdColumn ?? ''),
    )
  }

  private constructor(
    connection: Connection,
    cursor: TableCursor,
    record: TableRecord,
    texts: number,
    rowIdColumn: number,
  ) {
    this.#connection = connection
    this.#cursor = cursor
    this.#record = record
    this.#texts = texts
    this.#rowIdColumn = rowIdColumn
    this.#bytesMax = connection.limits.ROW_MAX_BYTES - SPELLING_BYTES
    this.#words = connection.sqlite.texts
  }

  /**
   * Goes to the next row behind this one: its number, or null at the end.
   * @throws LaurelError `snapshot_corrupt`; MissingBytes, and then it can be called again
   */
  goBehind(after: RowId): RowId | null {
    if (this.#behind !== after) {
      if (this.#go(after) === 'end') return null
      this.rowId = this.#cursor.rowId
      this.#behind = after
    } else if (this.sure && this.rowId !== undefined) return this.rowId
    const record = this.#record
    this.sure = record.take(this.#cursor) && this.#isPlain() && this.#cursor.gather(record.end)
    return this.#cursor.rowId
  }

  text(column: number): string | null {
    if (!this.#record.isText(column)) return null
    const begin = this.#cursor.begin + this.#record.begin(column)
    return this.#words.of(this.#cursor.memory, begin, begin + this.#record.size(column))
  }

  /** A text where it lies, to be read until the next row is gone to. */
  textInPlace(column: number): Utf8Text | null {
    if (!this.#record.isText(column)) return null
    const begin = this.#cursor.begin + this.#record.begin(column)
    return new Utf8Text(this.#cursor.memory, begin, begin + this.#record.size(column))
  }

  isBlob(column: number): boolean {
    return this.#record.isBlob(column)
  }

  number(column: number): number | null {
    if (column === this.#rowIdColumn) return Number(this.#cursor.rowId)
    return this.#record.number(column, this.#cursor.memory, this.#cursor.begin)
  }

  /** Forgets what was read. */
  clear(): void {
    this.rowId = undefined
    this.#behind = undefined
    this.#cursor.clear()
  }

  #go(after: RowId): Found {
    const next = this.rowId === after
    // Until the cursor is there.
    this.#behind = undefined
    this.sure = false
    if (!next) this.rowId = undefined
    const found = next ? this.#cursor.next() : this.#cursor.seek(after)
    // Numbers that don't ascend would lead round and round.
    const damaged = found === 'damaged' || (found === 'row' && this.#cursor.rowId <= after)
    if (damaged) throw this.#connection.failure(SQLITE_CORRUPT)
    return found
  }

  /** Whether SQLite would make of the row what is made of it here: it spells numbers, and refuses long rows. */
  #isPlain(): boolean {
    for (let text = 0; text < this.#texts; text++) if (this.#record.isNumber(text)) return false
    return this.#record.end <= this.#bytesMax
  }
}
