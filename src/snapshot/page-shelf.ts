/** Page types, the first byte of a b-tree page (file format section 1.6): all but table leaves point to other pages. */
const LEADS_ON = new Set([0x02, 0x05, 0x0a])

/** Maximum size of the cache. Unit: bytes. */
const SHELF_BYTES = 4 * 1024 * 1024

/**
 * Caches the pages that point to others: all pages of indexes, and inner pages of tables. They are a hundredth of a
 * history, are scattered over it, and are read repeatedly; from this cache, they don't require fetching the large
 * blocks around them again. The least recently used are evicted first.
 */
export class PageShelf {
  readonly #pages = new Map<number, Uint8Array>()
  #bytes = 0

  /** Returns the page at this offset, if it is cached with this length. */
  get(begin: number, length: number): Uint8Array | undefined {
    const page = this.#pages.get(begin)
    if (page?.length !== length) return undefined
    this.#pages.delete(begin)
    this.#pages.set(begin, page)
    return page
  }

  /**
   * Caches a copy if the page points to others. The page with the header is not cached: it is patched when it is read.
   */
  offer(begin: number, page: Uint8Array): void {
    const [kind] = page
    if (begin === 0 || kind === undefined || !LEADS_ON.has(kind) || this.#pages.has(begin)) return
    this.#pages.set(begin, page.slice())
    this.#bytes += page.length
    for (const [oldest, { length }] of this.#pages) {
      if (this.#bytes <= SHELF_BYTES) break
      this.#pages.delete(oldest)
      this.#bytes -= length
    }
  }
}
