import type { ScanMeta } from '../contract/achievements.ts'
import { warningsOf } from '../contract/warnings.ts'
import { factsOf } from '../sessions/session-record.ts'
import { type HermesSession, UNKNOWN_SESSION } from '../snapshot/snapshot.ts'
import type { Checkpoint } from './checkpoint.ts'
import { fingerprintOf } from './fingerprint.ts'
import { nothingReadable, unlessDamaged } from './left-out.ts'
import { listSessions, readSession } from './slice.ts'
import { type ScannedSnapshot, SourceReading } from './source-reading.ts'
import { type Progress, Turns } from './turns.ts'

export interface FinishedScan {
  /** Of the sessions that were scanned, newest first. */
  scanned: Checkpoint[]
  /** What to keep for next time: of all sessions that the history has and that are known. */
  known: Checkpoint[]
  meta: ScanMeta
  textBytes: number
}

export interface ScanRequest {
  /** By session id: those with the same fingerprint are reused. */
  checkpoints: ReadonlyMap<string, Checkpoint>
  /** Newest sessions to scan; 0 for all. */
  limit: number
  /** Whether the sessions' records are wanted. They take memory, and checkpoints without one are read again. */
  records?: boolean
  /** Called after every session. */
  onProgress(progress: Progress): void
  /** Lets everything else that waits have its turn: timers, signals, messages. */
  nextTurn(): Promise<void>
}

/**
 * Scans a history to its end. Others have their turn between two sessions, or when one takes long.
 * @throws LaurelError `snapshot_corrupt`; what `nextTurn` throws, which ends the scan
 */
export async function scanHistory(snapshot: ScannedSnapshot, request: ScanRequest): Promise<FinishedScan> {
  const cold = request.checkpoints.size === 0 && request.limit <= 0
  const swept = cold ? await unlessDamaged(() => sweepHistory(snapshot, request)) : null
  // Where the file is damaged, session by session: what can be read of it is found so.
  return swept ?? refreshHistory(snapshot, request)
}

/** Nothing is known yet: reads the history in the order of its file, which is the fastest. */
async function sweepHistory(snapshot: ScannedSnapshot, request: ScanRequest): Promise<FinishedScan> {
  const { records = false } = request
  const turns = new Turns(await snapshot.countSessions(), request)
  const reading = new SourceReading(snapshot, { records })
  const read = new Map<string, Checkpoint | null>()
  const wanted = (id: string) => {
    // In the order of the file, which is that of sessions that started together.
    read.set(id, null)
    return true
  }
  let [anyAgain, ended] = [false, 0]
  for (let done = false; !done; await turns.next()) {
    const swept = await reading.sweep(null, wanted, turns)
    for (const [id, checkpoint] of swept.ended) read.set(id, checkpoint)
    ended += swept.ended.size
    for (const id of swept.again) {
      if (read.get(id)) ended--
      read.delete(id)
    }
    turns.recount(ended, turns.progress.total)
    anyAgain ||= swept.again.length > 0
    done = swept.done
  }
  if (anyAgain) return completed(snapshot, read, turns, records)
  const scanned = [...read.values()].filter((checkpoint) => checkpoint !== null)
  return finished({ scanned: scanned.sort(newestFirst) }, turns)
}

/** All sessions, those that a sweep could not tell the end of read by the index. */
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

/** Reads the sessions that have changed. */
async function refreshHistory(snapshot: ScannedSnapshot, request: ScanRequest): Promise<FinishedScan> {
  const { checkpoints, limit, records = false } = request
  const { sessions: listed, unreadable, lostPages } = await listSessions(snapshot, null, records)
  const chosen = limit > 0 ? listed.slice(0, limit) : listed
  const turns = new Turns(chosen.length, request)
  const scanned: Checkpoint[] = []
  for (const session of chosen) {
    const stored = unchanged(checkpoints, session)
    const reused = stored && !(records && stored.record === null) ? stored : null
    if (reused) turns.progress.reused++
    const checkpoint =
      reused ?? (await unlessDamaged(() => readSession(turns.reading(snapshot), session, records)))
    if (checkpoint === null) unreadable.push(session.id)
    else scanned.push(checkpoint)
    turns.session()
    if (turns.spent) await turns.next()
  }
  const beyondLimit = listed.slice(chosen.length).flatMap((session) => unchanged(checkpoints, session) ?? [])
  return finished({ scanned, beyondLimit, unreadable, lostPages }, turns)
}

interface Parts {
  scanned: Checkpoint[]
  beyondLimit?: Checkpoint[]
  /** Ids of sessions that are left out. */
  unreadable?: string[]
  /** See `ListOptions.lostPages`. */
  lostPages?: number
}

/** @throws LaurelError `snapshot_corrupt` when sessions are damaged and no message could be read */
function finished(parts: Parts, turns: Turns): FinishedScan {
  const { scanned, beyondLimit = [], unreadable = [], lostPages = 0 } = parts
  const anyRead = scanned.some(({ stats }) => stats.message_count > 0)
  if (unreadable.length + lostPages > 0 && !anyRead) throw nothingReadable()
  const total = scanned.length
  // Rows without an id are no sessions.
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
      ...scanned.flatMap(({ stats, warnings }) => (warnings ? [[stats.session_id, warnings] as const] : [])),
    ]),
  }
  return { scanned, known: [...scanned, ...beyondLimit], meta, textBytes }
}

/** The checkpoint of a session whose messages are the same, with what its row says now. */
function unchanged(checkpoints: ReadonlyMap<string, Checkpoint>, row: HermesSession): Checkpoint | undefined {
  const stored = checkpoints.get(row.id)
  if (stored?.fingerprint !== fingerprintOf(row)) return undefined
  return { ...stored, record: stored.record && { ...stored.record, ...factsOf(row) } }
}

function newestFirst({ stats: a }: Checkpoint, { stats: b }: Checkpoint): number {
  const [left, right] = [a.started_at ?? Number.NEGATIVE_INFINITY, b.started_at ?? Number.NEGATIVE_INFINITY]
  return left === right ? 0 : right - left
}
