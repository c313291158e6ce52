import type { Insights, InsightsDay } from '../../contract/insights.ts'
import type { SessionRecord } from '../../engine/session-record.ts'
import { ActivityTally } from './activity.ts'
import { Breakdown } from './breakdown.ts'
import { DailyTally } from './daily.ts'
import { ModelTally } from './models.ts'
import { OverviewTally } from './overview.ts'
import { SkillTally } from './skills.ts'
import { spendingOf } from './spending.ts'
import { ToolTally } from './tools.ts'
import { TopTally } from './top-sessions.ts'

/** What a report is asked for. */
export interface InsightsAsked {
  /** How far it looks back from `now`. */
  days: number
  /** The platform that it is about; null for all. */
  source: string | null
  /** IANA. */
  timeZone: string
  /** Unix seconds. */
  now: number
}

const DAY = 86_400

/** Sessions that started before this, in Unix seconds, are not in a report. */
export function beginOf({ days, now }: Pick<InsightsAsked, 'days' | 'now'>): number {
  return now - days * DAY
}

/** The report of these sessions, whenever they started. */
export function insightsOf(records: Iterable<SessionRecord>, asked: InsightsAsked): Insights {
  const tally = new InsightsTally(asked)
  for (const record of [...records].sort(inReadingOrder(asked))) tally.add(record)
  return tally.report()
}

/**
 * The order in which Hermes reads sessions for a report: newest first, or those of a platform by their ids. It shows in
 * the last digits of costs.
 */
function inReadingOrder({ source }: Pick<InsightsAsked, 'source'>) {
  const startOf = ({ started_at }: SessionRecord) => (source === null ? (started_at ?? 0) : 0)
  return (a: SessionRecord, b: SessionRecord) => startOf(b) - startOf(a) || (a.id < b.id ? -1 : 1)
}

/**
 * A report in the making. It is given sessions one by one and keeps none of them. Their order makes no difference but in
 * the last digits of costs. Of what is equal, what has the newest session comes first.
 */
export class InsightsTally {
  readonly #asked: InsightsAsked
  readonly #overview = new OverviewTally()
  readonly #models = new ModelTally()
  readonly #platforms = new Breakdown()
  readonly #tools = new ToolTally()
  readonly #skills = new SkillTally()
  readonly #activity: ActivityTally
  readonly #daily = new DailyTally()
  readonly #top: TopTally

  constructor(asked: InsightsAsked) {
    this.#asked = asked
    this.#activity = new ActivityTally(asked.timeZone)
    this.#top = new TopTally(asked.timeZone)
  }

  /** Counts a session of the days and the platform that the report is about; others are passed over. */
  add(record: SessionRecord): void {
    const { source } = this.#asked
    if (record.started_at === null || record.started_at < beginOf(this.#asked)) return
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
    const { days, source, timeZone, now } = this.#asked
    const asked = { days, source_filter: source, timezone: timeZone, generated_at: now }
    const parts = {
      models: this.#models.report(),
      platforms: this.#platforms.entries().map(([platform, sums]) => ({ platform, ...sums })),
      tools: this.#tools.report(),
      skills: this.#skills.report(),
      top_sessions: this.#top.report(),
    }
    parts.platforms.sort((a, b) => b.sessions - a.sessions)
    const overview = this.#overview.report(parts.models)
    if (overview === null) return { ...asked, empty: true, overview: {}, activity: {}, ...parts }
    return { ...asked, empty: false, overview, activity: this.#activity.report(), ...parts }
  }

  /** The days on which its sessions started, oldest first. */
  daily(): InsightsDay[] {
    return this.#daily.report()
  }
}

const UNKNOWN = 'unknown'
