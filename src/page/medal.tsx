import type { FC } from 'hono/jsx'
import type { Achievement } from '../contract/achievements.ts'
import { TIER_NAMES, type TierName } from '../engine/types.ts'
import { BadgeIcon } from './icon.tsx'
import { type Growth, Wreath } from './wreath.tsx'

/** What an achievement is shown as: a tier, `earned` for an unlocked one without tiers, `open`, or `secret`. */
export type Metal = TierName | 'earned' | 'open' | 'secret'

const GROWTH: Readonly<Record<Metal, Growth | 0>> = {
  Copper: 1,
  Silver: 2,
  Gold: 3,
  Diamond: 4,
  Olympian: 5,
  earned: 5,
  open: 0,
  secret: 0,
}

export function metalOf(achievement: Achievement): Metal {
  if (achievement.state === 'secret') return 'secret'
  if (!achievement.unlocked) return 'open'
  return achievement.tier ?? 'earned'
}

/** The class that carries a metal's colours. */
export function metalClass(metal: Metal): string {
  return `metal-${metal.toLowerCase()}`
}

/** 0 for not earned, 1 for earned without a tier, 2 (Copper) to 6 (Olympian). */
export function rank(metal: Metal): number {
  if (metal === 'open' || metal === 'secret') return 0
  return metal === 'earned' ? 1 : TIER_NAMES.indexOf(metal) + 2
}

/** A coin with an icon in a wreath that has grown as far as the tier. Decorative. */
export const Medal: FC<{ metal: Metal; icon: string }> = ({ metal, icon }) => {
  const growth = GROWTH[metal]
  return (
    <span class={`medal ${metalClass(metal)}`} aria-hidden="true">
      {metal !== 'secret' && growth < 5 && <Wreath growth={5} class="wreath-ghost" />}
      {growth !== 0 && <Wreath growth={growth} class="wreath-earned" />}
      <span class="coin">
        <BadgeIcon name={icon} />
      </span>
    </span>
  )
}
