import type { SessionRecord, SessionUses } from '../engine/session-record.ts'
import { UseTally } from '../engine/use-tally.ts'
import { recordOf } from '../sessions/session-record.ts'
import type { HermesSession, Previews, Snapshot } from '../snapshot/snapshot.ts'
import { unlessDamaged } from './left-out.ts'
import { Turns, type TurnTaker } from './turns.ts'

/**
 * Returns every session of a history as its row has it, newest first. Others have their turn in between.
 * `leftOut` gets the ids of those that lie in damaged pages.
 * @throws LaurelError as `Snapshot.listSessions`; what `nextTurn` throws
 */
export async function listRows(
  snapshot: Pick<Snapshot, 'countSessions' | 'listSessions'>,
  previews: Previews,
  taker: TurnTaker,
  leftOut: Set<string>,
): Promise<HermesSession[]> {
  const turns = new Turns(await snapshot.countSessions(), taker)
  const rows: HermesSession[] = []
  const enough = () => {
    turns.session()
    return turns.spent
  }
  const unreadable = (id: string) => void leftOut.add(id)
  const visit = (row: HermesSession) => rows.push(row)
  while (!(await snapshot.listSessions(visit, { previews, enough, unreadable }))) await turns.next()
  return rows
}

/**
 * Returns the records of these sessions. Reads their messages, but only counts what they use. `leftOut` receives the
 * ids of sessions whose messages lie in damaged pages.
 * @throws LaurelError as `Snapshot.readMessages`; what `nextTurn` throws
 */
export async function readRecords(
  snapshot: Pick<Snapshot, 'readMessages' | 'takeWarnings'>,
  rows: readonly HermesSession[],
  taker: TurnTaker,
  leftOut: Set<string>,
): Promise<SessionRecord[]> {
  const turns = new Turns(rows.length, taker)
  const records: SessionRecord[] = []
  for (const row of rows) {
    const uses = await unlessDamaged(() => readUses(turns.reading(snapshot), row.id))
    if (uses === null) leftOut.add(row.id)
    else records.push(recordOf(row, uses))
    turns.session()
    if (turns.spent) await turns.next()
  }
  return records
}

/** Returns what the messages of a session use, without figures for achievements. */
export async function readUses(
  snapshot: Pick<Snapshot, 'readMessages'>,
  sessionId: string,
): Promise<SessionUses> {
  const tally = new UseTally()
  await snapshot.readMessages(sessionId, (message) => tally.message(message), { every: true })
  return tally.finish()
}
