import type { AchievementDefinition, ConditionalDefinition, TieredDefinition } from './achievement.ts'
import { aggregateSessions, figures as figuresOf, maxima } from './aggregate.ts'
import { CATALOG } from './catalog.ts'
import type { MaximumMetric } from './stats.ts'
import {
  type AchievementState,
  type AggregateFigures,
  type EvaluatedAchievement,
  type Evidence,
  type SessionStats,
  TIER_NAMES,
} from './types.ts'

/** The session that holds each maximum; null or absent if there is none. */
export type MaximaEvidence = Partial<Record<MaximumMetric, Evidence | null>>

/** What is shown of an achievement while it is hidden. */
export const HIDDEN = {
  name: '???',
  description: '',
  criteria: 'A secret, until you come across it.',
  icon: 'secret',
}

/** Evaluates every achievement of the catalog, in order, against a profile's figures. */
export function evaluate(figures: AggregateFigures, evidence: MaximaEvidence): EvaluatedAchievement[] {
  return CATALOG.map((definition) => {
    const measured =
      definition.kind === 'multi_condition'
        ? measureConditions(definition, figures)
        : measureTiers(definition, figures)
    const { untouched, ...result } = measured
    const state = stateOf(definition, result.unlocked, untouched)
    return {
      id: definition.id,
      category: definition.category,
      kind: definition.kind,
      ...(state === 'secret' ? HIDDEN : shown(definition)),
      ...(definition.secret ? { secret: true as const } : {}),
      ...result,
      state,
      discovered: state !== 'secret',
      ...(result.unlocked ? { evidence: evidenceOf(definition, evidence) } : {}),
    }
  })
}

/**
 * Returns the achievements that a session would unlock on its own.
 * @param timeZone an IANA name
 */
export function badgesOfSession(stats: SessionStats, timeZone: string): EvaluatedAchievement[] {
  const alone = aggregateSessions([stats], timeZone)
  return evaluate(figuresOf(alone), maxima(alone)).filter(({ unlocked }) => unlocked)
}

function measureTiers({ metric, tiers: thresholds }: TieredDefinition, figures: AggregateFigures) {
  const progress = figures[metric]
  const tiers = TIER_NAMES.map((name, index) => ({ name, threshold: thresholds[index] ?? 0 }))
  const reached = tiers.filter(({ threshold }) => threshold <= progress)
  const current = reached.at(-1) ?? null
  const next = tiers[reached.length] ?? null
  return {
    threshold_metric: metric,
    tiers,
    progress,
    progress_pct: next === null ? 100 : percentBetween(current?.threshold ?? 0, progress, next.threshold),
    tier: current?.name ?? null,
    next_tier: next?.name ?? null,
    next_threshold: next?.threshold ?? tiers.at(-1)?.threshold ?? 0,
    unlocked: current !== null,
    untouched: progress === 0,
  }
}

function measureConditions({ requirements }: ConditionalDefinition, figures: AggregateFigures) {
  const shares = requirements.map(({ metric, gte }) => Math.min(1, figures[metric] / Math.max(1, gte)))
  const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length)
  const progress = Math.floor(mean * 100)
  const unlocked = requirements.every(({ metric, gte }) => figures[metric] >= gte)
  return {
    requirements: requirements.map(({ metric, gte }) => ({ metric, gte })),
    progress,
    progress_pct: unlocked ? 100 : Math.min(99, progress),
    tier: null,
    next_tier: null,
    next_threshold: 100,
    unlocked,
    untouched: requirements.every(({ metric }) => figures[metric] === 0),
  }
}

/**
 * Returns the progress in whole percent, 99 at most. It divides before multiplying, as the figures already published
 * did: 29 of 100 is 28 percent, since 0.29 * 100 falls short of 29.
 */
function percentBetween(from: number, progress: number, to: number): number {
  const share = (progress - from) / Math.max(1, to - from)
  return Math.min(99, Math.max(0, Math.floor(share * 100)))
}

function stateOf(definition: AchievementDefinition, unlocked: boolean, untouched: boolean): AchievementState {
  if (unlocked) return 'unlocked'
  return definition.secret && untouched ? 'secret' : 'discovered'
}

function shown({ name, description, criteria, icon }: AchievementDefinition) {
  return { name, description, criteria, icon }
}

function evidenceOf(definition: AchievementDefinition, evidence: MaximaEvidence): Evidence | null {
  return definition.kind === 'best_session' ? (evidence[definition.metric] ?? null) : null
}
