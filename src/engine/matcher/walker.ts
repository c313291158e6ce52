/**
 * Walks an automaton over bytes and notes, from left to right, each place at which needles end. Notes stand in
 * `notes` from `begin(lane)` up to `end(lane)`, lane behind lane, two entries each: where the list of the needles
 * begins, and the place of the byte, which is `origin(lane)` less than its index in memory.
 */
export interface Walker {
  readonly notes: Uint16Array
  readonly lanes: number
  /**
   * Walks over the bytes from `from` to `until`, at most `WINDOW` of them, and forgets the notes before. A needle
   * may begin in front of them, from `begin` on.
   */
  walk(memory: Uint8Array, begin: number, from: number, until: number): void
  begin(lane: number): number
  end(lane: number): number
  origin(lane: number): number
}

/** Bytes walked in one go. They and their notes stay in the processor's caches. */
export const WINDOW = 12_000
