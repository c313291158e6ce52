import { backoff } from '../backoff.ts'
import { STATS_VERSION } from '../engine/version.ts'
import { factsOf } from '../sessions/session-record.ts'
import { encodeFacts } from '../sessions/stored-record.ts'
import type { HermesSession } from '../snapshot/snapshot.ts'
import { type Checkpoint, decodeStats, UnreadableCheckpoint } from './checkpoint.ts'
import { commit } from './commit.ts'
import { compareSlice, isComparable, listAfterAll } from './compared-source.ts'
import { fingerprintOf } from './fingerprint.ts'
import { IncrementalAggregate } from './incremental-aggregate.ts'
import { checkReadable, countedAnew, unlessDamaged } from './left-out.ts'
import type { ScanPorts, StartOptions } from './ports.ts'
import { finishScan, publishPartial } from './publish.ts'
import { checkSessions, scanError, sourceNamed } from './refusals.ts'
import { applyReport, hasReport } from './reported-source.ts'
import { listSessions } from './slice.ts'
import { SliceBudget, type Unchanged } from './source-reading.ts'
import type { RunningScan } from './state.ts'
import type { QueuedSession, ScanSource, ScanStore, StoredCheckpoint } from './store.ts'

/**
 * Starts a scan and pins the current snapshots; its slices do the work. A running scan is abandoned, but what it has
 * committed is reused. Skips sources that are unchanged since their last scan, whose history was deleted, or that have
 * no new report.
 */
export function startScan(ports: ScanPorts, { forced = false, full = false }: StartOptions = {}): void {
  const { store } = ports
  const now = ports.now()
  store.transaction(() => {
    const state = store.scanState()
    // A restarted scan still imports what it started with, and one that has dropped all checkpoints has dropped them.
    const imports = state.running?.imports ?? store.sources().some(isNew)
    const isFull = full || (state.running?.full ?? false)
    store.pinSources()
    store.clearQueue()
    if (full || state.engine_version !== STATS_VERSION)
      IncrementalAggregate.reset(store, ports.timeZone()).save()
    const isDue = ({ readable, unrecorded, scanned, pinned }: ScanSource) =>
      readable && (forced || unrecorded || scanned !== pinned)
    const sources = store.sources()
    const due = sources.filter(isDue)
    // Whoever asks for it again wants it listed.
    for (const { name, scanned, pinned, unrecorded } of due)
      if (unrecorded || scanned === pinned) store.dropBase(name)
    const reported = sources.filter(hasReport)
    const others = sources.filter((source) => !isDue(source) && !hasReport(source))
    const kept = others.reduce((sum, { name }) => sum + store.checkpointCount(name), 0)
    const counts = reported.map(({ name }) => store.reportedCount(name))
    const total = counts.reduce((sum, { sessions }) => sum + sessions, kept)
    store.saveScanState({
      ...state,
      started_at: now,
      queued: false,
      engine_version: STATS_VERSION,
      running: {
        id: crypto.randomUUID(),
        started_at: now,
        forced,
        ...(isFull && { full: true }),
        imports,
        to_apply: reported.map(({ name }) => name),
        to_list: due.map(({ name }) => name),
        to_sweep: [],
        sessions_total: total,
        sessions_reused: counts.reduce((sum, { changed }) => sum - changed, total),
        sessions_rescanned: 0,
        published_at_count: 0,
        committed_at: now,
      },
      run_count: state.run_count + 1,
    })
  })
}

function isNew({ version, imported }: ScanSource): boolean {
  return version !== null && !imported
}

/** `idle`: no scan was running, or it was abandoned during the slice. */
export type SliceOutcome = 'more' | 'finished' | 'failed' | 'idle'

/**
 * Runs and commits the next slice of the running scan. Any error is recorded as the scan's failure; the last commit
 * stands. If checkpoints are of another engine version or unreadable, they are dropped and the scan restarts. If
 * another scan is queued when it ends, that one starts.
 */
export async function runSlice(ports: ScanPorts): Promise<SliceOutcome> {
  const { running, engine_version } = ports.store.scanState()
  if (!running) return 'idle'
  try {
    if (engine_version !== STATS_VERSION) throw new UnreadableCheckpoint()
    const [report] = running.to_apply ?? []
    const [source] = running.to_list
    const [sweep] = running.to_sweep
    if (report !== undefined) applySlice(ports, running, report)
    else if (source !== undefined) await listSlice(ports, running, source)
    else if (sweep) await sweepSlice(ports, running, sweep)
    else await readSlice(ports, running)
    return ports.store.transaction(() => concludeSlice(ports, running.id))
  } catch (error) {
    if (ports.store.scanState().running?.id !== running.id) return 'idle'
    if (error instanceof UnreadableCheckpoint) {
      startScan(ports, { forced: running.forced, full: true })
      return 'more'
    }
    failScan(ports, error)
    return 'failed'
  }
}

