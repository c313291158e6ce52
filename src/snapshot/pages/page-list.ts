/** What was noted of pages, column by column: there may be tens of thousands. */
export interface PageList {
  /** Their numbers in the file. */
  readonly numbers: Uint32Array
  /** Their digests, two words each. */
  readonly digests: Uint32Array
  /** How many sessions each has. */
  readonly counts: Uint32Array
  /** How many of these are untitled: they come first. They are named by a message. */
  readonly untitled: Uint32Array
  /** How many are long, which come next: their rows go on in other pages. */
  readonly long: Uint32Array
  /** The sessions of all pages in turn, by number: see `SessionNames`. */
  readonly sessions: Uint32Array
}

/** The numbers of sessions, from 0. */
export interface SessionNames {
  readonly count: number
  /** Returns the id of a session. */
  idOf(session: number): string
  /** Returns the number of a session; undefined if it has none. */
  numberOf(id: string): number | undefined
}

/** The pages that all comes from which a listing says of sessions, and the sessions on them. */
export interface SessionPages {
  /** What says how the pages are to be read: if two versions differ in it, a listing tells what has changed. */
  shape: string
  names: SessionNames
  /** The leaves of the table of sessions, and the pages of the index that finds their messages. */
  pages: PageList
  /**
   * Leaves of the table of messages, and the sessions that are named by messages on them, as far as they are known:
   * while a session has none, its name is looked up each time.
   */
  openings: PageList
}

/** Returns where the sessions of each page begin, and after the last one their end. */
export function beginsOf({ counts }: Pick<PageList, 'counts'>): Uint32Array {
  const begins = new Uint32Array(counts.length + 1)
  for (let at = 0; at < counts.length; at++) begins[at + 1] = (begins[at] ?? 0) + (counts[at] ?? 0)
  return begins
}
