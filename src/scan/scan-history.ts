import type { ScanMeta } from '../contract/achievements.ts'
import { warningsOf } from '../contract/warnings.ts'
import { factsOf } from '../sessions/session-record.ts'
import { type HermesSession, UNKNOWN_SESSION } from '../snapshot/snapshot.ts'
import type { Checkpoint } from './checkpoint.ts'
import { fingerprintOf } from './fingerprint.ts'
import { nothingReadable, unlessDamaged } from './left-out.ts'
import { sweptThrough } from './part-reader.ts'
import { type PartReaders, scanInParts } from './scan-in-parts.ts'
import { listSessions, readSession } from './slice.ts'
import { type ScannedSnapshot, SourceReading } from './source-reading.ts'
import { type Progress, Turns } from './turns.ts'

export interface FinishedScan {
  /** Checkpoints of the scanned sessions, newest first. */
  scanned: Checkpoint[]
  /** Checkpoints to keep for the next scan: of all known sessions that the history still has. */
  known: Checkpoint[]
  meta: ScanMeta
  textBytes: number
}

/** Checkpoints by session id, newest session first if the scan before was whole. A Map will do. */
export interface KnownCheckpoints {
  readonly size: number
  get(id: string): Checkpoint | undefined
  /** Returns the same objects as `get`. */
  values(): Iterable<Checkpoint>
}

export interface ScanRequest {
  /** Those with the same fingerprint are reused. */
  checkpoints: KnownCheckpoints
  /** Number of newest sessions to scan; 0 for all. */
  limit: number
  /** Whether to build the sessions' records. They take memory, and checkpoints without one are read again. */
  records?: boolean
  /** Returns readers to share a scan without checkpoints among; null if the snapshot is to be read as a whole. */
  parts?(): PartReaders | null
  /**
   * The sessions that may differ from their checkpoints, which are those of all other sessions; null if that is to be
   * found out.
   */
  changed?: ReadonlySet<string> | null
  /** Called after every session. */
  onProgress(progress: Progress): void
  /** Yields to the event loop: timers, signals, messages. */
  nextTurn(): Promise<void>
}

/** If more than one session in so many may have changed, a list of all costs no more. */
const LISTED_SHARE = 2

/**
 * Scans a whole history. Yields to the event loop between sessions and within long ones.
 * @throws LaurelError `snapshot_corrupt`; what `nextTurn` throws, which ends the scan
 */
export async function scanHistory(snapshot: ScannedSnapshot, request: ScanRequest): Promise<FinishedScan> {
  const cold = request.checkpoints.size === 0 && request.limit <= 0
  const swept = cold ? await unlessDamaged(() => sweepHistory(snapshot, request)) : null
  if (swept !== null) return swept
  // What looks like damage may be a change, which ends the scan here.
  if (cold) await request.nextTurn()
  const { changed = null, limit, records = false } = request
  const few = changed !== null && changed.size * LISTED_SHARE <= request.checkpoints.size
  if (!cold && few && limit <= 0 && !records) {
    const refreshed = await unlessDamaged(() => refreshSessions(snapshot, request, changed))
    if (refreshed !== null) return refreshed
    await request.nextTurn()
  }
  // If the file is damaged, read session by session: that finds what is readable.
  return refreshHistory(snapshot, request)
}

/** Without checkpoints, and by several readers. Returns null if they could not read all of it. */
async function scanShared(
  parts: PartReaders,
  total: number,
  request: ScanRequest,
): Promise<FinishedScan | null> {
  const turns = new Turns(total, request)
  try {
    const read = await scanInParts(parts, turns)
    return read && finished({ scanned: read.sort(newestFirst) }, turns)
  } catch {
    // Reading the history as a whole tells what is wrong with it, or that a reader was.
    return null
  }
}

/** Without checkpoints: reads the history in file order, which is fastest. */
async function sweepHistory(snapshot: ScannedSnapshot, request: ScanRequest): Promise<FinishedScan> {
  const { records = false } = request
  const parts = request.parts?.() ?? null
  const total = await snapshot.countSessions()
  const shared = parts && (await scanShared(parts, total, request))
  if (shared !== null) return shared
  const turns = new Turns(total, request)
  const { read, again } = await sweptThrough(new SourceReading(snapshot, { records }), turns)
  if (again.size > 0) return completed(snapshot, read, turns, records)
  const scanned = [...read.values()].filter((checkpoint) => checkpoint !== null)
  return finished({ scanned: scanned.sort(newestFirst) }, turns)
}

/** Returns all sessions; those whose end the sweep could not determine are read by the index. */
async function completed(
  snapshot: ScannedSnapshot,
  read: ReadonlyMap<string, Checkpoint | null>,
  turns: Turns,
  records: boolean,
): Promise<FinishedScan> {
  const scanned: Checkpoint[] = []
  const { sessions, unreadable, lostPages } = await listSessions(snapshot, null, records)
  turns.recount(sessions.filter(({ id }) => read.get(id)).length, sessions.length)
  for (const session of sessions) {
    const { id } = session
    const swept = read.get(id)
    const checkpoint =
      swept ?? (await unlessDamaged(() => readSession(turns.reading(snapshot), session, records)))
    if (checkpoint === null) unreadable.push(id)
    else scanned.push(checkpoint)
    if (!swept) turns.session()
    if (turns.spent) await turns.next()
  }
  return finished({ scanned, unreadable, lostPages }, turns)
}

