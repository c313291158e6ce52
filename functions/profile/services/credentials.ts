import type { Achievement } from '../../../src/contract/achievements.ts'
import type { EarnedBadge } from '../../../src/credentials/credential.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import { withoutSession } from '../../../src/view/published-view.ts'

/** What a credential is made of, with what its picture shows besides. */
export interface IssuableBadge {
  badge: EarnedBadge
  /** As a stranger sees it. */
  achievement: Achievement
  timeZone: string
}

/**
 * The badge of a profile as it was earned; null where it is not there, still hidden, or not earned yet: nothing tells
 * which. A partial view has earned nothing for good.
 */
export function earnedBadge(store: ProfileStore, id: string): IssuableBadge | null {
  const profile = store.profile()
  const view = store.lastingView()
  const record = store.unlocks().get(id)
  const achievement = view?.achievements.find((item) => item.id === id && item.unlocked)
  if (!profile || !view || !record || !achievement) return null
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
