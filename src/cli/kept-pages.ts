import type { OpeningPage, SeenPage, SessionPages } from '../snapshot/snapshot.ts'

/** What of the pages of a history is kept with the checkpoints. Plain JSON. */
interface KeptPages {
  shape: string
  /** Sessions without a checkpoint that must be looked at each time. */
  others: string[]
  /**
   * One page after the other: its number, the two words of its digest, how many of its sessions are untitled, how many
   * are long, how many it has, and these in that order: each by its place among the checkpoints, and after them among
   * the others.
   */
  pages: number[]
  /** Likewise, without the first two amounts. */
  openings: number[]
}

/** @param ids of the checkpoints, in their order */
export function encodePages({ shape, pages, openings }: SessionPages, ids: readonly string[]): string {
  const places = new Map(ids.map((id, place) => [id, place]))
  const kept: KeptPages = { shape, others: [], pages: [], openings: [] }
  const inAnyCase = (id: string) => {
    const place = places.get(id) ?? ids.length + kept.others.push(id) - 1
    places.set(id, place)
    return place
  }
  const placesOf = (held: Iterable<string>) => {
    const found: number[] = []
    for (const id of held) {
      const place = places.get(id)
      if (place !== undefined) found.push(place)
    }
    return found
  }
  for (const [number, { digest, ids, untitled, long }] of pages) {
    const first = [...untitled, ...long]
    const held = [...first.map(inAnyCase), ...placesOf(ids.filter((id) => !first.includes(id)))]
    kept.pages.push(number, ...digest, untitled.length, long.length, held.length, ...held)
  }
  for (const [number, { digest, ids }] of openings) {
    const held = placesOf(ids)
    kept.openings.push(number, ...digest, held.length, ...held)
  }
  return JSON.stringify(kept)
}

/**
 * Returns what `encodePages` was given, without sessions that need not be known; null if nothing was kept. The text is
 * as it was written: the digest of its part was checked.
 */
export function decodePages(text: string, ids: readonly string[]): SessionPages | null {
  if (text === '') return null
  const kept: KeptPages = JSON.parse(text)
  const names = [...ids, ...kept.others]
  const namesOf = (held: readonly number[]) => held.map((place) => names[place] ?? '')
  const pages = new Map<number, SeenPage>()
  for (let at = 0; at < kept.pages.length; ) {
    const [number = 0, first = 0, second = 0, untitled = 0, long = 0, count = 0] = kept.pages.slice(
      at,
      at + 6,
    )
    at += 6 + count
    const held = namesOf(kept.pages.slice(at - count, at))
    const parts = { untitled: held.slice(0, untitled), long: held.slice(untitled, untitled + long) }
    pages.set(number, { digest: [first, second], ids: held, ...parts })
  }
  const openings = new Map<number, OpeningPage>()
  for (let at = 0; at < kept.openings.length; ) {
    const [number = 0, first = 0, second = 0, count = 0] = kept.openings.slice(at, at + 4)
    at += 4 + count
    openings.set(number, {
      digest: [first, second],
      ids: new Set(namesOf(kept.openings.slice(at - count, at))),
    })
  }
  return { shape: kept.shape, pages, openings }
}
