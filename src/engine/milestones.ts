import { type AggregateState, addSession, addSums, emptyAggregate } from './aggregate.ts'
import { CATALOG } from './catalog.ts'
import { type Contribution, contributionOf, MAXIMUM_METRICS, SUM_METRICS } from './contribution.ts'
import { removeName } from './counted-names.ts'
import { comparePlaces, type Place, placeOf } from './place.ts'
import type { AggregateMetric, MaximumMetric, SumMetric } from './stats.ts'
import { type SessionStats, TIER_NAMES, type TierName } from './types.ts'

/**
 * When each threshold of the catalog was reached: by which session, if sessions are counted in the order of their last
 * activity.
 */

/** The place at which each threshold was reached, by `milestone`. Thresholds not reached are absent. Plain JSON. */
export type Milestones = Readonly<Record<string, Place>>

/** Returns the key of a metric's threshold. */
export function milestone(metric: AggregateMetric, threshold: number): string {
  return `${metric}>=${threshold}`
}

/** When an achievement was earned. */
export interface EarnedPlaces {
  /** Where it was unlocked. */
  unlocked: Place
  /** Where each tier was reached, lowest first; empty if the achievement has no tiers. */
  tiers: { tier: TierName; place: Place }[]
}

/**
 * Returns where each earned achievement was earned, by id. One with several requirements is earned when the last one is
 * met.
 */
export function earnedPlaces(reached: Milestones): Map<string, EarnedPlaces> {
  const earned = new Map<string, EarnedPlaces>()
  for (const definition of CATALOG) {
    if (definition.kind === 'multi_condition') {
      const places = definition.requirements.map(({ metric, gte }) => reached[milestone(metric, gte)])
      const [last] = places.toSorted((a, b) => (a && b ? comparePlaces(b, a) : 0))
      if (last !== undefined && !places.includes(undefined))
        earned.set(definition.id, { unlocked: last, tiers: [] })
      continue
    }
    const tiers = TIER_NAMES.flatMap((tier, index) => {
      const place = reached[milestone(definition.metric, definition.tiers[index] ?? 0)]
      return place ? [{ tier, place }] : []
    })
    const [first] = tiers
    if (first) earned.set(definition.id, { unlocked: first.place, tiers })
  }
  return earned
}

/** Returns the catalog's thresholds by metric, ascending, without duplicates. */
function watchedThresholds(): ReadonlyMap<AggregateMetric, readonly number[]> {
  const watched = new Map<AggregateMetric, Set<number>>()
  const watch = (metric: AggregateMetric, threshold: number) =>
    watched.set(metric, (watched.get(metric) ?? new Set()).add(threshold))
  for (const definition of CATALOG) {
    if (definition.kind === 'multi_condition')
      for (const { metric, gte } of definition.requirements) watch(metric, gte)
    else for (const threshold of definition.tiers) watch(definition.metric, threshold)
  }
  return new Map([...watched].map(([metric, thresholds]) => [metric, [...thresholds].sort((a, b) => a - b)]))
}

/** A metric with thresholds to be reached. */
interface Pending<Metric> {
  metric: Metric
  thresholds: readonly number[]
  /** The place of the next threshold in `thresholds`. */
  next: number
  /** The next threshold; infinite when all are reached. */
  threshold: number
  /** The metric over the sessions so far. For a maximum: 0. */
  value: number
  /** Its place in the contribution's list. For a count: -1. */
  at: number
}

/**
 * Adds sessions in the order of their places and notes each threshold that they reach. Sums that no threshold waits for
 * are not kept: this runs for each session of a history.
 */
export class MilestoneRun {
  readonly #models: Set<string>
  readonly #providers: Set<string>
  readonly #reached: Record<string, Place>
  #maxima: Pending<MaximumMetric>[] = []
  #sums: Pending<SumMetric>[] = []
  #counts: Pending<CountMetric>[] = []

  /**
   * @param before the aggregate of all earlier sessions. Its maxima are not read: what they reached is in `reached`.
   * @param reached the milestones of the earlier sessions
   */
  constructor(before: AggregateState, reached: Milestones = {}) {
    this.#models = new Set(Object.keys(before.models))
    this.#providers = new Set(Object.keys(before.providers))
    this.#reached = { ...reached }
    for (const [metric, thresholds] of watchedThresholds()) {
      const next = thresholds.findIndex((threshold) => reached[milestone(metric, threshold)] === undefined)
      if (next < 0) continue
      const waiting = { thresholds, next, threshold: thresholds[next] ?? Number.POSITIVE_INFINITY }
      if (isMaximum(metric))
        this.#maxima.push({ metric, value: 0, at: MAXIMUM_METRICS.indexOf(metric), ...waiting })
      else if (isSum(metric))
        this.#sums.push({ metric, value: before.sums[metric], at: SUM_METRICS.indexOf(metric), ...waiting })
      else this.#counts.push({ metric, value: isNames(metric) ? 0 : before[metric], at: -1, ...waiting })
    }
  }

