import type { Achievement } from '../contract/achievements.ts'
import { type BasisRarity, RARITY_BANDS, type RareBand } from '../contract/rarity.ts'
import type { BadgesCard, ChangeCard, RareBadge, StoryBadge } from '../contract/wrapped.ts'
import { localTime } from '../engine/local-time.ts'
import { TIER_NAMES, type TierName } from '../engine/types.ts'
import { dayKey } from './period.ts'

/** What a story needs to know of a badge. */
export type EarnedBadge = Pick<
  Achievement,
  'id' | 'name' | 'icon' | 'unlocked' | 'unlocked_at' | 'dated_by' | 'tier_history'
>

/** A tier that was reached, or a badge without tiers. */
interface Step extends StoryBadge {
  at: number
  /** The badge was new. */
  isNew: boolean
}

/** When badges and their tiers were reached. Those whose day is unknown are left out. */
export class BadgeSteps {
  /** Oldest first, in the order of the catalog on a tie. */
  readonly #steps: readonly Step[]
  readonly #from: string
  readonly #to: string

  /** @param days the first and the last day to tell of */
  constructor(badges: readonly EarnedBadge[], timeZone: string, days: { from: string; to: string }) {
    this.#steps = badges.flatMap((badge) => stepsOf(badge, timeZone)).sort((a, b) => a.at - b.at)
    this.#from = days.from
    this.#to = days.to
  }

  /**
   * Returns what was reached; null if nothing was.
   * @param rarity what is known of the pages to compare with
   */
  badges(rarity: BasisRarity | null): BadgesCard | null {
    const steps = this.#within()
    const fresh = steps.filter(({ isNew }) => isNew)
    const highest = highestStep(steps)
    const [first = null] = fresh
    if (highest === null) return null
    const rarest = rarestOf(steps, rarity)
    return {
      kind: 'badges',
      badges: fresh.length,
      steps: steps.length,
      first: first && shown(first),
      highest: highest === first ? null : shown(highest),
      ...(rarest && { rarest }),
    }
  }

  /** Returns how many badges there were before and are now; null unless there are more, and were some. */
  change(): ChangeCard | null {
    const before = this.#steps.filter(({ day }) => day < this.#from)
    const after = this.#steps.filter(({ day }) => day <= this.#to)
    const card = {
      before: before.filter(({ isNew }) => isNew).length,
      after: after.filter(({ isNew }) => isNew).length,
    }
    if (card.before === 0 || card.after === card.before) return null
    return { kind: 'change', ...card, tier_before: highestOf(before), tier_after: highestOf(after) }
  }

  #within(): Step[] {
    return this.#steps.filter(({ day }) => day >= this.#from && day <= this.#to)
  }
}

function stepsOf({ id, name, icon, tier_history, ...badge }: EarnedBadge, timeZone: string): Step[] {
  if (!badge.unlocked) return []
  const reached =
    tier_history.length > 0
      ? tier_history.map(({ tier, reached_at, dated_by }) => ({ tier, at: reached_at, dated_by }))
      : [{ tier: null, at: badge.unlocked_at, dated_by: badge.dated_by }]
  return reached.flatMap(({ tier, at, dated_by }, index) => {
    const local = dated_by === 'scan' ? null : localTime(at, timeZone)
    if (local === null || at === null) return []
    return [{ id, name, icon, tier, day: dayKey(local), at, isNew: index === 0 }]
  })
}

/** Returns the step of the highest tier; of equal ones, the latest. */
function highestStep<Of extends Step>(steps: readonly Of[]): Of | null {
  return steps.reduce<Of | null>(
    (best, step) => (best === null || rank(step.tier) >= rank(best.tier) ? step : best),
    null,
  )
}

function rarestOf(steps: readonly Step[], rarity: BasisRarity | null): RareBadge | null {
  const known = steps.flatMap((step) => {
    const band = rarity?.badges[step.id]?.find(({ tier }) => tier === step.tier)?.band
    return band === undefined || band === 'most' ? [] : [{ ...step, band }]
  })
  const band = RARITY_BANDS.find((one): one is RareBand => known.some((step) => step.band === one))
  const rarest = highestStep(known.filter((step) => step.band === band))
  return rarest && { ...shown(rarest), band: rarest.band }
}

function shown({ id, name, icon, tier, day }: Step): StoryBadge {
  return { id, name, icon, tier, day }
}

function highestOf(steps: readonly Step[]): TierName | null {
  return TIER_NAMES.findLast((tier) => steps.some((step) => step.tier === tier)) ?? null
}

function rank(tier: TierName | null): number {
  return tier === null ? -1 : TIER_NAMES.indexOf(tier)
}
