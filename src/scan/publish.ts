import type { ScanMeta } from '../contract/achievements.ts'
import { CATALOG_VERSION } from '../engine/catalog-version.ts'
import { STATS_VERSION } from '../engine/version.ts'
import { publicError } from '../errors.ts'
import { masteredOf, masteryWith } from '../view/mastery.ts'
import { announcements } from '../view/news.ts'
import { publishedView } from '../view/published-view.ts'
import { progressOf } from '../view/scan-record.ts'
import { isRecordedAt, newUnlocks, provenanceOfAll, unreached, withUnlocks } from '../view/unlocks.ts'
import { UnreadableCheckpoint } from './checkpoint.ts'
import { measured } from './measure.ts'
import type { ScanPorts } from './ports.ts'
import type { RunningScan } from './state.ts'

/**
 * Publishes a partial view if enough sessions were read since the last one, unless a caller waits for the scan. A
 * failure to publish never ends the scan.
 */
export function publishPartial(ports: ScanPorts, running: RunningScan): void {
  const { store, config } = ports
  const { sessions_rescanned, sessions_reused, sessions_total } = running
  const unpublished = sessions_rescanned - running.published_at_count
  if (running.forced || unpublished < config.PARTIAL_VIEW_EVERY_SESSIONS) return
  // The finished view follows the last session.
  if (sessions_rescanned + sessions_reused >= sessions_total) return
  try {
    store.transaction(() => {
      publish(ports, running, 'in_progress')
      const state = store.scanState()
      store.saveScanState({
        ...state,
        running: { ...running, published_at_count: running.sessions_rescanned },
      })
    })
  } catch (error) {
    if (error instanceof UnreadableCheckpoint) throw error
    console.warn(JSON.stringify({ event: 'partial_view_failed', code: publicError(error).code }))
  }
}

/** Ends the scan: records unlocks, publishes the finished view, and stores its duration. */
export function finishScan(ports: ScanPorts, running: RunningScan): void {
  const { store, config } = ports
  publish(ports, running, running.sessions_reused > 0 ? 'incremental' : 'full')
  store.unpinSources(STATS_VERSION)
  const now = ports.now()
  const duration = Math.round((now - running.started_at) * 1000)
  const state = store.scanState()
  store.saveScanState({
    ...state,
    running: null,
    failure: null,
    finished_at: now,
    last_duration_ms: duration,
    durations_ms: [...state.durations_ms, duration].slice(-config.DURATION_HISTORY_ITEMS),
  })
}

function publish(ports: ScanPorts, running: RunningScan, mode: ScanMeta['mode']): void {
  const { store, config } = ports
  const state = store.scanState()
  const revision = state.revision + 1
  store.saveScanState({ ...state, revision })
  const { counted, items, scan, places } = measured(ports)
  if (mode !== 'in_progress') {
    const imported = running.imports === true
    const changed = newUnlocks(items, store.unlocks(), { ...scan, places: places(), imported })
    for (const record of changed) store.saveUnlock(record)
    const earned = changed.filter((record) => !record.lapsed && isRecordedAt(record, scan.now))
    const mastery = store.mastery()
    const masteredNow = masteryWith(mastery, store.unlocks())
    if (masteredNow !== mastery) store.saveMastery(masteredNow)
    for (const news of announcements(earned)) store.announce(news, scan.now, config.DELIVERIES_PENDING_MAX)
  }
  const unlocks = store.unlocks()
  store.saveView(
    publishedView({
      engine_version: STATS_VERSION,
      catalog_version: CATALOG_VERSION,
      time_zone: scan.timeZone,
      revision,
      generated_at: scan.now,
      scan_meta: {
        mode,
        ...progressOf(running),
        // Each session once, however many sources have it.
        ...(mode === 'in_progress' ? {} : { sessions_total: counted.session_count }),
      },
      provenance: provenanceOfAll(scan.provenance, items, unlocks),
      unreached: unreached(items, unlocks).length,
      mastered: masteredOf(store.mastery(), unlocks, items),
      aggregate: counted,
      items: withUnlocks(items, unlocks),
    }),
  )
}
