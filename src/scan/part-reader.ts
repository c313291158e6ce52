import type {
  PartFound,
  Snapshot,
  Sweep,
  SweepOptions,
  SweepPart,
  SweepPosition,
} from '../snapshot/snapshot.ts'
import type { Checkpoint } from './checkpoint.ts'
import { readSession } from './slice.ts'
import { type ScannedSnapshot, SourceReading } from './source-reading.ts'
import { type Progress, Turns, type TurnTaker } from './turns.ts'

/** What was read of one part of a history. It can be sent to another thread. */
export interface PartScan {
  found: PartFound
  /** The sessions that ended in it, as far as known there, by id. */
  ended: Map<string, Checkpoint>
  /** Ids of sessions to read by the index, as far as known there. */
  again: Set<string>
}

/** A session to read by the index, and the number of its messages in the table. */
export type SeenSession = readonly [id: string, messages: number]

/** Reads parts of a history. All readers of one history see the same version of it. */
export interface PartReader {
  /** Settles once it can read; rejects if it never will. Absent: it can. */
  readonly ready?: Promise<unknown>
  /** @throws whatever kept it from reading the part */
  sweep(part: SweepPart, onProgress: TurnTaker['onProgress']): Promise<PartScan>
  /**
   * Returns those of these sessions that exist and count, by id.
   * @throws whatever kept it from reading one of them
   */
  read(
    sessions: readonly SeenSession[],
    onProgress: TurnTaker['onProgress'],
  ): Promise<Map<string, Checkpoint>>
}

/** A snapshot that can be read in parts. */
export type PartedSnapshot = Omit<ScannedSnapshot, 'sweep'> &
  Pick<Snapshot, 'sawAll'> & {
    sweep(from?: SweepPosition, options?: SweepOptions): Pick<Sweep, 'run' | 'position' | 'found'>
  }

/** Reads parts in this thread, and yields to its event loop in between. */
export class SnapshotPartReader implements PartReader {
  readonly #snapshot: PartedSnapshot
  readonly #records: boolean
  readonly #nextTurn: TurnTaker['nextTurn']

  /** @param records also build the sessions' records */
  constructor(snapshot: PartedSnapshot, records: boolean, nextTurn: TurnTaker['nextTurn']) {
    this.#snapshot = snapshot
    this.#records = records
    this.#nextTurn = nextTurn
  }

  async sweep(part: SweepPart, onProgress: TurnTaker['onProgress']): Promise<PartScan> {
    const sweep = this.#snapshot.sweep(undefined, { usage: this.#records, part })
    const reading = new SourceReading(this.#snapshot, { records: this.#records, sweep })
    const { read, again } = await sweptThrough(reading, this.#turns(0, onProgress))
    const ended = new Map<string, Checkpoint>()
    for (const [id, checkpoint] of read) if (checkpoint !== null) ended.set(id, checkpoint)
    return { found: sweep.found, ended, again }
  }

  async read(
    sessions: readonly SeenSession[],
    onProgress: TurnTaker['onProgress'],
  ): Promise<Map<string, Checkpoint>> {
    const turns = this.#turns(sessions.length, onProgress)
    const read = new Map<string, Checkpoint>()
    for (const [id, messages] of sessions) {
      this.#snapshot.sawAll(id, messages)
      const session = await this.#snapshot.readSession(id)
      if (session?.counts)
        read.set(id, await readSession(turns.reading(this.#snapshot), session, this.#records))
      turns.session()
      if (turns.spent) await turns.next()
    }
    return read
  }

  #turns(total: number, onProgress: (progress: Progress) => void): Turns {
    return new Turns(total, { onProgress, nextTurn: this.#nextTurn })
  }
}

/** What a sweep to the end has read. */
export interface SweptThrough {
  /** In file order, which groups sessions that started together: null for those that did not end. */
  read: Map<string, Checkpoint | null>
  /** Ids of sessions to read by the index. */
  again: Set<string>
}

/** Sweeps to the end, turn by turn. @throws LaurelError as `Sweep.run` */
export async function sweptThrough(reading: SourceReading, turns: Turns): Promise<SweptThrough> {
  const read = new Map<string, Checkpoint | null>()
  const again = new Set<string>()
  const wanted = (id: string) => {
    read.set(id, null)
    return true
  }
  let ended = 0
  for (let done = false; !done; await turns.next()) {
    const swept = await reading.sweep(null, wanted, turns)
    for (const [id, checkpoint] of swept.ended) read.set(id, checkpoint)
    ended += swept.ended.size
    for (const id of swept.again) {
      if (read.get(id)) ended--
      read.delete(id)
      again.add(id)
    }
    turns.recount(ended, turns.progress.total)
    done = swept.done
  }
  return { read, again }
}