  /** Adds the next session in order. */
  add(session: Contribution): void {
    const { place, sums, maxima } = session
    for (const model of session.models) this.#models.add(model)
    for (const provider of session.providers) this.#providers.add(provider)
    for (const pending of this.#maxima) {
      const value = maxima[pending.at] ?? 0
      if (value >= pending.threshold) this.#pass(pending, value, place)
    }
    for (const pending of this.#sums) {
      pending.value += sums[pending.at] ?? 0
      if (pending.value >= pending.threshold) this.#pass(pending, pending.value, place)
    }
    for (const pending of this.#counts) {
      pending.value = this.#count(pending, session)
      if (pending.value >= pending.threshold) this.#pass(pending, pending.value, place)
    }
  }

  get reached(): Milestones {
    return this.#reached
  }

  #pass(pending: Pending<AggregateMetric>, value: number, place: Place): void {
    while (value >= pending.threshold) {
      this.#reached[milestone(pending.metric, pending.threshold)] = place
      pending.next++
      pending.threshold = pending.thresholds[pending.next] ?? Number.POSITIVE_INFINITY
    }
    if (pending.threshold === Number.POSITIVE_INFINITY) this.#forgetReached()
  }

  #forgetReached(): void {
    const waits = ({ threshold }: Pending<AggregateMetric>) => threshold !== Number.POSITIVE_INFINITY
    this.#maxima = this.#maxima.filter(waits)
    this.#sums = this.#sums.filter(waits)
    this.#counts = this.#counts.filter(waits)
  }

  #count({ metric, value }: Pending<CountMetric>, session: Contribution): number {
    switch (metric) {
      case 'session_count':
        return value + 1
      case 'distinct_model_count':
        return this.#models.size
      case 'distinct_provider_count':
        return this.#providers.size
      default:
        return value + session[metric]
    }
  }
}

/**
 * Returns the milestones after sessions came, changed or went.
 * @param whole the aggregate of all current sessions
 * @param known the milestones before the change
 * @param from the earliest place that a changed session has or had; null if nothing is known yet
 * @param tail returns all sessions at `from` and later, in order; all sessions if `from` is null
 */
export function updatedMilestones(
  whole: AggregateState,
  known: Milestones,
  from: Place | null,
  tail: () => Iterable<Contribution>,
): Milestones {
  const run =
    from === null
      ? new MilestoneRun(emptyAggregate(whole.time_zone))
      : new MilestoneRun(without(whole, tail()), earlier(known, from))
  for (const session of tail()) run.add(session)
  return run.reached
}

/** Returns the aggregate of sessions, given once each in any order, and the session that reached each threshold. */
export function countedInOrder(
  sessions: Iterable<SessionStats>,
  timeZone: string,
): { aggregate: AggregateState; milestones: Milestones } {
  const aggregate = emptyAggregate(timeZone)
  const run = new MilestoneRun(aggregate)
  const placed = Array.from(sessions, (stats) => ({ stats, place: placeOf(stats) }))
  for (const { stats } of placed.sort((a, b) => comparePlaces(a.place, b.place))) {
    const contribution = contributionOf(stats, timeZone)
    addSession(aggregate, contribution)
    run.add(contribution)
  }
  return { aggregate, milestones: run.reached }
}

/** Returns the milestones reached before a place. */
function earlier(known: Milestones, from: Place): Milestones {
  return Object.fromEntries(Object.entries(known).filter(([, place]) => comparePlaces(place, from) < 0))
}

/** Returns an aggregate without some of its sessions. Its maxima stay unchanged. */
function without(whole: AggregateState, sessions: Iterable<Contribution>): AggregateState {
  const state = {
    ...whole,
    sums: { ...whole.sums },
    models: { ...whole.models },
    providers: { ...whole.providers },
  }
  for (const session of sessions) {
    addSums(state.sums, session, -1)
    for (const model of session.models) removeName(state.models, model)
    for (const provider of session.providers) removeName(state.providers, provider)
    state.session_count--
    state.local_model_chat_sessions -= session.local_model_chat_sessions
    state.weekend_sessions -= session.weekend_sessions
    state.night_sessions -= session.night_sessions
  }
  return state
}

/** A metric that is neither a sum over stats nor a maximum. */
type CountMetric = Exclude<AggregateMetric, SumMetric | MaximumMetric>

const MAXIMA: ReadonlySet<string> = new Set(MAXIMUM_METRICS)
const SUMS: ReadonlySet<string> = new Set(SUM_METRICS)

function isMaximum(metric: AggregateMetric): metric is MaximumMetric {
  return MAXIMA.has(metric)
}

function isSum(metric: AggregateMetric): metric is SumMetric {
  return SUMS.has(metric)
}

function isNames(metric: CountMetric): metric is 'distinct_model_count' | 'distinct_provider_count' {
  return metric === 'distinct_model_count' || metric === 'distinct_provider_count'
}
