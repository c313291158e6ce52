import type { AchievementsPayload, ScanStatus } from '../../../src/contract/achievements.ts'
import { emptyAggregate, figures } from '../../../src/engine/aggregate.ts'
import type { AggregateFigures } from '../../../src/engine/types.ts'
import { LaurelError } from '../../../src/errors.ts'
import { pluginPayload, pluginStatus } from '../../../src/view/plugin-view.ts'
import type { SessionBadges } from '../../../src/view/session-badges.ts'
import type { ProfileContext } from '../context.ts'
import type { Scans } from './scans.ts'
import type { Views } from './views.ts'

/** Of no sessions; the zone doesn’t matter. */
const NOTHING = figures(emptyAggregate('UTC'))

/** Answers the clients of Hermes' achievements plugin as it would, to the owner. */
export class PluginAnswers {
  readonly calls = ['achievements', 'status', 'sessionBadges', 'rescan'] as const
  readonly #context: ProfileContext
  readonly #views: Views
  readonly #scans: Scans

  constructor(context: ProfileContext, { views, scans }: { views: Views; scans: Scans }) {
    this.#context = context
    this.#views = views
    this.#scans = scans
  }

  /** Returns the published view. If it is stale, starts a refresh without waiting for it. */
  async achievements(): Promise<AchievementsPayload> {
    await this.#views.refreshIfStale()
    return this.#payload()
  }

  status(): ScanStatus {
    return pluginStatus(this.#context.situation())
  }

  /** Returns what a session alone would unlock: nothing if it is not known, or not yet. */
  sessionBadges(sessionId: string): SessionBadges {
    try {
      return this.#views.sessionBadges(sessionId)
    } catch (error) {
      if (!(error instanceof LaurelError && error.code === 'session_not_found')) throw error
      return { session_id: sessionId, badges: [] }
    }
  }

  /**
   * Scans, and returns the view, which a scan that takes too long to wait for has not changed yet.
   * @throws LaurelError the failure of the scan
   */
  async rescan(): Promise<{ payload: AchievementsPayload; aggregate: AggregateFigures }> {
    await this.#scans.rescan(false)
    return { payload: this.#payload(), aggregate: this.#context.store.view()?.aggregate ?? NOTHING }
  }

  #payload(): AchievementsPayload {
    return pluginPayload(this.#context.store, this.#context.situation())
  }
}
