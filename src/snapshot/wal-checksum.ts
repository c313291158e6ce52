/**
 * The running checksum of a write-ahead log (https://sqlite.org/fileformat2.html section 4.2): two sums over pairs of
 * 32-bit words, each fed by the other, modulo 2³². It starts at zero with the log's header, and each frame continues
 * from the previous one.
 */
export class WalChecksum {
  readonly #littleEndian: boolean
  #first = 0
  #second = 0

  /** `littleEndian`: how the words are read. The sums are always stored big-endian. */
  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian
  }

  /** Adds the bytes from `begin` to `end`, whose number is a multiple of 8. */
  add(bytes: DataView, begin: number, end: number): void {
    const littleEndian = this.#littleEndian
    let first = this.#first
    let second = this.#second
    for (let at = begin; at < end; at += 8) {
      first = (first + bytes.getInt32(at, littleEndian) + second) | 0
      second = (second + bytes.getInt32(at + 4, littleEndian) + first) | 0
    }
    this.#first = first
    this.#second = second
  }

  /** Whether the sums equal those stored at `at`. */
  equals(bytes: DataView, at: number): boolean {
    return bytes.getInt32(at) === this.#first && bytes.getInt32(at + 4) === this.#second
  }
}