/** Applies the next reported changes of a source. */
function applySlice(ports: ScanPorts, running: RunningScan, name: string): void {
  const { store, config } = ports
  const slice = { name, limit: config.REPORTED_SLICE_SESSIONS }
  commit(ports, running.id, (state, aggregate) => applyReport(store, aggregate, state, slice))
}

/**
 * Lists the changes in a source: queues changed sessions, removes missing ones, counts the rest as reused. A source
 * without checkpoints is not listed: a sweep reads all of it. Nor is one that can be compared with its last snapshot.
 */
async function listSlice(ports: ScanPorts, running: RunningScan, name: string): Promise<void> {
  const { store } = ports
  const { snapshot } = await ports.open(sourceNamed(store, name), running.id)
  const unsweepable = running.unsweepable?.includes(name) ?? false
  const isNew = store.checkpointCount(name) === 0
  if (!isNew && isComparable(store, ports.config, name)) return compareSlice(ports, running, name)
  if (isNew && !unsweepable) {
    const total = await snapshot.countSessions()
    checkSessions(ports.config, running.sessions_total + total)
    commit(ports, running.id, (state) => {
      store.dropBase(name)
      return {
        ...state,
        to_list: state.to_list.slice(1),
        to_sweep: [...state.to_sweep, { source: name, position: null }],
        sessions_total: state.sessions_total + total,
      }
    })
    return
  }
  const budget = new SliceBudget(ports.config, ports.fetched)
  const found = await listSessions(snapshot, () => budget.fetchedEnough)
  // The next slice continues; if memory is lost, it starts over.
  if (found === null) return commit(ports, running.id, (state) => state)
  const { sessions: listed, unreadable, lostPages } = found
  checkSessions(ports.config, running.sessions_total + listed.length)
  commit(ports, running.id, (state, aggregate) => {
    store.dropBase(name)
    const unread: { id: string; isNew: boolean }[] = []
    let added = 0
    for (const row of listed) {
      const checkpoint = store.checkpoint(name, row.id)
      if (checkpoint === null) added++
      // Checkpoints older than records have none.
      const isNew = !checkpoint?.record
      if (isNew || checkpoint.fingerprint !== fingerprintOf(row)) unread.push({ id: row.id, isNew })
      else reuse(store, name, row, checkpoint)
    }
    const toSweep = unread.filter((session) => session.isNew).length
    if (store.checkpointCount(name) > listed.length - added) {
      const present = new Set(listed.map(({ id }) => id))
      for (const id of store.checkpointIds(name)) if (!present.has(id)) aggregate.remove(name, id)
    }
    for (const id of store.warnedIds(name)) if (!store.checkpoint(name, id)) store.saveWarnings(name, id, [])
    for (const id of unreadable) aggregate.leaveOut(name, id)
    if (lostPages > 0) aggregate.losePages(name, lostPages)
    const sweeps = toSweep > listed.length / 2 && !unsweepable
    for (const session of unread) if (!sweeps || !session.isNew) store.enqueue(name, session.id)
    return {
      ...state,
      to_list: state.to_list.slice(1),
      to_sweep: sweeps ? [...state.to_sweep, { source: name, position: null }] : state.to_sweep,
      sessions_total: state.sessions_total + listed.length,
      sessions_reused: state.sessions_reused + listed.length - unread.length,
    }
  })
}

/**
 * Reuses a session with unchanged messages; the values of its row may have changed.
 * @throws UnreadableCheckpoint
 */
function reuse(
  store: ScanStore,
  name: string,
  row: HermesSession,
  { stats, record }: StoredCheckpoint,
): void {
  // Checks that the stats can be read.
  decodeStats(stats)
  const present = encodeFacts(factsOf(row))
  if (record?.facts !== present) store.saveFacts(name, row.id, present)
}

/** Continues the sweep of a source in file order: reads every session that has no record and is not queued. */
async function sweepSlice(
  ports: ScanPorts,
  running: RunningScan,
  { source: name, position }: RunningScan['to_sweep'][number],
): Promise<void> {
  const { store } = ports
  const reading = await ports.open(sourceNamed(store, name), running.id)
  const isKnown = (id: string) => Boolean(store.checkpoint(name, id)?.record)
  const wanted = (id: string) => !isKnown(id) && !store.isQueued(name, id)
  const budget = new SliceBudget(ports.config, ports.fetched)
  const swept = await unlessDamaged(() => reading.sweep(position, wanted, budget))
  if (swept === null) return giveUpSweep(ports, running.id, name)
  commit(ports, running.id, (state, aggregate) => {
    let read = 0
    for (const [id, checkpoint] of swept.ended) {
      aggregate.put(name, id, checkpoint)
      read++
    }
    for (const id of swept.again) {
      // An earlier slice took the session to be complete too soon.
      if (isKnown(id)) {
        aggregate.remove(name, id)
        read--
      }
      store.enqueue(name, id)
    }
    const others = state.to_sweep.slice(1)
    return {
      ...state,
      to_sweep: swept.done ? others : [{ source: name, position: swept.position }, ...others],
      sessions_rescanned: state.sessions_rescanned + read,
    }
  })
}

