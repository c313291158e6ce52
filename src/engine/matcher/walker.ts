/**
 * Walks an automaton over bytes and notes, from left to right, each place at which keywords end. Notes lie in `notes`
 * from `begin(lane)` to `end(lane)`, lane after lane, two entries each: where the list of keywords begins, and the
 * place of the byte, which is its index in memory minus `origin(lane)`.
 */
export interface Walker {
  readonly notes: Uint16Array
  readonly lanes: number
  /**
   * Walks over the bytes from `from` to `until`, at most `WINDOW` of them, and drops earlier notes. A keyword may begin
   * before `from`, from `begin` on.
   */
  walk(memory: Uint8Array, begin: number, from: number, until: number): void
  begin(lane: number): number
  end(lane: number): number
  origin(lane: number): number
}

/** Bytes per walk: they and their notes fit the processor's caches. */
export const WINDOW = 12_000
