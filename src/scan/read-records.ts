import type { SessionRecord } from '../engine/session-record.ts'
import { UseTally } from '../engine/use-tally.ts'
import { factsOf } from '../sessions/session-record.ts'
import type { HermesSession, Previews, Snapshot } from '../snapshot/snapshot.ts'
import { unlessDamaged } from './left-out.ts'
import { Turns, type TurnTaker } from './turns.ts'

/** What of a history could not be read. */
export interface LeftOut {
  /** Ids. */
  sessions: Set<string>
  /** See `ListOptions.lostPages`. */
  pages: number
  /** Number of sessions that were read, but not as a whole. */
  cut: number
}

export function nothingLeftOut(): LeftOut {
  return { sessions: new Set(), pages: 0, cut: 0 }
}

/**
 * Returns all sessions of a history from their rows, newest first. Yields in between. `leftOut` receives what lies in
 * damaged pages.
 * @throws LaurelError as `Snapshot.listSessions`; what `nextTurn` throws
 */
export async function listRows(
  snapshot: Pick<Snapshot, 'countSessions' | 'listSessions'>,
  previews: Previews,
  taker: TurnTaker,
  leftOut: LeftOut,
): Promise<HermesSession[]> {
  const turns = new Turns(await snapshot.countSessions(), taker)
  const rows: HermesSession[] = []
  const enough = () => {
    turns.session()
    return turns.spent
  }
  const unreadable = (id: string) => void leftOut.sessions.add(id)
  const visit = (row: HermesSession) => rows.push(row)
  const lostPages = (pages: number) => {
    leftOut.pages = pages
  }
  const options = { previews, enough, unreadable, lostPages }
  while (!(await snapshot.listSessions(visit, options))) await turns.next()
  return rows
}

/**
 * Returns the records of these sessions. Reads their messages, but counts only their usage. `leftOut` receives what
 * could not be read of them.
 * @throws LaurelError as `Snapshot.readMessages`; what `nextTurn` throws
 */
export async function readRecords(
  snapshot: Pick<Snapshot, 'readMessages' | 'takeWarnings'>,
  rows: readonly HermesSession[],
  taker: TurnTaker,
  leftOut: LeftOut,
): Promise<SessionRecord[]> {
  const turns = new Turns(rows.length, taker)
  const records: SessionRecord[] = []
  for (const row of rows) {
    const record = await unlessDamaged(() => readRecord(turns.reading(snapshot), row))
    if (record === null) leftOut.sessions.add(row.id)
    else {
      records.push(record)
      if (snapshot.takeWarnings(row.id).length > 0) leftOut.cut++
    }
    turns.session()
    if (turns.spent) await turns.next()
  }
  return records
}

/** Returns the record of a session, without figures for achievements. */
export async function readRecord(
  snapshot: Pick<Snapshot, 'readMessages'>,
  row: HermesSession,
): Promise<SessionRecord> {
  const tally = new UseTally()
  await snapshot.readMessages(row.id, (message) => tally.message(message), { every: true })
  return tally.finish(factsOf(row))
}
