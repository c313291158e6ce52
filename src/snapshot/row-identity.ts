import { Utf8Text } from '../engine/utf8-text.ts'
import type { Connection } from './connection.ts'
import type { RowId } from './row-id.ts'
import type { Table } from './schema.ts'
import type { Statement } from './statement.ts'

/** The columns that must be equal if two messages of a session are one, written twice. */
const COMPARED = ['role', 'content', 'timestamp', 'tool_call_id', 'tool_calls', 'tool_name']
const LONG = ['content', 'tool_calls']

/** Kinds of values; equal values are of one kind. An integer can equal a real number. */
const KINDS = { null: 0, number: 1, text: 2, blob: 3 }

/**
 * Of MurmurHash3_x86_128 (Austin Appleby, public domain),
 * https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp, as signed words. Each is a constant of its own: V8
 * takes half as long again for those that come from a pattern.
 */
const C1 = 0x239b961b
const C2 = 0xab0e9789 | 0
const C3 = 0x38b34ae5
const C4 = 0xa1e38b93 | 0

const NOTHING = new Uint8Array(0)
const encoder = new TextEncoder()

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
    const hash = new ValueHash()
    for (let at = 0; at < values.length + lengths.length; at++) addValue(hash, row, at)
    return hash.toString()
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
  const hash = new ValueHash()
  for (const value of values) hash.value(value)
  return hash.toString()
}

type Compared = null | bigint | number | string | Uint8Array | Utf8Text

/** Formats equal numbers equally, whatever their type. */
function spelled(value: bigint | number | string): string {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value).toString() : String(value)
}

/** MurmurHash3 x86_128 (Austin Appleby, public domain) of consecutive values. */
class ValueHash {
  #a = 0
  #b = 0
  #c = 0
  #d = 0

  add(kind: number, memory: Uint8Array, begin: number, end: number): void {
    for (let at = begin; at < end; at += 16) this.#block(memory, at, end)
    const length = end - begin
    this.#a ^= length
    this.#b ^= length ^ kind
    this.#c ^= length
    this.#d ^= length
    this.#spread()
    this.#a = finished(this.#a)
    this.#b = finished(this.#b)
    this.#c = finished(this.#c)
    this.#d = finished(this.#d)
    this.#spread()
  }

  value(value: Compared): void {
    if (value instanceof Utf8Text) this.add(KINDS.text, value.memory, value.begin, value.end)
    else if (value instanceof Uint8Array) this.add(KINDS.blob, value, 0, value.length)
    else if (value === null) this.add(KINDS.null, NOTHING, 0, 0)
    else {
      const spelt = encoder.encode(spelled(value))
      this.add(KINDS.number, spelt, 0, spelt.length)
    }
  }

  toString(): string {
    return [this.#a, this.#b, this.#c, this.#d].map((part) => (part >>> 0).toString(36)).join(' ')
  }

  #block(memory: Uint8Array, at: number, end: number): void {
    const k1 = wordAt(memory, at, end)
    const k2 = wordAt(memory, at + 4, end)
    const k3 = wordAt(memory, at + 8, end)
    const k4 = wordAt(memory, at + 12, end)
    this.#a ^= Math.imul(turned(Math.imul(k1, C1), 15), C2)
    this.#a = (Math.imul(turned(this.#a, 19) + this.#b, 5) + 0x561ccd1b) | 0
    this.#b ^= Math.imul(turned(Math.imul(k2, C2), 16), C3)
    this.#b = (Math.imul(turned(this.#b, 17) + this.#c, 5) + 0x0bcaa747) | 0
    this.#c ^= Math.imul(turned(Math.imul(k3, C3), 17), C4)
    this.#c = (Math.imul(turned(this.#c, 15) + this.#d, 5) + 0x96cd1c35) | 0
    this.#d ^= Math.imul(turned(Math.imul(k4, C4), 18), C1)
    this.#d = (Math.imul(turned(this.#d, 13) + this.#a, 5) + 0x32ac3b17) | 0
  }

  #spread(): void {
    this.#a = (this.#a + this.#b + this.#c + this.#d) | 0
    this.#b = (this.#b + this.#a) | 0
    this.#c = (this.#c + this.#a) | 0
    this.#d = (this.#d + this.#a) | 0
  }
}

/** Returns four bytes as a word, padded with zeros after the end. */
function wordAt(memory: Uint8Array, at: number, end: number): number {
  if (at + 4 <= end) {
    const [a = 0, b = 0, c = 0, d = 0] = [memory[at], memory[at + 1], memory[at + 2], memory[at + 3]]
    return a | (b << 8) | (c << 16) | (d << 24)
  }
  let word = 0
  for (let byte = 0; byte < 4 && at + byte < end; byte++) word |= (memory[at + byte] ?? 0) << (8 * byte)
  return word
}

/** Rotates a word of 32 bits to the left. */
function turned(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** The last step of each word, which spreads every bit over all of it. */
function finished(word: number): number {
  let mixed = word ^ (word >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
