import { TIER_NAMES, type TierName } from '../engine/types.ts'
import type { UnlockRecord } from './unlocks.ts'

/** An unlock or a further tier to announce. */
export interface News {
  achievement_id: string
  tier: TierName | null
  /** When it was earned. Unix seconds. */
  at: number
  /** Earned in the first scan of a history. */
  imported?: true
}

/**
 * Returns the messages that announce a finished scan: one for each unlock, but a single one for all that came with the
 * first scan of a history, highest tier first.
 */
export function announcements(earned: readonly UnlockRecord[]): News[][] {
  const news = earned.map(newsOf)
  const imported = news.filter((item) => item.imported)
  const others = news.filter((item) => !item.imported).map((item) => [item])
  return imported.length === 0 ? others : [imported.toSorted(proudestFirst), ...others]
}

/** Announces the highest tier of a record. */
function newsOf({ achievement_id, unlocked_at, tier_history, imported }: UnlockRecord): News {
  const last = tier_history.at(-1)
  const isImported = last ? last.imported : imported
  return {
    achievement_id,
    tier: last?.tier ?? null,
    at: last?.reached_at ?? unlocked_at,
    ...(isImported ? { imported: true } : {}),
  }
}

/** Orders news: the highest tier first. */
export function proudestFirst(a: Pick<News, 'tier'>, b: Pick<News, 'tier'>): number {
  return rank(b) - rank(a)
}

/** A badge without tiers ranks below Copper, as on the page. */
function rank({ tier }: Pick<News, 'tier'>): number {
  return tier === null ? -1 : TIER_NAMES.indexOf(tier)
}
