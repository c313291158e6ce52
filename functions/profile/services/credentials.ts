import type { Achievement } from '../../../src/contract/achievements.ts'
import type { EarnedBadge } from '../../../src/credentials/credential.ts'
import { withoutSession } from '../../../src/view/published-view.ts'
import type { ProfileContext } from '../context.ts'

/** Content of a credential, and what its image shows besides. */
export interface IssuableBadge {
  badge: EarnedBadge
  /** As visitors see it. */
  achievement: Achievement
  timeZone: string
}

/** Earned badges, as credentials attest them. */
export class Credentials {
  readonly calls = ['earnedBadge'] as const
  readonly #context: ProfileContext

  constructor(context: ProfileContext) {
    this.#context = context
  }

  /**
   * Returns a badge as it was earned; null if it does not exist, is hidden or is not earned, which callers cannot tell
   * apart. Starts nothing. What a partial view unlocks is not final, so it does not count.
   */
  earnedBadge(id: string): IssuableBadge | null {
    const { store } = this.#context
    const profile = store.profile()
    // An erased profile has no tables.
    if (!profile) return null
    const view = store.lastingView()
    const record = store.unlocks().get(id)
    const achievement = view?.achievements.find((item) => item.id === id && item.unlocked)
    if (!view || !record || !achievement) return null
    const { name, description, criteria, category, tiers } = achievement
    const reached = record.tier_history.at(-1) ?? { ...record, tier: null, reached_at: record.unlocked_at }
    return {
      badge: {
        profileId: profile.id,
        handle: profile.handle,
        definition: { id, name, description, criteria, category, tiers },
        tier: reached.tier,
        since: Math.floor(reached.reached_at),
        recorded: Math.floor(reached.recorded_at ?? reached.reached_at),
        datedBy: reached.dated_by ?? 'session',
        attested: record.self_reported
          ? view.provenance === 'self-reported'
            ? 'self-reported'
            : 'mixed'
          : 'scanned',
        countedIn: record.time_zone ?? null,
      },
      achievement: withoutSession(achievement),
      timeZone: profile.time_zone,
    }
  }
}
