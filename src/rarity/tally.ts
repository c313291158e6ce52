import type { Achievement, Provenance } from '../contract/achievements.ts'
import { PACE_DAYS, type RarityBasis } from '../contract/rarity.ts'
import { CATALOG } from '../engine/catalog.ts'
import { TIER_NAMES } from '../engine/types.ts'

/** What a page counts as, as the registry keeps it. */
export interface Tally {
  /** Null: it counts for nothing, because nothing is counted on it. */
  basis: RarityBasis | null
  /**
   * JSON: for each badge that it has, a letter for each tier from the lowest on (one for a badge without tiers), which is
   * the pace it was reached at. The badge `PAGE` stands for the page itself.
   */
  reached: string
}

/** What a tally is made of: a published view, and when the page’s first session was last active (Unix seconds). */
export interface Tallied {
  achievements: readonly Pick<
    Achievement,
    'id' | 'unlocked' | 'tier' | 'tier_history' | 'unlocked_at' | 'dated_by'
  >[]
  provenance?: Provenance | undefined
  firstAt: number | null
}

/** No badge has this id. */
export const PAGE = ''
/** Of what has no usable time. */
export const NO_PACE = '-'
/** Those of `PACE_DAYS`, and one for whatever took longer. */
export const PACES = [...PACE_DAYS.keys(), PACE_DAYS.length].map((pace) => pace.toString(36))

const DAY_SECONDS = 86_400
const COUNTED: ReadonlySet<string> = new Set(CATALOG.filter(({ secret }) => !secret).map(({ id }) => id))
/** All that is counted. */
export const COUNTED_BADGES: readonly string[] = [PAGE, ...COUNTED]

/** What a page without a view counts as. */
export const NOTHING_COUNTED: Tally = { basis: null, reached: '{}' }

/** Returns what a page counts as. Secrets do not count: to know how many have one would tell of it. */
export function tallyOf({ achievements, provenance = 'scanned', firstAt }: Tallied): Tally {
  if (provenance === 'none') return NOTHING_COUNTED
  const reached: Record<string, string> = { [PAGE]: NO_PACE }
  for (const { id, unlocked, tier, ...times } of achievements) {
    if (!unlocked || !COUNTED.has(id)) continue
    const datedAt = new Map(times.tier_history.map((step) => [step.tier, timeOf(step.reached_at, step)]))
    reached[id] =
      tier === null
        ? paceOf(timeOf(times.unlocked_at, times), firstAt)
        : TIER_NAMES.slice(0, TIER_NAMES.indexOf(tier) + 1)
            .map((name) => paceOf(datedAt.get(name) ?? null, firstAt))
            .join('')
  }
  // Figures of both kinds are not the server’s own count.
  return { basis: provenance === 'scanned' ? 'scanned' : 'self_reported', reached: JSON.stringify(reached) }
}

/** Returns a time that a session gave; null for one that is only that of a scan. */
function timeOf(at: number | null, { dated_by }: { dated_by?: 'scan' | undefined }): number | null {
  return dated_by === 'scan' ? null : at
}

function paceOf(at: number | null, firstAt: number | null): string {
  if (at === null || firstAt === null) return NO_PACE
  const days = Math.max(0, at - firstAt) / DAY_SECONDS
  const pace = PACE_DAYS.findIndex((most) => days <= most)
  return PACES.at(pace) ?? NO_PACE
}

/** What an object has told the registry, or is about to tell. Kept in its storage. */
export interface ToldTally extends Tally {
  /** Of two tallies of a page, the one of the higher revision counts. */
  revision: number
  /** Set until the registry has it. */
  untold?: true
  /** When to tell it again after a failure, in Unix seconds. */
  due_at?: number
}

/**
 * Returns what to tell after a publication: what was told before, if that is the same.
 * @param now Unix milliseconds: revisions grow even if storage is put back to what it was
 */
export function toldNext(before: ToldTally | null, tally: Tally, now: number): ToldTally {
  if (before && before.basis === tally.basis && before.reached === tally.reached) return before
  return { ...tally, revision: Math.max(Math.floor(now), (before?.revision ?? 0) + 1) }
}
