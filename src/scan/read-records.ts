import type { SessionRecord } from '../engine/session-record.ts'
import type { Previews, SessionRow, Snapshot } from '../snapshot/snapshot.ts'
import { readUses, recordOf } from './session-record.ts'
import { Turns, type TurnTaker } from './turns.ts'

/**
 * Every session of a history as its row has it, newest first. Others have their turn in between.
 * @throws LaurelError as `Snapshot.listSessions`; what `nextTurn` throws
 */
export async function listRows(
  snapshot: Pick<Snapshot, 'countSessions' | 'listSessions'>,
  previews: Previews,
  taker: TurnTaker,
): Promise<SessionRow[]> {
  const turns = new Turns(await snapshot.countSessions(), taker)
  const rows: SessionRow[] = []
  const enough = () => {
    turns.session()
    return turns.spent
  }
  while (!(await snapshot.listSessions((row) => rows.push(row), { previews, enough }))) await turns.next()
  return rows
}

/**
 * The records of these sessions, for which their messages are read, and nothing in these but what is used.
 * @throws LaurelError as `Snapshot.readMessages`; what `nextTurn` throws
 */
export async function readRecords(
  snapshot: Pick<Snapshot, 'readMessages' | 'takeWarnings'>,
  rows: readonly SessionRow[],
  taker: TurnTaker,
): Promise<SessionRecord[]> {
  const turns = new Turns(rows.length, taker)
  const records: SessionRecord[] = []
  for (const row of rows) {
    records.push(recordOf(row, await readUses(turns.reading(snapshot), row.id)))
    turns.session()
    if (turns.spent) await turns.next()
  }
  return records
}
