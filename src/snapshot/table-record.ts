import type { ColumnDefault } from './schema.ts'
import type { TableCursor } from './table-cursor.ts'
import { sizeAt, varintLength } from './varint.ts'

/**
 * Serial types (SQLite file format section 2.1): NULL and numbers below these; from there on, the lowest bit
 * distinguishes them.
 */
const NULL = 0
const FLOAT = 7
const ZERO = 8
const ONE = 9
const BLOB = 12
const TEXT = 13

/** Sizes in bytes of the serial types below BLOB; two are reserved. */
const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]

/** The maximum size of a row or value in SQLite: https://sqlite.org/limits.html */
const RECORD_BYTES_MAX = 1_000_000_000

const float = new DataView(new ArrayBuffer(8))

/** Some columns of a row, decoded in place (SQLite file format section 2.1), in the order requested. */
export class TableRecord {
  /** The number of bytes from its beginning that contain all these columns. */
  end = 0
  /** The row was written before one of the columns was added: its value is the schema's default. Here it is NULL. */
  short = false
  readonly #fields: Int16Array
  readonly #types: Float64Array
  /** In bytes from the record's beginning. */
  readonly #begins: Float64Array
  /** The value of each column in a row written before the column was added; -1 if unknown. */
  readonly #defaults: Float64Array

  /**
   * `columns`: for each, how many columns precede it in the table; null if the table lacks it, which then reads as
   * NULL. `defaults`: the value of each in rows written before the column was added; undefined if SQLite must be
   * queried.
   */
  constructor(columns: readonly (number | null)[], defaults: readonly (ColumnDefault | undefined)[] = []) {
    this.#fields = new Int16Array(Math.max(-1, ...columns.map((column) => column ?? -1)) + 1).fill(-1)
    for (const [field, column] of columns.entries()) if (column !== null) this.#fields[column] = field
    this.#types = new Float64Array(columns.length)
    this.#begins = new Float64Array(columns.length)
    this.#defaults = Float64Array.from(columns, (_, field) => typeOfDefault(defaults[field]))
  }

  /** Decodes the header of the row's record. Returns false if it is damaged, or not completely in its page. */
  take({ memory, begin, here, size }: TableCursor): boolean {
    const sizeLength = varintLength(memory, begin)
    const header = sizeAt(memory, begin, sizeLength)
    if (header > here || size > RECORD_BYTES_MAX) return false
    this.#types.fill(NULL)
    this.end = 0
    this.short = false
    let at = begin + sizeLength
    let value = header
    for (const field of this.#fields) {
      if (at >= begin + header) {
        if (field >= 0 && !this.#takeDefault(field)) this.short = true
        continue
      }
      const length = varintLength(memory, at)
      const type = sizeAt(memory, at, length)
      const bytes = bytesOf(type)
      if (field >= 0) {
        this.#types[field] = type
        this.#begins[field] = value
        // Empty values can be read without the values before them, of which there may be many.
        if (bytes > 0) this.end = value + bytes
      }
      at += length
      value += bytes
    }
    // As in SQLite: the values fill the record, which can be checked if the last column was reached.
    return at < begin + header ? value <= size : at === begin + header && value === size
  }

  isNull(field: number): boolean {
    return this.#type(field) === NULL
  }

  isText(field: number): boolean {
    const type = this.#type(field)
    return type >= TEXT && type % 2 === 1
  }

  isBlob(field: number): boolean {
    const type = this.#type(field)
    return type >= BLOB && type % 2 === 0
  }

  isNumber(field: number): boolean {
    const type = this.#type(field)
    return type > NULL && type < BLOB
  }

  /** Returns the size of the value in bytes. */
  size(field: number): number {
    return bytesOf(this.#type(field))
  }

  /** Returns where the value begins, in bytes from the record's beginning. */
  begin(field: number): number {
    return this.#begins[field] ?? 0
  }

  /** Sets where the value begins and its size; only texts and blobs may become shorter. */
  move(field: number, begin: number, size: number): void {
    const type = this.#type(field)
    if (type >= BLOB) this.#types[field] = (type % 2 === 0 ? BLOB : TEXT) + 2 * size
    this.#begins[field] = begin
  }

  /** Replaces the value by NULL. */
  drop(field: number): void {
    this.#types[field] = NULL
  }

  /** Returns a finite number, or null for everything else. `record`: where the record begins in memory. */
  number(field: number, memory: Uint8Array, record: number): number | null {
    if (!this.isNumber(field)) return null
    const value = this.amount(field, memory, record)
    return Number.isFinite(value) ? value : null
  }

  /** Returns a number, which may be infinite. */
  amount(field: number, memory: Uint8Array, record: number): number {
    const type = this.#type(field)
    if (type === ZERO) return 0
    if (type === ONE) return 1
    const at = record + this.begin(field)
    return type === FLOAT ? floatAt(memory, at) : integerAt(memory, at, bytesOf(type))
  }

  /** Returns an integer; null for everything else. */
  integer(field: number, memory: Uint8Array, record: number): bigint | null {
    const type = this.#type(field)
    if (type === NULL || type === FLOAT || type >= BLOB) return null
    if (type === ZERO) return 0n
    if (type === ONE) return 1n
    let bits = 0n
    const at = record + this.begin(field)
    for (let index = 0; index < bytesOf(type); index++) bits = (bits << 8n) | BigInt(memory[at + index] ?? 0)
    return BigInt.asIntN(8 * bytesOf(type), bits)
  }

  #takeDefault(field: number): boolean {
    const type = this.#defaults[field] ?? -1
    this.#types[field] = Math.max(type, NULL)
    return type >= 0
  }

  #type(field: number): number {
    return this.#types[field] ?? NULL
  }
}

function typeOfDefault(value: ColumnDefault | undefined): number {
  if (value === undefined) return -1
  return value === null ? NULL : value === 0 ? ZERO : ONE
}

function bytesOf(type: number): number {
  return type < BLOB ? (SIZES[type] ?? 0) : Math.floor((type - BLOB) / 2)
}

function floatAt(memory: Uint8Array, at: number): number {
  for (let index = 0; index < 8; index++) float.setUint8(index, memory[at + index] ?? 0)
  return float.getFloat64(0)
}

/** Signed, big-endian, and rounded once if a number cannot hold it. */
function integerAt(memory: Uint8Array, at: number, bytes: number): number {
  const upperBytes = Math.max(bytes - 4, 0)
  let upper = upperBytes === 0 || (memory[at] ?? 0) < 0x80 ? 0 : -1
  for (let index = 0; index < upperBytes; index++) upper = (upper << 8) | (memory[at + index] ?? 0)
  let lower = upperBytes === 0 && (memory[at] ?? 0) >= 0x80 ? -1 : 0
  for (let index = upperBytes; index < bytes; index++) lower = (lower << 8) | (memory[at + index] ?? 0)
  return upperBytes === 0 ? lower : upper * 0x1_0000_0000 + (lower >>> 0)
}