/** Reads only the sessions that have changed. */
async function refreshHistory(snapshot: ScannedSnapshot, request: ScanRequest): Promise<FinishedScan> {
  const { checkpoints, limit, records = false } = request
  const { sessions: listed, unreadable, lostPages } = await listSessions(snapshot, null, records)
  const chosen = limit > 0 ? listed.slice(0, limit) : listed
  const turns = new Turns(chosen.length, request)
  const scanned: Checkpoint[] = []
  for (const session of chosen) {
    const stored = unchanged(checkpoints, session, records)
    const reused = stored && !(records && stored.record === null) ? stored : null
    if (reused) turns.progress.reused++
    const checkpoint =
      reused ?? (await unlessDamaged(() => readSession(turns.reading(snapshot), session, records)))
    if (checkpoint === null) unreadable.push(session.id)
    else scanned.push(checkpoint)
    turns.session()
    if (turns.spent) await turns.next()
  }
  const beyondLimit = listed
    .slice(chosen.length)
    .flatMap((session) => unchanged(checkpoints, session, records) ?? [])
  return finished({ scanned, beyondLimit, unreadable, lostPages }, turns)
}

/** Reads only these sessions, without a list of all. */
async function refreshSessions(
  snapshot: ScannedSnapshot,
  request: ScanRequest,
  changed: ReadonlySet<string>,
): Promise<FinishedScan> {
  const turns = new Turns(request.checkpoints.size, request)
  const come: Checkpoint[] = []
  const gone = new Set<Checkpoint>()
  for (const id of changed) {
    const row = await snapshot.readSession(id)
    const stored = request.checkpoints.get(id)
    const isGone = !row?.counts
    if (isGone || stored?.fingerprint !== fingerprintOf(row)) {
      if (stored !== undefined) gone.add(stored)
      if (!isGone) come.push(await readSession(turns.reading(snapshot), row, false))
    }
    turns.session()
    if (turns.spent) await turns.next()
  }
  const known = [...request.checkpoints.values()]
  const scanned = gone.size > 0 ? known.filter((checkpoint) => !gone.has(checkpoint)) : known
  turns.progress.reused = scanned.length
  for (const checkpoint of come.sort(newestFirst)) scanned.splice(placeIn(scanned, checkpoint), 0, checkpoint)
  return finished({ scanned }, turns)
}

/** Returns where a session belongs among others, newest first; after those that began when it did. */
function placeIn(sorted: readonly Checkpoint[], checkpoint: Checkpoint): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const there = sorted[middle]
    if (there !== undefined && newestFirst(there, checkpoint) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

interface Parts {
  scanned: Checkpoint[]
  beyondLimit?: Checkpoint[]
  /** Ids of sessions left out. */
  unreadable?: string[]
  /** See `ListOptions.lostPages`. */
  lostPages?: number
}

/** @throws LaurelError `snapshot_corrupt` when sessions are damaged and no message could be read */
function finished(parts: Parts, turns: Turns): FinishedScan {
  const { scanned, beyondLimit = [], unreadable = [], lostPages = 0 } = parts
  if (unreadable.length + lostPages > 0 && !scanned.some(({ stats }) => stats.message_count > 0))
    throw nothingReadable()
  const total = scanned.length
  // Rows without an id are not sessions.
  turns.recount(total, total)
  const { reused, textBytes } = turns.progress
  const meta: ScanMeta = {
    mode: reused > 0 ? 'incremental' : 'full',
    sessions_total: total,
    sessions_rescanned: total - reused,
    sessions_reused: reused,
    sessions_scanned_so_far: total,
    sessions_expected_total: total,
    ...warningsOf([
      ...(lostPages > 0 ? [[UNKNOWN_SESSION, [{ pages_unreadable: lostPages }]] as const] : []),
      ...unreadable.map((id) => [id, ['session_unreadable']] as const),
      // Stats are decoded when they are asked for.
      ...scanned
        .filter(({ warnings }) => warnings)
        .map((one) => [one.stats.session_id, one.warnings ?? []] as const),
    ]),
  }
  return { scanned, known: scanned.concat(beyondLimit), meta, textBytes }
}

/**
 * Returns the checkpoint of a session with unchanged messages: as it is, or with the current values of its row if
 * records are wanted.
 */
function unchanged(
  checkpoints: KnownCheckpoints,
  row: HermesSession,
  records: boolean,
): Checkpoint | undefined {
  const stored = checkpoints.get(row.id)
  if (stored?.fingerprint !== fingerprintOf(row)) return undefined
  if (!records) return stored
  const { fingerprint, stats, record, warnings } = stored
  return {
    fingerprint,
    stats,
    record: record && { ...record, ...factsOf(row) },
    ...(warnings && { warnings }),
  }
}

function newestFirst({ stats: a }: Checkpoint, { stats: b }: Checkpoint): number {
  const [left, right] = [a.started_at ?? Number.NEGATIVE_INFINITY, b.started_at ?? Number.NEGATIVE_INFINITY]
  return left === right ? 0 : right - left
}
