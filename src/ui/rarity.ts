import type { Achievement, Provenance } from '../contract/achievements.ts'
import {
  type BasisRarity,
  RARITY_BANDS,
  type RareBand,
  type Rarity,
  type RarityBand,
  type RarityBasis,
} from '../contract/rarity.ts'
import { type Message, plural, t } from '../language/language.ts'

/** The pages that a page’s badges are rare or frequent among. `said`: null if these are too few to say. */
export interface Among {
  basis: RarityBasis
  said: BasisRarity | null
}

/** What bands are called. */
const BAND_WORDS = {
  one_in_100: 'fewer than 1 in 100',
  one_in_20: 'fewer than 1 in 20',
  one_in_5: 'fewer than 1 in 5',
  one_in_2: 'fewer than half',
  most: 'half or more',
} as const satisfies Record<RarityBand, Message>

/** Bands of a number of pages. */
const BAND_LINES = {
  one_in_100: ['fewer than 1 in 100 of {n} page', 'fewer than 1 in 100 of {n} pages'],
  one_in_20: ['fewer than 1 in 20 of {n} page', 'fewer than 1 in 20 of {n} pages'],
  one_in_5: ['fewer than 1 in 5 of {n} page', 'fewer than 1 in 5 of {n} pages'],
  one_in_2: ['fewer than half of {n} page', 'fewer than half of {n} pages'],
  most: ['half or more of {n} page', 'half or more of {n} pages'],
} as const satisfies Record<RarityBand, readonly [one: string, many: Message]>

/** Times to a tier: the longest that half of the pages took, by its days. */
const TIME_WORDS = new Map<number, Message>([
  [1, 'a day'],
  [3, '3 days'],
  [7, 'a week'],
  [14, '2 weeks'],
  [30, 'a month'],
  [60, '2 months'],
  [90, '3 months'],
  [180, '6 months'],
  [365, 'a year'],
  [730, '2 years'],
])

/** Returns the pages to compare with: those that were counted the same way. */
export function rarityAmong(rarity: Rarity, provenance: Provenance): Among {
  const basis = provenance === 'scanned' ? 'scanned' : 'self_reported'
  return { basis, said: rarity[basis] }
}

/** A tier of a badge, and how rare it is, in words. */
export interface TierWords {
  /** Null for a badge without tiers. */
  tier: Achievement['tier']
  /** `fewer than 1 in 20` */
  band: string
  /** `2 weeks`; null if that is not known. */
  halfWithin: string | null
}

/** Returns what is known of a badge, lowest tier first; empty if nothing is. */
export function rarityWords({ said }: Among, id: string): TierWords[] {
  return (said?.badges[id] ?? []).map(({ tier, band, median_days }) => {
    const time = TIME_WORDS.get(median_days ?? 0)
    return { tier, band: t(BAND_WORDS[band]), halfWithin: time === undefined ? null : t(time) }
  })
}

/**
 * `Fewer than 1 in 20 of 412 pages`: of the tier that was reached, or else of the first one, which it names then
 * (`Copper: fewer than half of 412 pages`). Null if nothing is known of that.
 */
export function rarityLine(among: Among, { id, tier, tiers }: Achievement): string | null {
  const asked = tier ?? tiers?.[0]?.name ?? null
  const known = among.said?.badges[id]?.find((one) => one.tier === asked)
  if (!known || !among.said) return null
  const [one, many] = BAND_LINES[known.band]
  const line = plural(among.said.pages, one, many)
  if (asked === tier) return line[0]?.toUpperCase() + line.slice(1)
  return t('{tier}: {line}', { tier: String(asked), line })
}

/**
 * Returns the rarest badge of a page in the tier that it has, and among alike ones the first; undefined if none is known
 * that fewer than half of the pages have.
 */
export function rarestOf(
  { said }: Among,
  achievements: readonly Achievement[],
): { name: string; band: RareBand } | undefined {
  const known = achievements.flatMap(({ id, name, tier, unlocked }) => {
    const rarity = unlocked ? said?.badges[id]?.find((one) => one.tier === tier) : undefined
    return rarity && rarity.band !== 'most' ? [{ name, band: rarity.band }] : []
  })
  return known.toSorted((a, b) => RARITY_BANDS.indexOf(a.band) - RARITY_BANDS.indexOf(b.band))[0]
}
