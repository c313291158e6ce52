import {
  type Contribution,
  candidateOf,
  contributionOf,
  MAXIMUM_METRICS,
  SUM_METRICS,
} from './contribution.ts'
import { addName, type CountedNames, removeName } from './counted-names.ts'
import { recordOf, zeros } from './records.ts'
import { type MaximumMetric, SESSION_MAXIMA, type SumMetric } from './stats.ts'
import type { AggregateFigures, Evidence, SessionStats } from './types.ts'

export { type Contribution, contributionOf } from './contribution.ts'

/** The session with the greatest value; on a tie, the first in scan order. */
export interface Holder extends Evidence {
  started_at: number | null
}

/**
 * A maximum over sessions: its holder, null while every value is 0, or `unknown` after its holder was removed, until
 * `setMaximum` supplies the next one.
 */
export type Maximum = Holder | null | 'unknown'

/**
 * The sums, maxima and distinct names over a set of sessions. Adding or removing a session costs the same however many
 * there are. Plain JSON.
 */
export interface AggregateState {
  /** The IANA zone that the contributions were made for. */
  time_zone: string
  session_count: number
  local_model_chat_sessions: number
  weekend_sessions: number
  night_sessions: number
  sums: Record<SumMetric, number>
  maxima: Record<MaximumMetric, Maximum>
  models: CountedNames
  providers: CountedNames
}

export function emptyAggregate(timeZone: string): AggregateState {
  return {
    time_zone: timeZone,
    session_count: 0,
    local_model_chat_sessions: 0,
    weekend_sessions: 0,
    night_sessions: 0,
    sums: zeros(SUM_METRICS),
    maxima: recordOf(MAXIMUM_METRICS, () => null),
    models: {},
    providers: {},
  }
}

/** Adds a session that is not yet included. */
export function addSession(state: AggregateState, added: Contribution): void {
  addCounts(state, added, 1)
  for (const model of added.models) addName(state.models, model)
  for (const provider of added.providers) addName(state.providers, provider)
  for (const [at, metric] of MAXIMUM_METRICS.entries()) {
    const holder = state.maxima[metric]
    const candidate = holderOf(added, at)
    if (holder !== 'unknown' && candidate !== null && (holder === null || ranksBefore(candidate, holder))) {
      state.maxima[metric] = candidate
    }
  }
}

/**
 * Removes a session that was added with the same contribution. Maxima that it held become unknown: see `needsMaximum`.
 */
export function removeSession(state: AggregateState, removed: Contribution): void {
  addCounts(state, removed, -1)
  for (const model of removed.models) removeName(state.models, model)
  for (const provider of removed.providers) removeName(state.providers, provider)
  for (const metric of MAXIMUM_METRICS) {
    const holder = state.maxima[metric]
    if (state.session_count === 0) state.maxima[metric] = null
    else if (holds(holder, removed)) state.maxima[metric] = 'unknown'
  }
}

/**
 * Replaces a session's contribution. Equivalent to removing and adding it, except that maxima which it held and still
 * deserves stay known: a session that only grew never makes one unknown.
 */
export function replaceSession(state: AggregateState, before: Contribution, after: Contribution): void {
  const held = { ...state.maxima }
  removeSession(state, before)
  addSession(state, after)
  for (const [at, metric] of MAXIMUM_METRICS.entries()) {
    const holder = held[metric]
    const candidate = holderOf(after, at)
    if (holder === 'unknown' || holder === null || candidate === null || !holds(holder, before)) continue
    if (!ranksBefore(holder, candidate)) state.maxima[metric] = candidate
  }
}

/** Returns the maxima whose holder was removed. Supply each with `setMaximum` before calling `figures`. */
export function needsMaximum(state: AggregateState): MaximumMetric[] {
  return MAXIMUM_METRICS.filter((metric) => state.maxima[metric] === 'unknown')
}

