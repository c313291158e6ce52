import { calendarPlace } from './calendar.ts'
import { type Place, placeOf } from './place.ts'
import { isLocalModel, namesModel, providerOf } from './providers.ts'
import { keysOf, recordOf } from './records.ts'
import {
  COUNTED_STATS,
  type CountedStat,
  METRICS,
  type OwnNameSum,
  type RenamedSum,
  SESSION_MAXIMA,
  STATS,
  type SumMetric,
} from './stats.ts'
import type { SessionStats } from './types.ts'

/** All that one session adds to the aggregate. Plain JSON. */
export interface Contribution {
  session_id: string
  title: string
  /** Unix seconds; null when absent or not finite. */
  started_at: number | null
  /** Its place in the order in which sessions reach a threshold. */
  place: Place
  /** In the order of `SUM_METRICS`. A list, because it is added up for each session of a history. */
  sums: readonly number[]
  /** In the order of `MAXIMUM_METRICS`. */
  maxima: readonly number[]
  models: string[]
  providers: string[]
  /** 1 if one of its models runs on the user's own machine. */
  local_model_chat_sessions: number
  weekend_sessions: number
  night_sessions: number
}

const OWN_NAME_SUMS = COUNTED_STATS.filter((stat): stat is OwnNameSum => 'unit' in STATS[stat])
const RENAMED_SUMS = keysOf(METRICS).filter((metric): metric is RenamedSum => 'sum' in METRICS[metric])

/** Sum over sessions ← stat. */
export const SUMS: Readonly<Record<SumMetric, CountedStat>> = {
  ...recordOf(RENAMED_SUMS, (metric) => METRICS[metric].sum),
  ...recordOf(OWN_NAME_SUMS, (stat) => stat),
}

export const SUM_METRICS = keysOf(SUMS)
const SUMMED_STATS = SUM_METRICS.map((metric) => SUMS[metric])
export const MAXIMUM_METRICS = keysOf(SESSION_MAXIMA)
const MAXIMUM_STATS = MAXIMUM_METRICS.map((metric) => SESSION_MAXIMA[metric])

/**
 * Returns what a session adds to the aggregate.
 * @param timeZone the IANA zone that decides on weekend and night
 * @throws RangeError if it is not a time zone
 */
export function contributionOf(stats: SessionStats, timeZone: string): Contribution {
  const models = new Set(stats.model_names.filter(namesModel))
  const providers = new Set(stats.model_names.map(providerOf).filter((provider) => provider !== null))
  const { weekend, night } = calendarPlace(stats.started_at, timeZone)
  const { session_id, title, started_at } = candidateOf(stats)
  return {
    session_id,
    title,
    started_at,
    place: placeOf(stats),
    sums: SUMMED_STATS.map((stat) => stats[stat]),
    maxima: MAXIMUM_STATS.map((stat) => stats[stat]),
    models: [...models],
    providers: [...providers],
    local_model_chat_sessions: Number(stats.model_names.some(isLocalModel)),
    weekend_sessions: Number(weekend),
    night_sessions: Number(night),
  }
}

/** Returns how a session is shown as the holder of a maximum, and what it is ordered by. */
export function candidateOf({ session_id, title, started_at }: SessionStats) {
  return { session_id, title, started_at: Number.isFinite(started_at) ? started_at : null }
}
