import type { SessionRecord } from '../../../src/engine/session-record.ts'
import { readRecord } from '../../../src/scan/read-records.ts'
import type { Counting, Snapshot } from '../../../src/snapshot/snapshot.ts'
import { golden, reading, sessionsOf } from '../../snapshot/histories.ts'

/** Returns the records of a history's sessions, read one by one. */
export function recordsOf(bytes: Uint8Array, counting: Counting = 'lived'): Promise<SessionRecord[]> {
  const read = async (snapshot: Snapshot) => {
    const records: SessionRecord[] = []
    for (const row of await sessionsOf(snapshot)) records.push(await readRecord(snapshot, row))
    return records
  }
  return reading(bytes, read, counting)
}

export const goldenRecords = (name: string) => recordsOf(golden(name))
