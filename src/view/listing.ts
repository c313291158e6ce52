import type { Achievement } from '../contract/achievements.ts'
import { CATALOG } from '../engine/catalog.ts'
import { TIER_NAMES } from '../engine/types.ts'

/** What the list of pages says of one: the tiers of its badges. A badge that begins as a secret is not among them. */

const LISTED = CATALOG.filter(({ secret }) => !secret)
const NONE = '-'

/** Returns the tiers as a text that is short to keep: a character for each badge, in the order of the catalog. */
export function listedAs(achievements: readonly Achievement[]): string {
  const unlocked = new Map(achievements.filter((item) => item.unlocked).map((item) => [item.id, item.tier]))
  return LISTED.map(({ id }) => {
    const tier = unlocked.get(id)
    if (tier === undefined) return NONE
    return tier === null ? '0' : String(TIER_NAMES.indexOf(tier) + 1)
  }).join('')
}

/** Returns the tiers by badge: 0 for one without tiers, 1 (Copper) to 5 (Olympian). */
export function tiersIn(listed: string): Record<string, number> {
  const tiers = LISTED.map(({ id }, index) => [id, listed[index] ?? NONE] as const)
  return Object.fromEntries(tiers.flatMap(([id, tier]) => (tier === NONE ? [] : [[id, Number(tier)]])))
}
