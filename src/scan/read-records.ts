import type { SessionRecord } from '../engine/session-record.ts'
import type { Previews, SessionRow, Snapshot } from '../snapshot/snapshot.ts'
import { unlessDamaged } from './left-out.ts'
import { readUses, recordOf } from './session-record.ts'
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
): Promise<SessionRow[]> {
  const turns = new Turns(await snapshot.countSessions(), taker)
  const rows: SessionRow[] = []
  const enough = () => {
    turns.session()
    return turns.spent
  }
  const unreadable = (id: string) => void leftOut.add(id)
  const visit = (row: SessionRow) => rows.push(row)
  while (!(await snapshot.listSessions(visit, { previews, enough, unreadable }))) await turns.next()
  return rows
}

/**
 * Returns the records of these sessions, for which their messages are read, and nothing in these but what is used.
 * `leftOut` gets the ids of those whose messages lie in damaged pages.
 * @throws LaurelError as `Snapshot.readMessages`; what `nextTurn` throws
 */
export async function readRecords(
  snapshot: Pick<Snapshot, 'readMessages' | 'takeWarnings'>,
  rows: readonly SessionRow[],
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
