import type { ScanMeta } from '../contract/achievements.ts'
import { figures, maxima } from '../engine/aggregate.ts'
import { evaluate } from '../engine/evaluate.ts'
import { earnedPlaces } from '../engine/milestones.ts'
import { CATALOG_VERSION, STATS_VERSION } from '../engine/version.ts'
import { publicError } from '../errors.ts'
import { announcements } from '../view/news.ts'
import { publishedView } from '../view/published-view.ts'
import { progressOf } from '../view/scan-record.ts'
import { isRecordedAt, newUnlocks, provenanceOfAll, withUnlocks } from '../view/unlocks.ts'
import { UnreadableCheckpoint } from './checkpoint.ts'
import { Ledger } from './ledger.ts'
import type { ScanPorts } from './ports.ts'
import { withOneName } from './reported-model.ts'
import type { RunningScan } from './state.ts'

/**
 * Publishes a partial view when enough sessions were read since the last one; a scan that somebody waits for
 * publishes none. A failure to publish never ends the scan.
 */
export function publishPartial(ports: ScanPorts, running: RunningScan): void {
  const { store, config } = ports
  const { sessions_rescanned, sessions_reused, sessions_total } = running
  const unpublished = sessions_rescanned - running.published_at_count
  if (running.forced || unpublished < config.PARTIAL_VIEW_EVERY_SESSIONS) return
  // Behind the last session comes the finished view.
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

/** Ends the scan: records unlocks, publishes the finished view, and keeps how long it took. */
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
  const { store } = ports
  const now = ports.now()
  const timeZone = ports.timeZone()
  const state = store.scanState()
  const revision = state.revision + 1
  store.saveScanState({ ...state, revision })
  const ledger = Ledger.open(store, timeZone)
  const aggregate = ledger.settled()
  const places = mode === 'in_progress' ? null : earnedPlaces(ledger.milestones())
  ledger.save()
  const counted = figures(withOneName(aggregate))
  const evaluated = evaluate(counted, maxima(aggregate))
  const provenance = store.provenance()
  if (places) {
    const before = store.unlocks()
    const changed = newUnlocks(evaluated, before, {
      now,
      provenance,
      places,
      imported: running.imports === true,
      timeZone,
    })
    for (const record of changed) store.saveUnlock(record)
    const earned = changed.filter((record) => !record.lapsed && isRecordedAt(record, now))
    for (const news of announcements(earned)) store.announce(news, now)
  }
  const unlocks = store.unlocks()
  store.saveView(
    publishedView({
      engine_version: STATS_VERSION,
      catalog_version: CATALOG_VERSION,
      time_zone: timeZone,
      revision,
      generated_at: now,
      scan_meta: { mode, ...progressOf(running) },
      provenance: provenanceOfAll(provenance, evaluated, unlocks),
      aggregate: counted,
      items: withUnlocks(evaluated, unlocks),
    }),
  )
}
