import { Utf8Text } from '../engine/utf8-text.ts'
import type { RowId } from './row-id.ts'
import type { Pointer, Sqlite } from './sqlite.ts'

/** Result codes (https://sqlite.org/rescode.html). */
export const SQLITE_OK = 0
export const SQLITE_ERROR = 1
export const SQLITE_NOMEM = 7
export const SQLITE_CORRUPT = 11
const SQLITE_ROW = 100
const SQLITE_DONE = 101

/** Fundamental datatypes (https://sqlite.org/c3ref/c_blob.html). */
const INTEGER = 1
const FLOAT = 2
const TEXT = 3
const BLOB = 4

/** "Copy the bytes before you return" (https://sqlite.org/c3ref/c_static.html). */
const SQLITE_TRANSIENT = -1

/** A value as SQLite stores it: INTEGER is a bigint, REAL a number. */
export type SqliteValue = null | bigint | number | string | Uint8Array

const encoder = new TextEncoder()
/** Of a UTF-16 code unit. */
const UTF8_MAX_BYTES = 3

/** What a statement needs from its connection. */
export interface StatementOwner {
  readonly sqlite: Sqlite
  /** Returns the result of `call`, unless it needs missing bytes. @throws MissingBytes, LaurelError */
  guard<T>(call: () => T): T | undefined
  /** Returns the error for a result code. */
  failure(code: number | undefined): unknown
}

/**
 * A prepared statement. Text is read by its byte length, so that NUL is a character like any other; SQLite returns it
 * as UTF-8 whatever the encoding of the file.
 */
export class Statement {
  readonly #connection: StatementOwner
  readonly #pointer: Pointer

  constructor(connection: StatementOwner, pointer: Pointer) {
    this.#connection = connection
    this.#pointer = pointer
  }

  bindText(index: number, text: string): void {
    this.#check(() => {
      const { functions, memory } = this.#connection.sqlite
      const room = text.length * UTF8_MAX_BYTES + 1
      const copy = functions._malloc(room)
      if (copy === 0) return SQLITE_NOMEM
      const { written } = encoder.encodeInto(text, new Uint8Array(memory.buffer, copy, room))
      const code = functions._sqlite3_bind_text(this.#pointer, index, copy, written, SQLITE_TRANSIENT)
      functions._free(copy)
      return code
    })
  }

  bindDouble(index: number, value: number): void {
    const { _sqlite3_bind_double } = this.#connection.sqlite.functions
    this.#check(() => _sqlite3_bind_double(this.#pointer, index, value))
  }

  bindRowId(index: number, rowId: RowId): void {
    if (typeof rowId === 'bigint') {
      this.bindText(index, rowId.toString())
      return
    }
    const { _sqlite3_bind_int, _sqlite3_bind_double } = this.#connection.sqlite.functions
    const bind = rowId === (rowId | 0) ? _sqlite3_bind_int : _sqlite3_bind_double
    this.#check(() => bind(this.#pointer, index, rowId))
  }

  /**
   * Advances to the next row. Returns false at the end. The values can be read until the next step or reset.
   * @throws MissingBytes, LaurelError
   */
  step(): boolean {
    const code = this.#connection.guard(() => this.#connection.sqlite.functions._sqlite3_step(this.#pointer))
    if (code === SQLITE_ROW) return true
    if (code === SQLITE_DONE) return false
    // A failed statement keeps its cursors until it is reset.
    this.reset()
    throw this.#connection.failure(code)
  }

  /** Makes the statement ready to run again. Bound values stay bound. */
  reset(): void {
    const { functions, discarded } = this.#connection.sqlite
    if (!discarded) functions._sqlite3_reset(this.#pointer)
  }

  finalize(): void {
    this.#connection.sqlite.functions._sqlite3_finalize(this.#pointer)
  }

  /** Returns where a column's text begins in SQLite's memory; null if it is not text. The call may allocate memory. */
  textBegin(column: number): Pointer | null {
    if (this.#type(column) !== TEXT) return null
    return this.#connection.sqlite.functions._sqlite3_column_text(this.#pointer, column)
  }

  /**
   * Returns a text in SQLite's memory, from where it begins. It can be read until the next step or reset, and until any
   * other call to SQLite: its memory may move.
   */
  textInPlace(column: number, begin: Pointer): Utf8Text {
    return new Utf8Text(this.#connection.sqlite.bytes, begin, begin + this.#length(column))
  }

  value(column: number): SqliteValue {
    switch (this.#type(column)) {
      case INTEGER:
        return BigInt(this.#text(column))
      case FLOAT:
        return this.#double(column)
      case TEXT:
        return this.#text(column)
      case BLOB:
        return this.#blob(column)
      default:
        return null
    }
  }

  /** Returns text as it is, numbers as SQLite formats them; null for NULL and for blobs. */
  text(column: number): string | null {
    const type = this.#type(column)
    return type === TEXT || type === INTEGER || type === FLOAT ? this.#text(column) : null
  }

  /** Returns a finite number, or null for everything else. */
  number(column: number): number | null {
    const type = this.#type(column)
    if (type !== INTEGER && type !== FLOAT) return null
    const value = this.#double(column)
    return Number.isFinite(value) ? value : null
  }

  /**
   * Returns the sort key of this value: −∞ for NULL, the number itself, +∞ for everything else. That is SQLite's order
   * (https://sqlite.org/datatype3.html section 4.1), except that texts and blobs are all equal.
   */
  sortKey(column: number): number {
    const type = this.#type(column)
    if (type === INTEGER || type === FLOAT) return this.#double(column)
    return type === TEXT || type === BLOB ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  }

  rowId(column: number): RowId {
    const rowId = this.#double(column)
    return Number.isSafeInteger(rowId) ? rowId : BigInt(this.#text(column))
  }

  #check(call: () => number): void {
    const code = this.#connection.guard(call)
    if (code !== SQLITE_OK) throw this.#connection.failure(code)
  }

  #type(column: number): number {
    return this.#connection.sqlite.functions._sqlite3_column_type(this.#pointer, column)
  }

  #double(column: number): number {
    return this.#connection.sqlite.functions._sqlite3_column_double(this.#pointer, column)
  }

  #text(column: number): string {
    const { functions, texts } = this.#connection.sqlite
    // Pointer first: the call may convert the value, which changes its length.
    const begin = functions._sqlite3_column_text(this.#pointer, column)
    return texts.of(this.#connection.sqlite.bytes, begin, begin + this.#length(column))
  }

  #length(column: number): number {
    return this.#connection.sqlite.functions._sqlite3_column_bytes(this.#pointer, column)
  }

  #blob(column: number): Uint8Array {
    const { functions } = this.#connection.sqlite
    const begin = functions._sqlite3_column_blob(this.#pointer, column)
    return this.#connection.sqlite.bytes.slice(begin, begin + this.#length(column))
  }
}
