import { IncrementalAggregate } from './incremental-aggregate.ts'
import type { ScanPorts } from './ports.ts'
import type { RunningScan } from './state.ts'

/** Commits cursor, checkpoints and aggregate together, if the scan is still running. */
export function commit(
  ports: ScanPorts,
  scanId: string,
  change: (state: RunningScan, aggregate: IncrementalAggregate) => RunningScan,
): void {
  const { store } = ports
  store.transaction(() => {
    const state = store.scanState()
    if (state.running?.id !== scanId) return
    const aggregate = IncrementalAggregate.open(store, ports.timeZone())
    const running = change(state.running, aggregate)
    aggregate.save()
    store.saveScanState({ ...state, running: { ...running, committed_at: ports.now() } })
  })
}
