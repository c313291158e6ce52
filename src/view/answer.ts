import type { AchievementsPayload } from '../contract/achievements.ts'
import { type Warned, warningsOf } from '../contract/warnings.ts'
import { CATALOG_VERSION } from '../engine/catalog-version.ts'
import { STATS_VERSION } from '../engine/version.ts'
import { isStale, type Situation } from './freshness.ts'
import { type PublishedView, payloadOf, pendingPayload } from './published-view.ts'
import type { ScanRecord } from './scan-record.ts'
import { type ScanProgress, scanProgress, scanStatus } from './status.ts'

/** The part of a profile's storage that a view needs. */
export interface ViewStore {
  /** The served view: the partial one if there is one, else the last finished one. */
  view(): PublishedView | null
  scanState(): ScanRecord
  /** The histories; `version` is null if nothing was uploaded or reported. */
  sources(): readonly { version: string | null }[]
  /** Iterates over the warnings by session, ordered by id. */
  warnings(): Iterable<readonly [sessionId: string, kinds: readonly Warned[]]>
}

/**
 * Returns the state that freshness depends on.
 * @param ttl in seconds
 * @param now Unix seconds
 */
export function situationOf(store: ViewStore, timeZone: string, ttl: number, now: number): Situation {
  const view = store.view()
  return {
    hasSnapshot: store.sources().some(({ version }) => version !== null),
    view: view && {
      generatedAt: view.generated_at,
      partial: view.partial,
      outdated:
        view.catalog_version !== CATALOG_VERSION ||
        view.engine_version !== STATS_VERSION ||
        view.time_zone !== timeZone,
    },
    scan: store.scanState(),
    now,
    ttl,
  }
}

/** Returns the API payload: the published view, or a placeholder before the first scan. */
export function payloadAt(store: ViewStore, situation: Situation, owner: boolean): AchievementsPayload {
  const context = {
    owner,
    isStale: isStale(situation),
    error: situation.scan.failure?.message ?? null,
    status: scanStatus(situation),
    ...(owner ? { warnings: warningsOf(store.warnings()) } : {}),
  }
  const view = store.view()
  return view ? payloadOf(view, context) : pendingPayload(situation.scan.running, context)
}

/** Returns the progress for a page that follows the scan. */
export function progressAt(store: ViewStore, situation: Situation): ScanProgress {
  return scanProgress(scanStatus(situation), situation.scan, store.view())
}
