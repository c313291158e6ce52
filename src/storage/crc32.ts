/** The polynomial of RFC 1952 section 8, bit-reversed. */
const POLYNOMIAL = 0xedb8_8320

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
  return crc
})

/** A running CRC-32 (RFC 1952 section 8). */
export class Crc32 {
  #crc = -1

  add(bytes: Uint8Array): void {
    let crc = this.#crc
    for (let at = 0; at < bytes.length; at++) {
      crc = (TABLE[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8)
    }
    this.#crc = crc
  }

  get value(): number {
    return ~this.#crc >>> 0
  }
}
