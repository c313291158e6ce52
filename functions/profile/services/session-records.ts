import type { Config } from '../../../src/config.ts'
import type { Provenance } from '../../../src/contract/achievements.ts'
import type { ActivityYear } from '../../../src/contract/cards.ts'
import type { InsightsReport, InsightsSummary } from '../../../src/contract/insights.ts'
import type { SessionListItem } from '../../../src/contract/sessions.ts'
import { NAME_LENGTH_MAX } from '../../../src/engine/limits.ts'
import type { SessionRecord } from '../../../src/engine/session-record.ts'
import { LaurelError } from '../../../src/errors.ts'
import {
  activityYear,
  beginOfYear,
  START_STEP_SECONDS,
} from '../../../src/sessions/insights/activity-year.ts'
import { namesIn } from '../../../src/sessions/insights/bounded-names.ts'
import { DAYS_DEFAULT } from '../../../src/sessions/insights/query.ts'
import { beginOf, type InsightsQuery, InsightsTally } from '../../../src/sessions/insights/report.ts'
import { summaryOfInsights } from '../../../src/sessions/insights/summary.ts'
import { sessionPage } from '../../../src/sessions/list/list.ts'
import { listItem } from '../../../src/sessions/list/list-item.ts'
import type { SessionListQuery } from '../../../src/sessions/list/list-options.ts'
import { needsDetails } from '../../../src/sessions/list/list-search.ts'
import { newerRecord } from '../../../src/sessions/live/newer-record.ts'
import { NO_RECORD } from '../../../src/sessions/session-record.ts'
import { decodeRecord } from '../../../src/sessions/stored-record.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import type { PlacedSession } from '../../../src/storage/record-table.ts'
import type { ProfileContext } from '../context.ts'
import type { LiveSessions } from './live.ts'

const FIRST_SOURCE = 'default'
/** History of sessions that are reported live, which belong to none. */
const NO_HISTORY = ''

/** Lists and insights, computed from the records of sessions. */
export class SessionRecords {
  readonly calls = ['report', 'summary', 'year'] as const
  readonly #context: ProfileContext
  readonly #store: ProfileStore
  readonly #config: Config
  readonly #live: LiveSessions
  /** With the id of its profile, because another one may have taken over the handle, and this object. */
  #summary: { of: string; summary: InsightsSummary } | null = null
  /** Likewise, with its time zone and when it was made, in Unix seconds. */
  #year: { of: string; at: number; year: ActivityYear } | null = null

  constructor(context: ProfileContext, live: LiveSessions) {
    this.#context = context
    this.#store = context.store
    this.#config = context.config
    this.#live = live
  }

