import { Utf8Text } from '../engine/utf8-text.ts'
import type { Connection } from './connection.ts'
import { Murmur } from './murmur.ts'
import type { RowId } from './row-id.ts'
import type { Table } from './schema.ts'
import type { Statement } from './statement.ts'

/** The columns that must be equal if two messages of a session are one, written twice. */
const COMPARED = ['role', 'content', 'timestamp', 'tool_call_id', 'tool_calls', 'tool_name']
const LONG = ['content', 'tool_calls']

/** Kinds of values; equal values are of one kind. `integer`: those that no real number equals. */
const KINDS = { null: 0, number: 1, text: 2, blob: 3, integer: 4 }

/** Of a kind and a size, and of a number. */
const HEAD_BYTES = 8
const NUMBER_BYTES = 8

/**
 * Returns the function that identifies a message by its row: equal for rows with equal compared columns, otherwise
 * different but for a chance of 1 in 2^128 (forging one gains nothing: it removes a message from one's own figures).
 * For rows short enough for SQLite.
 * @throws MissingBytes
 */
export function rowIdentity(connection: Connection, { rowId, column }: Table): (rowId: RowId) => string {
  const max = connection.limits.ROW_MAX_BYTES
  const values = COMPARED.map(column).map(
    (value) => `CASE WHEN octet_length(${value}) <= ${max} THEN ${value} END`,
  )
  const lengths = LONG.map((name) => `octet_length(${column(name)})`)
  const sql = `SELECT ${[...values, ...lengths].join(', ')} FROM main.messages WHERE ${rowId} = ?1`
  const read = (row: Statement) => {
    const hash = newHash()
    for (let at = 0; at < values.length + lengths.length; at++) addValue(hash, row, at)
    return hash.end()
  }
  return (of) => connection.row(sql, of, read) ?? ''
}

function addValue(hash: ValueHash, row: Statement, column: number): void {
  const begin = row.textBegin(column)
  hash.value(begin === null ? row.value(column) : row.textInPlace(column, begin))
}

/**
 * Returns the identity of the columns that `rowIdentity` compares, in its order, and of the full lengths of cut ones:
 * the same as `rowIdentity`'s.
 */
export function identityOf(values: readonly Compared[]): string {
  const hash = newHash()
  for (const value of values) hash.value(value)
  return hash.end()
}

type Compared = null | bigint | number | string | Uint8Array | Utf8Text

/** Hashes consecutive values: of each its kind, its size and its bytes. */
class ValueHash {
  readonly #murmur = new Murmur()
  readonly #input = this.#murmur.input
  readonly #numbers = new DataView(this.#input.buffer, this.#input.byteOffset, this.#input.length)
  /** Of the piece, and of all pieces. Unit: bytes. */
  #used = 0
  #total = 0

  begin(): void {
    this.#murmur.begin()
    this.#used = 0
    this.#total = 0
  }

  value(value: Compared): void {
    if (value instanceof Utf8Text) this.#bytes(KINDS.text, value.memory, value.begin, value.end)
    else if (value instanceof Uint8Array) this.#bytes(KINDS.blob, value, 0, value.length)
    else if (value === null) this.#head(KINDS.null, 0)
    else if (typeof value === 'string') this.value(Utf8Text.from(value))
    else this.#number(value)
  }

  /** Returns the hash, of 128 bits, as eight UTF-16 code units, which may be no text. */
  end(): string {
    const padded = (this.#used + 15) & ~15
    this.#input.fill(0, this.#used, padded)
    this.#murmur.end(padded, this.#total)
    // Spread by hand, which takes a tenth of the time.
    const [a = 0, b = 0, c = 0, d = 0] = this.#murmur.state
    return String.fromCharCode(
      a >>> 16,
      a & 0xffff,
      b >>> 16,
      b & 0xffff,
      c >>> 16,
      c & 0xffff,
      d >>> 16,
      d & 0xffff,
    )
  }

  #number(value: bigint | number): void {
    const real = Number(value)
    const isExact = typeof value === 'number' || Number.isSafeInteger(real) || BigInt(real) === value
    this.#head(isExact ? KINDS.number : KINDS.integer, NUMBER_BYTES)
    // Zero has two signs, which are equal.
    if (isExact) this.#numbers.setFloat64(this.#used, real + 0)
    else this.#numbers.setBigInt64(this.#used, BigInt(value))
    this.#took(NUMBER_BYTES)
  }

  #bytes(kind: number, memory: Uint8Array, begin: number, end: number): void {
    this.#head(kind, end - begin)
    for (let at = begin; at < end; ) {
      const size = Math.min(end - at, this.#input.length - this.#used)
      this.#input.set(memory.subarray(at, at + size), this.#used)
      this.#took(size)
      at += size
    }
  }

  /** Writes the kind and the size of a value, with room for a number after them. */
  #head(kind: number, size: number): void {
    if (this.#used + HEAD_BYTES + NUMBER_BYTES > this.#input.length) this.#flush()
    this.#numbers.setUint32(this.#used, kind)
    this.#numbers.setUint32(this.#used + 4, size)
    this.#took(HEAD_BYTES)
  }

  #took(bytes: number): void {
    this.#used += bytes
    this.#total += bytes
    if (this.#used === this.#input.length) this.#flush()
  }

  /** Whole blocks are hashed; the rest goes on with the next piece. */
  #flush(): void {
    const whole = this.#used & ~15
    this.#murmur.add(whole)
    this.#input.copyWithin(0, whole, this.#used)
    this.#used -= whole
  }
}

/** Rows are hashed one after the other. */
let shared: ValueHash | undefined

function newHash(): ValueHash {
  shared ??= new ValueHash()
  shared.begin()
  return shared
}
