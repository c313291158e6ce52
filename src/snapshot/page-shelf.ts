/** The first byte of a b-tree page says its kind (file format section 1.6): all but table leaves lead to others. */
const LEADS_ON = new Set([0x02, 0x05, 0x0a])

/** What the shelf holds at most. Unit: bytes. */
const SHELF_BYTES = 4 * 1024 * 1024

/**
 * The pages that lead to others: of indexes all, of tables the inner ones. They are a hundredth of a history,
 * lie anywhere in it, and are asked for again and again: kept here, they don't bring the large pieces that they
 * came with back from storage. The least recently used go first.
 */
export class PageShelf {
  readonly #pages = new Map<number, Uint8Array>()
  #bytes = 0

  /** The page that begins at this offset, if it is here and has this length. */
  get(begin: number, length: number): Uint8Array | undefined {
    const page = this.#pages.get(begin)
    if (page?.length !== length) return undefined
    this.#pages.delete(begin)
    this.#pages.set(begin, page)
    return page
  }

  /** Keeps a copy if it leads to others. The page with the header is no good: it is changed on its way. */
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