  /**
   * Returns a page of the sessions of one history or of all, without live state. Sorting and paging read only the links of all sessions;
   * full records are read for the page alone. Live sessions belong to no history, so they are listed if none is
   * named. One that a history contains is listed there, with what is newer of the two. One that streams is
   * listed before anything is reported of it.
   * @throws LaurelError `source_not_found`
   */
  list({ history: wanted, all, ...options }: SessionListQuery) {
    this.#context.profile()
    const history = all ? null : this.#history(wanted)
    const max = this.#config.SESSION_LIST_MAX
    const reported = this.#live.listed()
    const scanned = (
      all || history !== null ? this.#store.records.links(history, needsDetails(options)) : []
    ).map((link) =>
      reported.has(link.id) ? newerRecord({ ...NO_RECORD, ...link }, reported.get(link.id)) : link,
    )
    const live =
      all || wanted === null ? without(new Map([...this.#live.begun(), ...reported]), scanned) : NONE
    const links = [...scanned, ...Array.from(live.values(), linkOf)]
    const { checkpoints } = this.#store
    const known = history === null ? checkpoints.countOnce() : checkpoints.countIn(history)
    const limit = Math.min(options.limit ?? max, max)
    const { places, total } = sessionPage(links, { ...options, limit }, this.#live.active())
    const sessions = places.flatMap(({ root, tip }): SessionListItem[] => {
      const [first, last] = [root, tip].map((link) =>
        link.history === NO_HISTORY ? live.get(link.id) : this.#record(link, reported),
      )
      return first && last ? [listItem(first, last, all ? root.history : '')] : []
    })
    const platforms = namesIn(links.map(({ source }) => source))
    return { sessions, total, history, platforms, unlisted: Math.max(0, known - scanned.length) }
  }

  /** Returns the insights over all histories as of now, in total and per day. */
  report(query: Pick<InsightsQuery, 'days' | 'source'>): InsightsReport {
    const { tally, live } = this.#tally(query)
    const most = { length: NAME_LENGTH_MAX, count: this.#config.INSIGHTS_LISTED_MAX }
    const platforms = [...this.#store.records.platforms(most), ...live.map(({ source }) => source)]
    const unlisted = this.unlisted()
    const [daily, leading] = [tally.daily(), tally.leading()]
    return { report: tally.report(), daily, leading, platforms: namesIn(platforms), unlisted }
  }

  /** Adds up the sessions of a query, one row after the other; also returns the live ones. */
  #tally({ days, source }: Pick<InsightsQuery, 'days' | 'source'>) {
    const { time_zone } = this.#context.profile()
    const query = { days, source, timeZone: time_zone, now: this.#context.now() }
    const tally = new InsightsTally(query)
    for (const record of this.#stored(beginOf(query), source)) tally.add(record)
    const live = this.#liveAlone()
    for (const record of live) tally.add(record)
    return { tally, live }
  }

  /** Iterates over the sessions that started in a span of Unix seconds, and some that did not: live ones. */
  *startedWithin({ begin, end }: { begin: number; end: number }): Iterable<SessionRecord> {
    yield* this.#stored(begin, null, end)
    yield* this.#liveAlone()
  }

  /** Returns when the first session of all started, in Unix seconds; null if none has. */
  firstStart(): number | null {
    const live = this.#liveAlone().map(({ started_at }) => started_at || Number.POSITIVE_INFINITY)
    const first = Math.min(this.#store.records.firstStart() ?? Number.POSITIVE_INFINITY, ...live)
    return first === Number.POSITIVE_INFINITY ? null : first
  }

  /** Returns how many sessions have no record: only their counts are here. */
  unlisted(): number {
    return Math.max(0, this.#store.checkpoints.countOnce() - this.#store.records.count())
  }

  /** Iterates over scanned sessions, with what is newer of them and of what was reported live. */
  *#stored(begin: number, source: string | null, end: number | null = null): Iterable<SessionRecord> {
    const reported = this.#live.records()
    for (const stored of this.#store.records.startedSince(begin, source, end)) {
      const record = decodeRecord(stored)
      if (record) yield newerRecord(record, reported.get(record.id))
    }
  }

  /** Returns the live sessions that no history has. */
  #liveAlone(): SessionRecord[] {
    const reported = this.#live.records()
    const scanned = this.#store.records.among([...reported.keys()]).map((id) => ({ id }))
    return [...without(reported, scanned).values()]
  }

  /** Returns the summary if the owner publishes it, else null. */
  published(): InsightsSummary | null {
    return this.#context.profile().publish_insights ? this.summary(false) : null
  }

  /**
   * Returns the public summary of the insights. For visitors it is recomputed at most once per VIEW_TTL_SECONDS.
   * @throws LaurelError `not_found` unless the owner publishes it or is the caller
   */
  summary(owner: boolean): InsightsSummary {
    const { id, publish_insights = false } = this.#context.profile()
    if (!publish_insights && !owner) {
      throw new LaurelError('not_found', 'This profile publishes no insights.', {
        hint: `Its owner can: PATCH ${this.#context.paths.profilesApi}/{handle} with publish_insights.`,
      })
    }
    const known = this.#summary?.of === id ? this.#summary.summary : null
    const age = this.#context.now() - (known?.generated_at ?? 0)
    if (known && !owner && age < this.#config.VIEW_TTL_SECONDS) return known
    const { tally } = this.#tally({ days: DAYS_DEFAULT, source: null })
    const summary = summaryOfInsights(tally.report(), tally.distinct(), this.provenance())
    this.#summary = { of: id, summary }
    return summary
  }

  /** Returns the year that pictures show if the owner publishes it, else null. Made once per VIEW_TTL_SECONDS. */
  year(): ActivityYear | null {
    const { id, time_zone, publish_calendar } = this.#context.profile()
    if (!publish_calendar) return null
    const [of, now] = [`${id} ${time_zone}`, this.#context.now()]
    if (this.#year?.of === of && now - this.#year.at < this.#config.VIEW_TTL_SECONDS) return this.#year.year
    const reported = this.#live.records()
    const known = new Set(this.#store.records.among([...reported.keys()]))
    const live = [...reported.values()].filter((session) => !known.has(session.id))
    const starts = [
      ...this.#store.records.starts(beginOfYear(now), START_STEP_SECONDS),
      ...live.map(({ started_at }) => ({
        step: Math.floor((started_at ?? 0) / START_STEP_SECONDS),
        sessions: 1,
      })),
    ]
    const year = activityYear(starts, time_zone, now)
    this.#year = { of, at: now, year }
    return year
  }

  /** Returns who counted. Live sessions are self-reported, like reports of `laurel push`. */
  provenance(): Provenance {
    const provenance = this.#store.provenance()
    if (this.#live.records().size === 0) return provenance
    return provenance === 'none' || provenance === 'self-reported' ? 'self-reported' : 'mixed'
  }

  #record({ part, session_id }: PlacedSession, reported: Records): SessionRecord | null {
    const stored = this.#store.records.get(part, session_id)
    const record = stored && decodeRecord(stored)
    return record && newerRecord(record, reported.get(record.id))
  }

  /**
   * Returns the named history, or the default one; null if there is none.
   * @throws LaurelError `source_not_found`
   */
  #history(wanted: string | null): string | null {
    const names = this.#store.sourceTable.names()
    if (wanted === null) return names.includes(FIRST_SOURCE) ? FIRST_SOURCE : (names[0] ?? null)
    if (names.includes(wanted)) return wanted
    throw new LaurelError('source_not_found', 'This profile has no such history.', {
      hint: `List them: GET ${this.#context.paths.profilesApi}/{handle}/sources.`,
    })
  }
}

/** Sessions by id. */
type Records = ReadonlyMap<string, SessionRecord>
const NONE: Records = new Map()

function without(records: Records, others: readonly { id: string }[]): Records {
  const ids = new Set(others.map(({ id }) => id))
  return new Map([...records].filter(([id]) => !ids.has(id)))
}

function linkOf(record: SessionRecord): PlacedSession {
  return { ...record, history: NO_HISTORY, part: NO_HISTORY, session_id: record.id }
}
