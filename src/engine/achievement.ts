import type { AggregateMetric, MaximumMetric } from './stats.ts'

export const CATEGORIES = [
  'Agent Autonomy',
  'Debugging Chaos',
  'Vibe Coding',
  'Hermes Native',
  'Research/Web',
  'Tool Mastery',
  'Model Lore',
  'Lifestyle',
] as const
export type Category = (typeof CATEGORIES)[number]

interface DefinitionBase {
  id: string
  name: string
  description: string
  /** What counts, in a sentence. */
  criteria: string
  category: Category
  icon: string
  /** Hidden until some progress is made. */
  secret: boolean
}

/** Thresholds from Copper to Olympian. */
export type Thresholds = readonly [number, number, number, number, number]

export interface BestSessionDefinition extends DefinitionBase {
  kind: 'best_session'
  metric: MaximumMetric
  tiers: Thresholds
}

export interface LifetimeDefinition extends DefinitionBase {
  kind: 'lifetime'
  metric: AggregateMetric
  tiers: Thresholds
}

export type TieredDefinition = BestSessionDefinition | LifetimeDefinition

/** Unlocked when all requirements are met. Has no tiers. */
export interface ConditionalDefinition extends DefinitionBase {
  kind: 'multi_condition'
  requirements: readonly { metric: AggregateMetric; gte: number }[]
}

export type AchievementDefinition = TieredDefinition | ConditionalDefinition
