import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ScanMeta } from '../contract/achievements.ts'
import type { Checkpoint } from '../scan/checkpoint.ts'
import { type ListedSession, listSessions, readSession } from '../scan/slice.ts'
import type { MessageRow, Snapshot } from '../snapshot/snapshot.ts'

/** How far a scan is. */
export interface Progress {
  done: number
  total: number
  reused: number
  /** Text read so far, as UTF-8. */
  textBytes: number
}

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
  /** Called after every session. */
  onProgress(progress: Progress): void
}

/** After this long signals and timers get a turn. Unit: milliseconds. */
const TURN_MILLISECONDS = 50

/**
 * Scans a history to its end. Interrupts are seen between two sessions.
 * @throws LaurelError `snapshot_corrupt`
 */
export async function scanHistory(snapshot: Snapshot, request: ScanRequest): Promise<FinishedScan> {
  const { checkpoints, limit, onProgress } = request
  const listed = await listSessions(snapshot)
  const chosen = limit > 0 ? listed.slice(0, limit) : listed
  const progress: Progress = { done: 0, total: chosen.length, reused: 0, textBytes: 0 }
  const measured = measuring(snapshot, progress)
  const scanned: Checkpoint[] = []
  let turnEnds = performance.now() + TURN_MILLISECONDS
  onProgress(progress)
  for (const session of chosen) {
    const stored = unchanged(checkpoints, session)
    if (stored) progress.reused++
    const stats = stored?.stats ?? (await readSession(measured, session.head))
    scanned.push({ fingerprint: session.fingerprint, stats })
    progress.done++
    onProgress(progress)
    if (performance.now() < turnEnds) continue
    await nextTurn()
    turnEnds = performance.now() + TURN_MILLISECONDS
  }
  const beyondLimit = listed.slice(chosen.length).flatMap((session) => unchanged(checkpoints, session) ?? [])
  const { total, reused, textBytes } = progress
  const meta: ScanMeta = {
    mode: reused > 0 ? 'incremental' : 'full',
    sessions_total: total,
    sessions_rescanned: total - reused,
    sessions_reused: reused,
    sessions_scanned_so_far: total,
    sessions_expected_total: total,
  }
  return { scanned, known: [...scanned, ...beyondLimit], meta, textBytes }
}

function unchanged(checkpoints: ReadonlyMap<string, Checkpoint>, { head, fingerprint }: ListedSession) {
  const stored = checkpoints.get(head.id)
  return stored?.fingerprint === fingerprint ? stored : undefined
}

/** The snapshot, with the text that it reads counted. */
function measuring(snapshot: Snapshot, progress: Progress): Pick<Snapshot, 'readMessages'> {
  return {
    readMessages: (sessionId, visit, options) => {
      const measure = (message: MessageRow) => {
        progress.textBytes += textBytesOf(message)
        visit(message)
      }
      return snapshot.readMessages(sessionId, measure, options)
    },
  }
}

function textBytesOf({ content, toolCalls }: MessageRow): number {
  const text = typeof content === 'string' ? Buffer.byteLength(content) : 0
  return toolCalls === null ? text : text + Buffer.byteLength(toolCalls)
}
