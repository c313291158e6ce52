import type { Insights, InsightsDay, LeadingSession } from '../../contract/insights.ts'
import type { SessionRecord } from '../../engine/session-record.ts'
import { ActivityTally } from './activity.ts'
import { listed } from './bounded-names.ts'
import { Breakdown } from './breakdown.ts'
import { DailyTally } from './daily.ts'
import { ModelTally } from './models.ts'
import { OverviewTally } from './overview.ts'
import { SkillTally } from './skills.ts'
import { spendingOf } from './spending.ts'
import type { Distinct } from './summary.ts'
import { ToolTally } from './tools.ts'
import { TopTally } from './top-sessions.ts'

/** Options of a report. */
export interface InsightsQuery {
  /** How far it reaches back from `now`. */
  days: number
  /** The platform to report on; null for all. */
  source: string | null
  /** An IANA name. */
  timeZone: string
  /** Unix seconds. */
  now: number
}

const DAY = 86_400

/** Returns the earliest start of sessions in a report, in Unix seconds. */
export function beginOf({ days, now }: Pick<InsightsQuery, 'days' | 'now'>): number {
  return now - days * DAY
}

/** Returns the report of these sessions, whenever they started. */
export function insightsOf(records: Iterable<SessionRecord>, query: InsightsQuery): Insights {
  return tallyOf(records, query).report()
}

/** Returns the report of these sessions, and what else a page shows of them. */
export function tallyOf(records: Iterable<SessionRecord>, query: InsightsQuery): InsightsTally {
  const tally = new InsightsTally(query)
  for (const record of [...records].sort(inReadingOrder(query))) tally.add(record)
  return tally
}

/**
 * Sorts sessions as Hermes reads them for a report: newest first, or by id for a single platform. The order affects the
 * last digits of costs.
 */
function inReadingOrder({ source }: Pick<InsightsQuery, 'source'>) {
  const startOf = ({ started_at }: SessionRecord) => (source === null ? (started_at ?? 0) : 0)
  return (a: SessionRecord, b: SessionRecord) => startOf(b) - startOf(a) || (a.id < b.id ? -1 : 1)
}

/**
 * Builds a report from sessions added one by one, keeping none of them. Their order only affects the last digits of
 * costs. On a tie, what has the newest session comes first.
 */
export class InsightsTally {
  readonly #query: InsightsQuery
  readonly #overview = new OverviewTally()
  readonly #models = new ModelTally()
  readonly #platforms = new Breakdown()
  readonly #tools = new ToolTally()
  readonly #skills = new SkillTally()
  readonly #activity: ActivityTally
  readonly #daily = new DailyTally()
  readonly #top: TopTally

  constructor(query: InsightsQuery) {
    this.#query = query
    this.#activity = new ActivityTally(query.timeZone)
    this.#top = new TopTally(query.timeZone)
  }

  /** Adds a session; those outside the report's days and platform are ignored. */
  add(record: SessionRecord): void {
    const { source } = this.#query
    if (record.started_at === null || record.started_at < beginOf(this.#query)) return
    if (source !== null && record.source !== source) return
    const spending = spendingOf(record)
    this.#overview.add(record)
    this.#models.add(record, spending)
    this.#platforms.add(record.source || UNKNOWN, record)
    this.#tools.add(record)
    this.#skills.add(record.skills)
    const day = this.#activity.add(record.started_at)
    if (day !== null) this.#daily.add(day, record, spending)
    this.#top.add(record)
  }

  report(): Insights {
    const { days, source, timeZone, now } = this.#query
    const period = { days, source_filter: source, timezone: timeZone, generated_at: now }
    const parts = {
      models: this.#models.report(),
      platforms: this.#platforms.entries().map(([platform, sums]) => ({ platform, ...sums })),
      tools: this.#tools.report(),
      skills: this.#skills.report(),
      top_sessions: this.#top.report(),
    }
    parts.platforms.sort((a, b) => b.sessions - a.sessions)
    const overview = this.#overview.report(parts.models)
    parts.models = listed(parts.models)
    parts.platforms = listed(parts.platforms)
    if (overview === null) return { ...period, empty: true, overview: {}, activity: {}, ...parts }
    return { ...period, empty: false, overview, activity: this.#activity.report(), ...parts }
  }

  /** Returns how many tools and models there are, however many a report lists. */
  distinct(): Distinct {
    const models = this.#models.report().filter(({ model }) => model !== UNKNOWN).length
    return { models, tools: this.#tools.distinct }
  }

  /** Returns the session that leads by each criterion. */
  leading(): LeadingSession[] {
    return this.#top.leading()
  }

  /** Returns the days on which its sessions started, oldest first. */
  daily(): InsightsDay[] {
    return this.#daily.report()
  }
}

const UNKNOWN = 'unknown'
