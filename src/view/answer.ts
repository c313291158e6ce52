import type { AchievementsPayload } from '../contract/achievements.ts'
import { type Warned, warningsOf } from '../contract/warnings.ts'
import { CATALOG_VERSION, STATS_VERSION } from '../engine/version.ts'
import { isStale, type Situation } from './freshness.ts'
import { type PublishedView, payloadOf, pendingPayload } from './published-view.ts'
import type { ScanRecord } from './scan-record.ts'
import { type ScanProgress, scanProgress, scanStatus } from './status.ts'

/** What a profile's storage says of its view. */
export interface ViewStore {
  /** What is served: the partial view if there is one, else the last finished one. */
  view(): PublishedView | null
  scanState(): ScanRecord
  /** The histories; `version` is null for one that nothing was uploaded or reported of. */
  sources(): readonly { version: string | null }[]
  /** By session, in the order of their ids. */
  warnings(): Iterable<readonly [sessionId: string, kinds: readonly Warned[]]>
}

/** Where a profile stands. `ttl` in seconds, `now` in Unix seconds. */
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

/** The view as it is answered, or what stands for it while there is none. */
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

/** What a page that watches is told. */
export function progressAt(store: ViewStore, situation: Situation): ScanProgress {
  return scanProgress(scanStatus(situation), situation.scan, store.view())
}
