import { configFrom } from '../config.ts'
import type { SweepPart } from '../snapshot/snapshot.ts'
import { areAll } from '../snapshot/sweep-parts.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { PartReader, PartScan, SeenSession } from './part-reader.ts'
import type { Progress, Turns } from './turns.ts'

/** More than one, so that a reader with easy parts takes over the work of others. */
const PARTS_PER_READER = 6

/** Sessions that a reader reads by the index before it looks for more work. */
const SESSIONS_AT_ONCE = 16

/** The readers of a history, of which the first reads in this thread and is ready. */
export interface PartReaders {
  readers: readonly [PartReader, ...PartReader[]]
  /** As `Snapshot.parts`. */
  cut(parts: number): Promise<SweepPart[]>
}

/**
 * Reads a whole history, shared among several readers. Returns the sessions in the order of their rows; null if it is
 * too small to be cut, damaged where it was, or exceeds a limit.
 * @throws what a reader throws: then read the history as a whole
 */
export async function scanInParts({ readers, cut }: PartReaders, turns: Turns): Promise<Checkpoint[] | null> {
  const parts = await cut(readers.length * PARTS_PER_READER)
  if (parts.length < 2) return null
  const shares: Progress[] = []
  const share = (task: number) => (progress: Progress) => {
    shares[task] = progress
    turns.progress.textBytes = sumOf(shares, ({ textBytes }) => textBytes)
    turns.recount(
      sumOf(shares, ({ done }) => done),
      turns.progress.total,
    )
  }
  const scans = await shared(readers, parts, (reader, part, at) => reader.sweep(part, share(at)))
  if (!areAll(scans.map(({ found }) => found))) return null
  const { MESSAGES_MAX, SESSIONS_MAX } = configFrom()
  const { order, checkpoints, again, known } = merged(scans)
  if (known > SESSIONS_MAX || sumOf(scans, ({ found }) => found.rows) > MESSAGES_MAX) return null
  const batches: SeenSession[][] = []
  for (let at = 0; at < again.length; at += SESSIONS_AT_ONCE)
    batches.push(again.slice(at, at + SESSIONS_AT_ONCE))
  const read = await shared(readers, batches, (reader, batch, at) =>
    reader.read(batch, share(parts.length + at)),
  )
  for (const sessions of read) for (const [id, checkpoint] of sessions) checkpoints.set(id, checkpoint)
  return order.flatMap((id) => checkpoints.get(id) ?? [])
}

/** The parts of a history as one. */
interface Merged {
  /** The ids of all sessions, in the order of their rows. */
  order: string[]
  /** The sessions that one part has read as a whole, by id. */
  checkpoints: Map<string, Checkpoint>
  /** The sessions that have to be read by the index. */
  again: SeenSession[]
  /** The number of ids in both tables. */
  known: number
}

/**
 * Merges the parts, in their order. A part knows its own rows only. So a session counts as a part has read it if no
 * other part has messages of it; if that part did not find its row, or several rows have its id, it is read again.
 */
export function merged(parts: readonly PartScan[]): Merged {
  const order = new Set<string>()
  const messages = new Map<string, number>()
  const again = new Set<string>()
  for (const { found, again: alone } of parts) {
    for (const id of alone) again.add(id)
    for (const id of found.sessions) if (order.size === order.add(id).size) again.add(id)
    for (const [id, count] of found.messages) {
      const before = messages.get(id)
      if (before !== undefined) again.add(id)
      messages.set(id, (before ?? 0) + count)
    }
  }
  const checkpoints = new Map<string, Checkpoint>()
  for (const { found, ended } of parts) {
    for (const [id, checkpoint] of ended) {
      const isWhole = found.messages.has(id) || !messages.has(id)
      if (isWhole && order.has(id) && !again.has(id)) checkpoints.set(id, checkpoint)
    }
  }
  const unread = [...order].filter((id) => again.has(id))
  return {
    order: [...order],
    checkpoints,
    again: unread.map((id) => [id, messages.get(id) ?? 0]),
    known: new Set([...order, ...messages.keys()]).size,
  }
}

/**
 * Runs tasks, each by the first reader that is free. Returns their results in order.
 * @throws the first error, once no task runs any more
 */
async function shared<Task, Result>(
  [here, ...others]: PartReaders['readers'],
  tasks: readonly Task[],
  run: (reader: PartReader, task: Task, at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const errors: unknown[] = []
  const running = new Set<Promise<void>>()
  let next = 0
  const work = async (reader: PartReader) => {
    for (let at = next++; at < tasks.length && errors.length === 0; at = next++) {
      const task = tasks[at] as Task
      const runs = run(reader, task, at).then(
        (result) => {
          results[at] = result
        },
        (error) => {
          errors.push(error)
        },
      )
      running.add(runs)
      await runs
      running.delete(runs)
    }
  }
  // One that is not ready in time, or never, is not waited for.
  for (const reader of others)
    Promise.resolve(reader.ready).then(
      () => work(reader),
      () => {},
    )
  await work(here)
  await Promise.all(running)
  if (errors.length > 0) throw errors[0]
  return results
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0)
}
