import { type AggregateState, addSession, emptyAggregate } from './aggregate.ts'
import { CATALOG } from './catalog.ts'
import { type Contribution, contributionOf, MAXIMUM_METRICS, SUM_METRICS } from './contribution.ts'
import { addName, removeName } from './counted-names.ts'
import { comparePlaces, type Place, placeOf } from './place.ts'
import type { AggregateMetric, MaximumMetric } from './stats.ts'
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

/** A metric and its next threshold to be reached. */
interface Pending {
  metric: AggregateMetric
  thresholds: readonly number[]
  next: number
}

/** Adds sessions in the order of their places and notes each threshold that they reach. */
export class MilestoneRun {
  readonly #sums: AggregateState['sums']
  readonly #models: AggregateState['models']
  readonly #providers: AggregateState['providers']
  #sessions: number
  #local: number
  #weekend: number
  #night: number
  readonly #reached: Record<string, Place>
  readonly #pendingMaxima: (Pending & { metric: MaximumMetric })[] = []
  readonly #pending: Pending[] = []

  /**
   * @param before the aggregate of all earlier sessions. Its maxima are not read: what they reached is in `reached`.
   * @param reached the milestones of the earlier sessions
   */
  constructor(before: AggregateState, reached: Milestones = {}) {
    this.#sums = { ...before.sums }
    this.#models = { ...before.models }
    this.#providers = { ...before.providers }
    this.#sessions = before.session_count
    this.#local = before.local_model_chat_sessions
    this.#weekend = before.weekend_sessions
    this.#night = before.night_sessions
    this.#reached = { ...reached }
    for (const [metric, thresholds] of watchedThresholds()) {
      const next = thresholds.findIndex(
        (threshold) => this.#reached[milestone(metric, threshold)] === undefined,
      )
      if (next < 0) continue
      if (isMaximum(metric)) this.#pendingMaxima.push({ metric, thresholds, next })
      else this.#pending.push({ metric, thresholds, next })
    }
  }

  /** Adds the next session in order. */
  add(session: Contribution): void {
    const { place } = session
    for (const metric of SUM_METRICS) this.#sums[metric] += session.sums[metric]
    for (const model of session.models) addName(this.#models, model)
    for (const provider of session.providers) addName(this.#providers, provider)
    this.#sessions++
    this.#local += session.local_model_chat_sessions
    this.#weekend += session.weekend_sessions
    this.#night += session.night_sessions
    for (const pending of this.#pendingMaxima) this.#pass(pending, session.maxima[pending.metric], place)
    for (const pending of this.#pending) this.#pass(pending, this.#value(pending.metric), place)
  }

  get reached(): Milestones {
    return this.#reached
  }

  #pass(pending: Pending, value: number, place: Place): void {
    for (; value >= (pending.thresholds[pending.next] ?? Number.POSITIVE_INFINITY); pending.next++)
      this.#reached[milestone(pending.metric, pending.thresholds[pending.next] ?? 0)] = place
  }

  #value(metric: AggregateMetric): number {
    switch (metric) {
      case 'session_count':
        return this.#sessions
      case 'distinct_model_count':
        return Object.keys(this.#models).length
      case 'distinct_provider_count':
        return Object.keys(this.#providers).length
      case 'local_model_chat_sessions':
        return this.#local
      case 'weekend_sessions':
        return this.#weekend
      case 'night_sessions':
        return this.#night
      default:
        return this.#sums[metric as keyof AggregateState['sums']]
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
    for (const metric of SUM_METRICS) state.sums[metric] -= session.sums[metric]
    for (const model of session.models) removeName(state.models, model)
    for (const provider of session.providers) removeName(state.providers, provider)
    state.session_count--
    state.local_model_chat_sessions -= session.local_model_chat_sessions
    state.weekend_sessions -= session.weekend_sessions
    state.night_sessions -= session.night_sessions
  }
  return state
}

const MAXIMA: ReadonlySet<string> = new Set(MAXIMUM_METRICS)

function isMaximum(metric: AggregateMetric): metric is MaximumMetric {
  return MAXIMA.has(metric)
}
