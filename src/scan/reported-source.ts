import { decodeRecord } from '../sessions/stored-record.ts'
import { type Checkpoint, decodeStats, UnreadableCheckpoint } from './checkpoint.ts'
import type { IncrementalAggregate } from './incremental-aggregate.ts'
import type { RunningScan } from './state.ts'
import type { ScanSource, ScanStore, StoredCheckpoint } from './store.ts'

/** Applies the reported changes of a source; nothing is read. */

/** Whether a source has a report whose sessions are not all among its checkpoints. */
export function hasReport({ kind, pending, scanned, pinned }: ScanSource): boolean {
  return kind === 'self-reported' && (pending || scanned !== pinned)
}

/** Applies the next changes of a source, at most `limit`. Returns the updated scan. */
export function applyReport(
  store: ScanStore,
  aggregate: IncrementalAggregate,
  running: RunningScan,
  { name, limit }: { name: string; limit: number },
): RunningScan {
  const changes = store.reportedChanges(name, limit)
  let read = 0
  for (const [session_id, stored] of changes) {
    const checkpoint = stored && readable(stored)
    if (checkpoint) aggregate.put(name, session_id, checkpoint)
    else aggregate.remove(name, session_id)
    store.dropReportedChange(name, session_id)
    if (checkpoint) read++
  }
  const done = changes.size < limit
  return {
    ...running,
    to_apply: (running.to_apply ?? []).slice(done ? 1 : 0),
    sessions_rescanned: running.sessions_rescanned + read,
  }
}

/** Whether the running scan has yet to read a source. */
export function isToRead(store: ScanStore, running: RunningScan, name: string): boolean {
  const { to_apply = [], to_list, to_sweep } = running
  const named = [...to_apply, ...to_list, ...to_sweep.map(({ source }) => source)]
  return named.includes(name) || !store.queueIsEmpty(name)
}

/** Unreadable ones are left out: the next report finds them unknown, and sends them again. */
function readable({ fingerprint, stats, record }: StoredCheckpoint): Checkpoint | null {
  try {
    return { fingerprint, stats: decodeStats(stats), record: record && decodeRecord(record) }
  } catch (error) {
    if (error instanceof UnreadableCheckpoint) return null
    throw error
  }
}
