import { HANDLE_PATTERN } from '../../../src/contract/profiles.ts'
import type { AchievementDefinition } from '../../../src/engine/achievement.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { TIER_NAMES, type TierName } from '../../../src/engine/types.ts'
import { LaurelError } from '../../../src/errors.ts'
import type { ListingPlace } from '../../../src/storage/listing-table.ts'

/** Badges by which pages are listed: a secret one would be told by its name. */
export const LISTED_BADGES = CATALOG.filter(({ secret }) => !secret)

/** What a URL of `/explore` asks for. */
export interface ExploreQuery {
  badge: AchievementDefinition | null
  /** The least tier of the badge; null for any. */
  tier: TierName | null
  after: ListingPlace | null
}

/**
 * Parses the query. An invalid tier or place counts as absent, as does the tier of a badge without tiers.
 * @throws LaurelError `not_found` if there is no such badge, or it is a secret
 */
export function exploreQuery({ badge: id = '', tier, after = '' }: Record<string, string>): ExploreQuery {
  const badge = LISTED_BADGES.find((definition) => definition.id === id) ?? null
  if (id !== '' && badge === null) {
    throw new LaurelError('not_found', 'There is no badge like that.', { hint: 'Choose one from the list.' })
  }
  const least = badge && 'tiers' in badge ? TIER_NAMES.find((name) => name === tier) : undefined
  return { badge, tier: least ?? null, after: placeIn(after) }
}

/** Returns the tiers that are asked for: 0 for a badge without tiers, 1 (Copper) to 5 (Olympian). */
export function tiersOf({ badge, tier }: ExploreQuery): number[] {
  if (!badge || !('tiers' in badge)) return [0]
  const ranks = TIER_NAMES.map((_, index) => index + 1)
  return ranks.slice(tier === null ? 0 : TIER_NAMES.indexOf(tier))
}

/** Returns a place as a URL names it. */
export function placeName({ listed_at, handle }: ListingPlace): string {
  return `${listed_at}.${handle}`
}

function placeIn(name: string): ListingPlace | null {
  const [, listedAt = '', handle = ''] = /^(\d{1,15})\.(.*)$/.exec(name) ?? []
  return HANDLE_PATTERN.test(handle) ? { listed_at: Number(listedAt), handle } : null
}