/**
 * Supplies a maximum: the session with the greatest value of the stat `SESSION_MAXIMA[metric]`; on a tie the one with
 * the greatest `started_at` (null last), then the smallest `session_id`; null without sessions.
 */
export function setMaximum(state: AggregateState, metric: MaximumMetric, session: SessionStats | null): void {
  const value = session === null ? 0 : session[SESSION_MAXIMA[metric]]
  state.maxima[metric] = session === null || value === 0 ? null : { ...candidateOf(session), value }
}

/**
 * Returns the aggregate as it is published.
 * @throws Error while a maximum is unknown
 */
export function figures(state: AggregateState): AggregateFigures {
  const { session_count, local_model_chat_sessions, weekend_sessions, night_sessions } = state
  return {
    session_count,
    distinct_model_count: Object.keys(state.models).length,
    distinct_provider_count: Object.keys(state.providers).length,
    local_model_chat_sessions,
    weekend_sessions,
    night_sessions,
    ...recordOf(MAXIMUM_METRICS, (metric) => knownHolder(state, metric)?.value ?? 0),
    ...state.sums,
  }
}

/**
 * Returns the session that holds each maximum; null if every value is 0.
 * @throws Error while a maximum is unknown
 */
export function maxima(state: AggregateState): Record<MaximumMetric, Evidence | null> {
  return recordOf(MAXIMUM_METRICS, (metric) => {
    const holder = knownHolder(state, metric)
    if (holder === null) return null
    const { session_id, title, value } = holder
    return { session_id, title, value }
  })
}

/** Returns the aggregate of sessions, given once each, in any order. */
export function aggregateSessions(sessions: Iterable<SessionStats>, timeZone: string): AggregateState {
  const state = emptyAggregate(timeZone)
  for (const stats of sessions) addSession(state, contributionOf(stats, timeZone))
  return state
}

/**
 * Whether `a` holds a maximum rather than `b`: the greater value, then the first in scan order (newest first, sessions
 * without a time last; for equal times the smaller id, so that the order is deterministic).
 */
export function ranksBefore(a: Holder, b: Holder): boolean {
  if (a.value !== b.value) return a.value > b.value
  if (a.started_at !== b.started_at) {
    if (a.started_at === null || b.started_at === null) return b.started_at === null
    return a.started_at > b.started_at
  }
  if (a.session_id !== b.session_id) return a.session_id < b.session_id
  // Two histories have the session, each with a title of its own.
  return a.title < b.title
}

function addCounts(state: AggregateState, of: Contribution, sign: 1 | -1): void {
  state.session_count += sign
  state.local_model_chat_sessions += sign * of.local_model_chat_sessions
  state.weekend_sessions += sign * of.weekend_sessions
  state.night_sessions += sign * of.night_sessions
  addSums(state.sums, of, sign)
}

/** Adds the sums of a session, or subtracts them. */
export function addSums(sums: Record<SumMetric, number>, of: Contribution, sign: 1 | -1): void {
  for (let at = 0; at < SUM_METRICS.length; at++) {
    const metric = SUM_METRICS[at]
    const value = of.sums[at] ?? 0
    // Most are 0.
    if (value !== 0 && metric !== undefined) sums[metric] += sign * value
  }
}

/** @param at the maximum's place in `MAXIMUM_METRICS` */
function holderOf(of: Contribution, at: number): Holder | null {
  const { session_id, title, started_at } = of
  const value = of.maxima[at] ?? 0
  return value === 0 ? null : { session_id, title, started_at, value }
}

function holds(maximum: Maximum, session: Contribution): boolean {
  return maximum !== null && maximum !== 'unknown' && maximum.session_id === session.session_id
}

function knownHolder(state: AggregateState, metric: MaximumMetric): Holder | null {
  const holder = state.maxima[metric]
  if (holder === 'unknown') throw new Error(`the holder of ${metric} is unknown`)
  return holder
}
