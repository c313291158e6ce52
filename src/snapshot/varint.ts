import { asRowId, type RowId } from './row-id.ts'

const BYTES_MAX = 9
/** This many bytes hold 49 bits, which fit into a number. */
const BYTES_OF_NUMBERS = 7

/**
 * Returns the length in bytes of the variable-length integer at this offset (SQLite file format section 1.6):
 * big-endian, seven bits in each byte up to the first below 0x80, and all eight of the ninth.
 */
export function varintLength(memory: Uint8Array, at: number): number {
  for (let length = 1; length < BYTES_MAX; length++) if ((memory[at + length - 1] ?? 0) < 0x80) return length
  return BYTES_MAX
}

/** Returns the integer of this length as a size or a serial type: infinite if no file could hold so much. */
export function sizeAt(memory: Uint8Array, at: number, length: number): number {
  if (length > BYTES_OF_NUMBERS) return Number.POSITIVE_INFINITY
  let size = 0
  for (let next = at; next < at + length; next++) size = size * 0x80 + ((memory[next] ?? 0) & 0x7f)
  return size
}

/** Returns the integer of this length as a row number: 64 bits, signed. */
export function rowIdAt(memory: Uint8Array, at: number, length: number): RowId {
  if (length <= BYTES_OF_NUMBERS) return sizeAt(memory, at, length)
  let bits = 0n
  for (let index = 0; index < length; index++) {
    const byte = BigInt(memory[at + index] ?? 0)
    bits = index === BYTES_MAX - 1 ? (bits << 8n) | byte : (bits << 7n) | (byte & 0x7fn)
  }
  return asRowId(BigInt.asIntN(64, bits))
}
