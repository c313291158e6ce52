import { Murmur } from '../murmur.ts'

/** SQLite's own default, with which agents write. Pages of other sizes are not noted. Unit: bytes. */
export const PAGE_BYTES = 4096

/**
 * Computes digests of pages: the first 64 bits of their MurmurHash3_x86_128. They need not resist an attacker, who could
 * only keep their own figures as they were; two different pages have the same digest once in 2^64.
 */
export class PageDigest {
  readonly #murmur = new Murmur()
  /** Where a page is laid for `run` to look at. */
  readonly page = this.#murmur.input.subarray(0, PAGE_BYTES)
  /** The digest, in two words, of what `page` held when `run` was called last. */
  readonly words = this.#murmur.state.subarray(0, 2)

  run(): void {
    this.#murmur.begin()
    this.#murmur.end(PAGE_BYTES, PAGE_BYTES)
  }
}
