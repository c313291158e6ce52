import { type ByteSource, memorySource } from '../../src/snapshot/byte-source.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import {
  type MessageRow,
  openSnapshot,
  type Snapshot,
  type SnapshotLimits,
} from '../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { kept, messagesOf, sessionsOf } from './histories.ts'

/** By session. */
export type Read = Map<string, { messages: MessageRow[]; warnings: string[] }>

/** Opens with these limits, calls back, and closes. */
export async function readingWithin<T>(
  from: Uint8Array | ByteSource,
  read: (snapshot: Snapshot) => Promise<T>,
  limits: Partial<SnapshotLimits> = {},
): Promise<T> {
  const source = from instanceof Uint8Array ? memorySource(from) : from
  const snapshot = await openSnapshot(await loadSqlite(compileSqliteOnNode), source, limits)
  try {
    return await read(snapshot)
  } finally {
    snapshot.close()
  }
}

/** Returns what a sweep passes on, by session, and its warnings. */
export async function swept(snapshot: Snapshot): Promise<Read> {
  const read: Read = new Map()
  await snapshot.sweep().run({
    begin: ({ id }) => read.set(id, { messages: [], warnings: [] }) !== undefined,
    message: (id, message) => void read.get(id)?.messages.push({ ...kept(message), toolCallId: null }),
    end: ({ id }) => void Object.assign(read.get(id) ?? {}, { warnings: snapshot.takeWarnings(id) }),
    again: (id) => void read.delete(id),
  })
  return read
}

/** The same by the index. */
export async function listed(snapshot: Snapshot): Promise<Read> {
  const read: Read = new Map()
  for (const { id } of await sessionsOf(snapshot)) {
    const messages = (await messagesOf(snapshot, id)).map((row) => ({ ...row, toolCallId: null }))
    read.set(id, { messages, warnings: snapshot.takeWarnings(id) })
  }
  return read
}

/**
 * Returns the numbers of the messages of each session: by a sweep plus what it leaves to the index, and by the index
 * alone.
 */
export function bothWays(
  bytes: Uint8Array,
): Promise<{ cold: Map<string, number>; warm: Map<string, number> }> {
  return readingWithin(bytes, async (snapshot) => {
    const cold = new Map<string, number>()
    const again = new Set<string>()
    await snapshot.sweep().run({
      begin: ({ id }) => cold.set(id, 0) !== undefined,
      message: (id) => void cold.set(id, (cold.get(id) ?? 0) + 1),
      end() {},
      again: (id) => void again.add(id),
    })
    const count = async (id: string) => (await messagesOf(snapshot, id)).length
    for (const id of again) if (await snapshot.readSession(id)) cold.set(id, await count(id))
    const warm = new Map<string, number>()
    for (const { id } of await sessionsOf(snapshot)) warm.set(id, await count(id))
    return { cold, warm }
  })
}
