import type { Config } from '../../../src/config.ts'
import type { Provenance } from '../../../src/contract/achievements.ts'
import type { InsightsReport, InsightsSummary } from '../../../src/contract/insights.ts'
import type { SessionRecord } from '../../../src/engine/session-record.ts'
import { LaurelError } from '../../../src/errors.ts'
import { DAYS_DEFAULT } from '../../../src/sessions/insights/query.ts'
import { beginOf, type InsightsQuery, InsightsTally } from '../../../src/sessions/insights/report.ts'
import { summaryOfInsights } from '../../../src/sessions/insights/summary.ts'
import type { SessionLink } from '../../../src/sessions/list/lineage.ts'
import { sessionPage } from '../../../src/sessions/list/list.ts'
import { type ListedRecord, listItem, type SessionListItem } from '../../../src/sessions/list/list-item.ts'
import type { SessionDetails } from '../../../src/sessions/list/list-search.ts'
import { decodeRecord } from '../../../src/sessions/stored-record.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import type { RecordKey } from '../../../src/storage/record-table.ts'
import { paths } from '../../../src/urls.ts'
import type { SessionListAsked } from '../calls.ts'
import type { ProfileScanner } from '../scanner.ts'
import type { LiveSessions } from './live.ts'

const FIRST_SOURCE = 'default'
/** In the place of a history: the session is reported live. */
const NO_HISTORY = ''

type PlacedLink = SessionLink & RecordKey

/** A list as it is kept, before what is known at this moment is laid over it. */
export interface PlainSessionList {
  sessions: SessionListItem[]
  total: number
  history: string | null
  platforms: string[]
  unlisted: number
}

/** Lists and insights of a profile, made of the records of its sessions. */
export class SessionRecords {
  readonly #store: ProfileStore
  readonly #scanner: ProfileScanner
  readonly #config: Config
  readonly #live: LiveSessions
  /** That of a profile: another one may have its handle, and this object, by now. */
  #summary: { of: string; summary: InsightsSummary } | null = null

  constructor(store: ProfileStore, scanner: ProfileScanner, config: Config, live: LiveSessions) {
    this.#store = store
    this.#scanner = scanner
    this.#config = config
    this.#live = live
  }

  /**
   * A page of the sessions of a history, or of all. The places are found among the links of all of them; the rest
   * is read of those alone that are shown. Sessions that are reported live are of no history: they are listed where
   * none is named. What a history has itself is shown as it has it.
   * @throws LaurelError `source_not_found`
   */
  list({ history: wanted, all, ...options }: SessionListAsked): PlainSessionList {
    this.#scanner.profile()
    const history = all ? null : this.#history(wanted)
    const most = this.#config.SESSION_LIST_MAX
    const scanned = all || history !== null ? this.#store.records.links(history) : []
    const live =
      all || wanted === null ? this.#liveBut(scanned.map(({ id }) => id)) : new Map<string, SessionRecord>()
    const links = [...scanned, ...Array.from(live.values(), linkOf)]
    const known = this.#store.checkpointCount(history ?? undefined)
    const limit = Math.min(options.limit ?? most, most)
    const { places, total } = sessionPage(links, { ...options, limit }, this.#details(history, live))
    const sessions = places.flatMap(({ root, tip }) => {
      const [first, last] = [root, tip].map((link) =>
        link.history === NO_HISTORY ? live.get(link.id) : this.#record(link, all),
      )
      return first && last ? [listItem(first, last)] : []
    })
    const platforms = namesIn(links.map(({ source }) => source))
    return { sessions, total, history, platforms, unlisted: Math.max(0, known - scanned.length) }
  }

  /** The report of the profile's sessions, whatever history they are of, as of now; as a whole and by the day. */
  insights({ days, source }: Pick<InsightsQuery, 'days' | 'source'>): InsightsReport {
    const { time_zone } = this.#scanner.profile()
    const asked = { days, source, timeZone: time_zone, now: this.#scanner.now() }
    const tally = new InsightsTally(asked)
    for (const stored of this.#store.records.startedSince(beginOf(asked), source)) {
      const record = decodeRecord(stored)
      if (record) tally.add(record)
    }
    const scanned = this.#store.records.among(this.#live.records().map(({ id }) => id))
    const live = this.#liveBut(scanned)
    for (const record of live.values()) tally.add(record)
    const platforms = [...this.#store.records.platforms(), ...Array.from(live.values(), (one) => one.source)]
    const unlisted = Math.max(0, this.#store.checkpointCount() - this.#store.records.count())
    return { report: tally.report(), daily: tally.daily(), platforms: namesIn(platforms), unlisted }
  }

  /** What of it everyone may see: the summary where the owner publishes it, else null. */
  published(): InsightsSummary | null {
    return this.#scanner.profile().publish_insights ? this.summary(false) : null
  }

  /**
   * What the profile publishes of its insights. It is made as often as a view is, whoever asks.
   * @throws LaurelError `not_found` unless the owner publishes it, or asks
   */
  summary(owner: boolean): InsightsSummary {
    const { id, publish_insights = false } = this.#scanner.profile()
    if (!publish_insights && !owner) {
      throw new LaurelError('not_found', 'This profile publishes no insights.', {
        hint: `Its owner can: PATCH ${paths.profilesApi}/{handle} with publish_insights.`,
      })
    }
    const known = this.#summary?.of === id ? this.#summary.summary : null
    const age = this.#scanner.now() - (known?.generated_at ?? 0)
    if (known && !owner && age < this.#config.VIEW_TTL_SECONDS) return known
    const { report } = this.insights({ days: DAYS_DEFAULT, source: null })
    const summary = summaryOfInsights(report, this.#provenance())
    this.#summary = { of: id, summary }
    return summary
  }

  /** Who counted: what is reported live is as self-reported as what `laurel push` reports. */
  #provenance(): Provenance {
    const provenance = this.#store.provenance()
    if (this.#live.records().length === 0) return provenance
    return provenance === 'none' || provenance === 'self-reported' ? 'self-reported' : 'mixed'
  }

  /** The sessions that are reported live, by id, but for these. */
  #liveBut(ids: Iterable<string>): Map<string, SessionRecord> {
    const others = new Set(ids)
    const live = this.#live.records().filter(({ id }) => !others.has(id))
    return new Map(live.map((record) => [record.id, record]))
  }

  /** What lists are searched and ordered by. It is read once the first of it is asked for. */
  #details(
    history: string | null,
    live: ReadonlyMap<string, SessionRecord>,
  ): (link: PlacedLink) => SessionDetails | null {
    let scanned: Map<string, SessionDetails> | null = null
    const keyOf = (link: RecordKey) => JSON.stringify([link.history, link.session_id])
    return (link) => {
      if (link.history === NO_HISTORY) return live.get(link.id) ?? null
      scanned ??= new Map(
        Array.from(this.#store.records.details(history), (details) => [keyOf(details), details]),
      )
      return scanned.get(keyOf(link)) ?? null
    }
  }

  #record({ history, session_id }: RecordKey, all: boolean): ListedRecord | null {
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
      hint: `List them: GET ${paths.profilesApi}/{handle}/sources.`,
    })
  }
}

/** Each name once, in their order. */
function namesIn(names: readonly (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null))].sort()
}

function linkOf(record: SessionRecord): PlacedLink {
  return { ...record, history: NO_HISTORY, session_id: record.id }
}
