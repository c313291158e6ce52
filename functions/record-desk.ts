import type { Config } from '../src/config.ts'
import type { Insights, InsightsSummary } from '../src/contract/insights.ts'
import type { SessionList } from '../src/contract/sessions.ts'
import { LaurelError } from '../src/errors.ts'
import { DAYS_DEFAULT } from '../src/insights/asked.ts'
import { beginOf, type InsightsAsked, InsightsTally } from '../src/insights/report.ts'
import { summaryOfInsights } from '../src/insights/summary.ts'
import { decodeRecord } from '../src/scan/stored-record.ts'
import { sessionPage } from '../src/sessions/list.ts'
import { type ListedRecord, sessionRow } from '../src/sessions/session-row.ts'
import type { ProfileStore } from '../src/storage/profile-store.ts'
import type { RecordLink } from '../src/storage/record-table.ts'
import type { SessionListAsked } from './profile-calls.ts'
import type { ProfileScanner } from './profile-scanner.ts'

const FIRST_SOURCE = 'default'

/** Lists and insights of a profile, made of the records of its sessions. */
export class RecordDesk {
  readonly #store: ProfileStore
  readonly #scanner: ProfileScanner
  readonly #config: Config
  #summary: InsightsSummary | null = null

  constructor(store: ProfileStore, scanner: ProfileScanner, config: Config) {
    this.#store = store
    this.#scanner = scanner
    this.#config = config
  }

  /**
   * A page of the sessions of a history, or of all. The places are found among the links of all of them; the rest
   * is read of those alone that are shown.
   * @throws LaurelError `source_not_found`
   */
  list({ history: wanted, all, ...options }: SessionListAsked): SessionList {
    this.#scanner.profile()
    const history = all ? null : this.#history(wanted)
    if (!all && history === null) return { sessions: [], total: 0, history, unlisted: 0 }
    const most = this.#config.SESSION_LIST_MAX
    const links = this.#store.records.links(history)
    const known = this.#store.checkpointCount(history ?? undefined)
    const limit = Math.min(options.limit ?? most, most)
    const { places, total } = sessionPage(links, { ...options, limit })
    const sessions = places.flatMap(({ root, tip }) => {
      const [first, last] = [this.#record(root, all), this.#record(tip, all)]
      return first && last ? [sessionRow(first, last)] : []
    })
    return { sessions, total, history, unlisted: Math.max(0, known - links.length) }
  }

  /** The report of the profile's sessions, whatever history they are of, as of now. */
  insights({ days, source }: Pick<InsightsAsked, 'days' | 'source'>): Insights {
    const { time_zone } = this.#scanner.profile()
    const asked = { days, source, timeZone: time_zone, now: this.#scanner.now() }
    const tally = new InsightsTally(asked)
    for (const stored of this.#store.records.startedSince(beginOf(asked), source)) {
      const record = decodeRecord(stored)
      if (record) tally.add(record)
    }
    return tally.report()
  }

  /**
   * What the profile publishes of its insights. It is made as often as a view is, whoever asks.
   * @throws LaurelError `not_found` unless the owner publishes it, or asks
   */
  summary(owner: boolean): InsightsSummary {
    const { publish_insights = false } = this.#scanner.profile()
    if (!publish_insights && !owner) {
      throw new LaurelError('not_found', 'This profile publishes no insights.', {
        hint: 'Its owner can: PATCH /api/v1/profiles/{handle} with publish_insights.',
      })
    }
    const age = this.#scanner.now() - (this.#summary?.generated_at ?? 0)
    if (this.#summary === null || owner || age >= this.#config.VIEW_TTL_SECONDS) {
      const report = this.insights({ days: DAYS_DEFAULT, source: null })
      this.#summary = summaryOfInsights(report, this.#store.provenance())
    }
    return this.#summary
  }

  #record({ history, session_id }: RecordLink, all: boolean): ListedRecord | null {
    const stored = this.#store.records.get(history, session_id)
    const record = stored && decodeRecord(stored)
    return record && all ? { ...record, history } : record
  }

  /** The history by this name; where none is named the one that comes first. Null when there is none at all. */
  #history(wanted: string | null): string | null {
    const names = this.#store.sources().map(({ name }) => name)
    if (wanted === null) return names.includes(FIRST_SOURCE) ? FIRST_SOURCE : (names[0] ?? null)
    if (names.includes(wanted)) return wanted
    throw new LaurelError('source_not_found', 'This profile has no such history.', {
      hint: 'List them: GET /api/v1/profiles/{handle}/sources.',
    })
  }
}
