import { SessionAnalysis } from '../engine/session-analysis.ts'
import type { SessionHead, SessionStats } from '../engine/types.ts'
import type { SessionRow, Snapshot } from '../snapshot/snapshot.ts'
import { fingerprintOf } from './fingerprint.ts'

/** A session as the listing of a snapshot gives it. */
export interface ListedSession {
  head: SessionHead
  fingerprint: string
}

/** Every session of a snapshot, newest first; null when `enough` stopped it: the next call goes on. */
export async function listSessions(
  snapshot: Pick<Snapshot, 'listSessions'>,
  enough: () => boolean,
): Promise<ListedSession[] | null>
export async function listSessions(snapshot: Pick<Snapshot, 'listSessions'>): Promise<ListedSession[]>
export async function listSessions(
  snapshot: Pick<Snapshot, 'listSessions'>,
  enough: () => boolean = () => false,
): Promise<ListedSession[] | null> {
  const listed: ListedSession[] = []
  // A title hides the preview: what would have to be read for it is spared.
  const done = await snapshot.listSessions(
    (row) => {
      const head = headOf(row)
      listed.push({ head, fingerprint: fingerprintOf(head) })
    },
    { previews: 'untitled', enough },
  )
  return done ? listed : null
}

/** Reads all messages of a session and answers its figures. */
export async function readSession(
  snapshot: Pick<Snapshot, 'readMessages'>,
  head: SessionHead,
): Promise<SessionStats> {
  const analysis = new SessionAnalysis()
  await snapshot.readMessages(head.id, (message) => analysis.message(message))
  return analysis.finish(head)
}

/** As much of a session's row as its figures and its fingerprint need. */
export function headOf({ id, source, model, displayTitle, startedAt, lastActive }: SessionRow): SessionHead {
  return { id, source, model, title: displayTitle, startedAt, lastActive }
}