/** Abandons the sweep of a damaged source: it is listed instead, and its sessions are read one by one. */
function giveUpSweep(ports: ScanPorts, scanId: string, name: string): void {
  const { store } = ports
  commit(ports, scanId, (state, aggregate) => {
    // Sessions that seemed complete may continue after the damage.
    for (const id of store.checkpointIds(name)) aggregate.remove(name, id)
    return {
      ...state,
      to_sweep: state.to_sweep.slice(1),
      to_list: [...state.to_list, name],
      unsweepable: [...(state.unsweepable ?? []), name],
    }
  })
}

/** Reads the next queued sessions of a source, within the slice's budget. */
async function readSlice(ports: ScanPorts, running: RunningScan): Promise<void> {
  const { store, config } = ports
  const queue = store.queued(config.SLICE_SESSIONS)
  const name = queue[0]?.source
  if (name === undefined) return
  const reading = await ports.open(sourceNamed(store, name), running.id)
  const budget = new SliceBudget(config, ports.fetched)
  const isCompared = running.compared?.includes(name) ?? false
  const read: { session: QueuedSession; found: Checkpoint | Unchanged | null | 'unreadable' }[] = []
  for (const session of queue) {
    if (session.source !== name || budget.spent) break
    const stored = isCompared ? store.checkpoint(name, session.session_id) : null
    // Checkpoints older than records have none.
    const known = stored?.record ? stored.fingerprint : undefined
    const found = await reading.read(session.session_id, budget, known)
    if (found === 'more') break
    read.push({ session, found })
  }
  commit(ports, running.id, (state, aggregate) => {
    let [reused, rescanned] = [0, 0]
    let next = state
    for (const { session, found } of read) {
      const { session_id: id } = session
      const stored = isCompared ? store.checkpoint(name, id) : null
      if (found === 'unreadable') {
        if (isCompared) next = listAfterAll(next, name)
        else aggregate.leaveOut(name, id)
      } else if (found === null) {
        if (stored !== null) aggregate.remove(name, id)
      } else if ('unchanged' in found) {
        if (stored !== null) reuse(store, name, found.unchanged, stored)
        reused++
      } else {
        aggregate.put(name, id, found)
        rescanned++
      }
      store.dequeue(session.position)
    }
    return {
      ...next,
      sessions_reused: next.sessions_reused + reused,
      sessions_rescanned: next.sessions_rescanned + rescanned,
    }
  })
}

function concludeSlice(ports: ScanPorts, scanId: string): SliceOutcome {
  const { running } = ports.store.scanState()
  if (running?.id !== scanId) return 'idle'
  const { to_apply = [], to_list, to_sweep } = running
  if (to_apply.length + to_list.length + to_sweep.length === 0 && ports.store.queueIsEmpty()) {
    checkReadable(ports.store)
    // Rows that are not sessions were counted until they were read.
    const total = running.sessions_reused + running.sessions_rescanned
    finishScan(
      ports,
      running.unsweepable ? countedAnew(ports.store, running) : { ...running, sessions_total: total },
    )
    startQueued(ports)
    return 'finished'
  }
  publishPartial(ports, running)
  return 'more'
}

/** Records a failure of the running scan: the last finished view stands, and the backoff grows. */
function failScan(ports: ScanPorts, error: unknown): void {
  const { store, config } = ports
  const known = scanError(error)
  const kind = error instanceof Error ? error.name : typeof error
  console.warn(JSON.stringify({ event: 'scan_failed', code: known.code, kind }))
  store.transaction(() => {
    const state = store.scanState()
    const now = ports.now()
    const attempts = (state.failure?.attempts ?? 0) + 1
    const pause = backoff(attempts, config.RETRY_BASE_SECONDS, config.RETRY_MAX_SECONDS)
    store.clearQueue()
    store.unpinSources(null)
    store.dropPartialView()
    store.saveScanState({
      ...state,
      running: null,
      failure: {
        code: known.code,
        message: known.message,
        hint: known.hint ?? null,
        attempts,
        retry_at: now + pause,
      },
      finished_at: now,
      failed_count: state.failed_count + 1,
    })
    startQueued(ports)
  })
}

/** Starts the queued scan in the same transaction that ends the last one, so that nothing can intervene. */
function startQueued(ports: ScanPorts): void {
  if (ports.store.scanState().queued) startScan(ports)
}
