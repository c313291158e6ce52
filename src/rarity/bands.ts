import {
  type BasisRarity,
  PACE_DAYS,
  type Rarity,
  type RarityBand,
  type RarityBasis,
  type TierRarity,
} from '../contract/rarity.ts'
import { CATALOG } from '../engine/catalog.ts'
import { TIER_NAMES } from '../engine/types.ts'
import { NO_PACE, PACES, PAGE } from './tally.ts'

/** How many public pages have reached a tier of a badge at a pace. */
export interface RaritySum {
  basis: RarityBasis
  /** `PAGE` for the pages themselves. */
  badge: string
  /** 1 for the lowest tier, or for a badge without tiers. */
  step: number
  /** One of `PACES`, or `NO_PACE`. */
  pace: string
  pages: number
}

/** Below these nothing is said. Unit: pages. */
export interface RarityLimits {
  /** Of a basis, in all. */
  pagesMin: number
  /** That have a tier. */
  holdersMin: number
  /** That have a tier, and are known to have reached it at some time. */
  timedMin: number
}

/** Each band below the last: fewer than one in so many pages. */
const ONE_IN: readonly [RarityBand, number][] = [
  ['one_in_100', 100],
  ['one_in_20', 20],
  ['one_in_5', 5],
  ['one_in_2', 2],
]

/** Returns what is said in public of these sums. */
export function rarityOf(sums: readonly RaritySum[], limits: RarityLimits): Rarity {
  const of = (basis: RarityBasis) =>
    basisOf(
      sums.filter((sum) => sum.basis === basis),
      limits,
    )
  return { scanned: of('scanned'), self_reported: of('self_reported') }
}

function basisOf(sums: readonly RaritySum[], limits: RarityLimits): BasisRarity | null {
  const holdersOf = bySteps(sums)
  const pages = total(holdersOf(PAGE, 1))
  if (pages < limits.pagesMin) return null
  const badges = CATALOG.filter(({ secret }) => !secret).flatMap((definition): [string, TierRarity[]][] => {
    const tiers = 'tiers' in definition ? TIER_NAMES : [null]
    const said = tiers.flatMap((tier, index): TierRarity[] => {
      const holders = holdersOf(definition.id, index + 1)
      const all = total(holders)
      if (all < limits.holdersMin) return []
      return [{ tier, band: bandOf(all, pages), median_days: medianDays(holders, limits.timedMin) }]
    })
    return said.length > 0 ? [[definition.id, said]] : []
  })
  return { pages, badges: Object.fromEntries(badges) }
}

/** Returns a function that finds the sums of a tier of a badge. */
function bySteps(sums: readonly RaritySum[]): (badge: string, step: number) => readonly RaritySum[] {
  const steps = new Map<string, RaritySum[]>()
  for (const sum of sums) {
    const name = `${sum.badge} ${sum.step}`
    const known = steps.get(name)
    if (known) known.push(sum)
    else steps.set(name, [sum])
  }
  return (badge, step) => steps.get(`${badge} ${step}`) ?? []
}

function bandOf(holders: number, pages: number): RarityBand {
  return ONE_IN.find(([, all]) => holders * all < pages)?.[0] ?? 'most'
}

/** Returns the days within which half of the pages reached a tier, rounded up to those of a pace. */
function medianDays(holders: readonly RaritySum[], timedMin: number): TierRarity['median_days'] {
  const timed = holders.filter(({ pace }) => pace !== NO_PACE)
  const all = total(timed)
  if (all < timedMin) return null
  let within = 0
  for (const [index, pace] of PACES.entries()) {
    within += total(timed.filter((sum) => sum.pace === pace))
    if (within * 2 >= all) return PACE_DAYS[index] ?? null
  }
  return null
}

function total(sums: readonly RaritySum[]): number {
  return sums.reduce((sum, { pages }) => sum + pages, 0)
}
