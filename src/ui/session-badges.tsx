import type { FC } from 'hono/jsx'
import { TIER_NAMES, type TierName } from '../engine/types.ts'
import { plural, t } from '../language/language.ts'
import { metalClass } from './metal.ts'
import { ONE_TIME } from './wording.ts'

/** The part of a badge that is shown for a session. */
export interface SessionBadge {
  id: string
  name: string
  /** Null if it has no tiers. */
  tier: TierName | null
}

export interface SessionBadgesProps {
  badges: readonly SessionBadge[]
  /** Returns the page of a badge by its id. */
  badgeHref: (id: string) => string
}

/** The badges that one session would unlock on its own. */
export const SessionBadges: FC<SessionBadgesProps> = ({ badges, badgeHref }) => (
  <>
    <p class="hint">
      {badges.length === 0
        ? t('This session alone would unlock nothing.')
        : plural(
            badges.length,
            'This session alone would unlock {n} badge.',
            'This session alone would unlock {n} badges.',
          )}
    </p>
    {badges.length > 0 && (
      <ul class="session-badges">
        {badges.map(({ id, name, tier }) => (
          <li class={`${metalClass(tier ?? 'earned')} with-pip is-on`}>
            <a href={badgeHref(id)}>{name}</a> <span class="tier">{tier ?? t(ONE_TIME)}</span>
          </li>
        ))}
      </ul>
    )}
  </>
)

/** Returns the badges in an API response, ignoring anything else. */
export function badgesIn(value: unknown): SessionBadge[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((badge: unknown) => {
    const { id, name, tier }: Record<string, unknown> = { ...Object(badge) }
    if (typeof id !== 'string' || typeof name !== 'string') return []
    return [{ id, name, tier: TIER_NAMES.find((known) => known === tier) ?? null }]
  })
}
