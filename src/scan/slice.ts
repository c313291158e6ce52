import { SessionAnalysis } from '../engine/session-analysis.ts'
import type { Content, SessionHead, SessionStats } from '../engine/types.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { fingerprintOf } from './fingerprint.ts'

/** As much of a snapshot as a scan needs. */
export type ScannedSnapshot = Pick<Snapshot, 'listSessions' | 'readMessages'>

/** A session as the listing of a snapshot gives it. */
export interface ListedSession {
  head: SessionHead
  fingerprint: string
}

/** Every session of a snapshot, newest first. */
export async function listSessions(snapshot: ScannedSnapshot): Promise<ListedSession[]> {
  const listed: ListedSession[] = []
  await snapshot.listSessions((row) => {
    const { id, source, model, displayTitle: title, startedAt, lastActive } = row
    const head = { id, source, model, title, startedAt, lastActive }
    listed.push({ head, fingerprint: fingerprintOf(head) })
  })
  return listed
}

/**
 * Reads all messages of a session and answers its figures, with the size of what was read: characters of text,
 * bytes of blobs.
 */
export async function readSession(
  snapshot: ScannedSnapshot,
  head: SessionHead,
): Promise<{ stats: SessionStats; read: number }> {
  const analysis = new SessionAnalysis()
  let read = 0
  await snapshot.readMessages(head.id, (message) => {
    analysis.message(message)
    read += sizeOf(message.content) + (message.toolCalls?.length ?? 0)
  })
  return { stats: analysis.finish(head), read }
}

function sizeOf(content: Content): number {
  if (typeof content === 'string') return content.length
  if (content instanceof Uint8Array) return content.byteLength
  if (Array.isArray(content)) return content.reduce((size: number, item) => size + sizeOf(item), 0)
  if (content instanceof Map) return sizeOf([...content.values()])
  return 0
}
