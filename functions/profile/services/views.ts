import type { AchievementsPayload } from '../../../src/contract/achievements.ts'
import type { InsightsSummary } from '../../../src/contract/insights.ts'
import type { Pulls as PullList } from '../../../src/contract/pulls.ts'
import type { Sources as SourceList } from '../../../src/contract/sources.ts'
import type { Webhooks as WebhookList } from '../../../src/contract/webhooks.ts'
import type { AggregateFigures } from '../../../src/engine/types.ts'
import { decodeStats } from '../../../src/scan/checkpoint.ts'
import { counting } from '../../../src/scan/state.ts'
import { payloadAt } from '../../../src/view/answer.ts'
import { isStale, onRequest } from '../../../src/view/freshness.ts'
import { type SessionBadges, sessionBadges } from '../../../src/view/session-badges.ts'
import { logFailure } from '../../log.ts'
import type { ProfileContext } from '../context.ts'
import { noteStamp } from '../known-stamps.ts'
import type { ProfileScanner } from '../scanner.ts'
import type { Identities } from './identities.ts'
import type { Pulls } from './pulls.ts'
import type { SessionRecords } from './session-records.ts'
import type { Sources } from './sources.ts'
import type { Webhooks } from './webhooks.ts'

/** What the page of a profile shows. */
export interface Overview {
  payload: AchievementsPayload
  aggregate: AggregateFigures | null
  hasSnapshot: boolean
  /** For the owner; null for others. */
  sources: SourceList | null
  pulls: PullList | null
  webhooks: WebhookList | null
  /** How many achievements a recount would take back, or some of their tiers; 0 for others. */
  unreached: number
  /** Totals of the insights; null, for the owner too, unless they are published. */
  totals: InsightsSummary | null
  /** The periods of published stories, latest first: `2026`, `2026-11`. */
  stories: string[]
}

interface Listed {
  sources: Sources
  pulls: Pulls
  webhooks: Webhooks
  insights: SessionRecords
  identities: Identities
}

/** Reads of the published view: as it is, with what a page shows besides, or for one session. */
export class Views {
  readonly calls = ['achievements', 'feed', 'overview', 'sessionBadges', 'stamp'] as const
  readonly #context: ProfileContext
  readonly #scanner: ProfileScanner
  readonly #listed: Listed
  /** Whether visitors may see the profile as it was at a stamp. */
  #shown: { stamp: string; isShown: boolean } | null = null

  constructor(context: ProfileContext, scanner: ProfileScanner, listed: Listed) {
    this.#context = context
    this.#scanner = scanner
    this.#listed = listed
  }

  /** Returns the published view. If it is stale, starts a refresh without waiting for it. */
  async achievements(owner: boolean): Promise<AchievementsPayload> {
    await this.refreshIfStale()
    const payload = payloadAt(this.#context.store, this.#context.situation(), owner)
    const identity = this.#listed.identities.shown(owner)
    return identity === null ? payload : { ...payload, identity }
  }

  /** Returns what visitors see, for the feeds; `uuidsSince` as in FeedSource. */
  async feed(): Promise<{ payload: AchievementsPayload; uuidsSince: number }> {
    const payload = await this.achievements(false)
    return { payload, uuidsSince: this.#context.store.feedUuidsSince() }
  }

  async overview(owner: boolean): Promise<Overview> {
    const { sources, pulls, webhooks, insights } = this.#listed
    const payload = await this.achievements(owner)
    const view = this.#context.store.view()
    return {
      payload,
      aggregate: view?.aggregate ?? null,
      unreached: owner && !view?.partial ? (view?.unreached ?? 0) : 0,
      hasSnapshot: this.#context.situation().hasSnapshot,
      sources: owner ? sources.list() : null,
      pulls: owner ? pulls.list() : null,
      webhooks: owner ? webhooks.list() : null,
      totals: insights.published(),
      stories: this.#context.store.stories.keys(),
    }
  }

  /** Returns what changes with anything that visitors may see; null if they may see nothing. */
  stamp(): string | null {
    const { ctx, store } = this.#context
    const stamp = store.stamp()
    if (this.#shown?.stamp !== stamp) {
      const profile = store.profile()
      this.#shown = { stamp, isShown: profile !== null && profile.visibility !== 'private' }
    }
    if (!this.#shown.isShown) return null
    noteStamp(ctx.id.toString(), stamp)
    return stamp
  }

  /** Returns what a session alone would unlock. A reported session is stored under another name than lists show. */
  sessionBadges(sessionId: string): SessionBadges {
    const { store } = this.#context
    const { time_zone } = this.#context.profile()
    const names = [sessionId, ...store.records.namesOf(sessionId)]
    const stored = names.flatMap((name) => store.checkpoints.ofSession(name))
    const [first] = stored
    return {
      ...sessionBadges(first === undefined ? undefined : decodeStats(first), time_zone),
      session_id: sessionId,
    }
  }

  /** Starts a scan if the view is stale, without waiting for it. */
  async refreshIfStale(): Promise<void> {
    try {
      await this.#refreshIfStale()
    } catch (error) {
      // The view is up even when nothing can be written.
      logFailure('refresh_failed', error)
    }
  }

  async #refreshIfStale(): Promise<void> {
    const { store } = this.#context
    const situation = this.#context.situation()
    const reaction = onRequest(situation)
    const staleServed = situation.view !== null && isStale(situation)
    const joined = reaction === 'join'
    if (joined || staleServed) store.saveScanState(counting(store.scanState(), { joined, staleServed }))
    if (reaction === 'start') await this.#scanner.start({})
  }
}
