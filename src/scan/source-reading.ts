import type { Config } from '../config.ts'
import type { SessionAnalysis } from '../engine/session-analysis.ts'
import { COLUMN_TEXT_LENGTH_MAX } from '../engine/session-columns.ts'
import type { Content, Message } from '../engine/types.ts'
import { Utf8Text } from '../engine/utf8-text.ts'
import type { HermesSession, Snapshot, Sweep, SweepOptions, SweepPosition } from '../snapshot/snapshot.ts'
import { analysesFor, type SpareAnalyses } from './analyses.ts'
import type { Checkpoint } from './checkpoint.ts'
import { fingerprintOf } from './fingerprint.ts'
import { isDamage } from './left-out.ts'
import { checkpointOf } from './slice.ts'

/** The part of a snapshot that a scan needs. */
export type ScannedSnapshot = Pick<
  Snapshot,
  'countSessions' | 'listSessions' | 'readSession' | 'readMessages' | 'takeWarnings'
> & {
  sweep(from?: SweepPosition, options?: SweepOptions): ScanSweep
}

type ScanSweep = Pick<Sweep, 'run' | 'position'>

/** A limit on reading, notified of what was read. */
export interface Budget {
  readonly spent: boolean
  /** A message was read. */
  message(message: Message): void
  /** A session was read to its end. */
  session(): void
}

/** Fetches from storage. */
export interface Fetched {
  bytes: number
  requests: number
}

/** The limits of one slice. It ends once any of them is reached. */
export class SliceBudget implements Budget {
  readonly #fetched: () => Fetched
  readonly #max: Fetched
  #text: number
  #sessions: number

  /** @param fetched returns the fetches from storage so far */
  constructor(config: Config, fetched: () => Fetched) {
    this.#text = config.SLICE_TEXT_BYTES
    this.#sessions = config.SLICE_SESSIONS
    this.#fetched = fetched
    const { bytes, requests } = fetched()
    this.#max = {
      bytes: bytes + config.SLICE_FETCH_BYTES,
      requests: requests + config.SLICE_FETCH_REQUESTS,
    }
  }

  get spent(): boolean {
    return this.#text <= 0 || this.#sessions <= 0 || this.fetchedEnough
  }

  /** Whether the fetch limit is reached. */
  get fetchedEnough(): boolean {
    const { bytes, requests } = this.#fetched()
    return bytes >= this.#max.bytes || requests >= this.#max.requests
  }

  message({ content, toolCalls }: Message): void {
    this.#text -= sizeOf(content) + sizeOf(toolCalls)
  }

  session(): void {
    this.#sessions--
  }
}

/** The result of one slice of a sweep. */
export interface Swept {
  /** The sessions completed in it, by id. */
  ended: ReadonlyMap<string, Checkpoint>
  /** Ids of sessions to read by the index, replacing any earlier result. */
  again: readonly string[]
  /** Where to continue if memory is lost. */
  position: SweepPosition
  /** Whether the whole history was read. */
  done: boolean
}

/** A session whose messages are as they were. The values of its row may have changed. */
export interface Unchanged {
  unchanged: HermesSession
}

interface Begun {
  id: string
  row: HermesSession
  analysis: SessionAnalysis
  messages: number
}

/**
 * Reads a pinned snapshot for one scan, slice by slice. A session larger than a slice continues in the next one: its
 * partial counts are kept in memory. If they are lost, the session starts over.
 */
export class SourceReading {
  readonly snapshot: ScannedSnapshot
  readonly #records: boolean
  readonly #analyses: SpareAnalyses
  #sweep: ScanSweep | undefined
  /** Unfinished analyses of the sweep, by session id. */
  readonly #open = new Map<string, SessionAnalysis>()
  /** The session being read by the index. */
  #begun: Begun | undefined

  /**
   * @param options `records`: whether the sessions' records are needed; `sweep`: one of the snapshot that has not yet
   * run, if not everything is to be swept
   */
  constructor(
    snapshot: ScannedSnapshot,
    { records = true, sweep }: { records?: boolean; sweep?: ScanSweep } = {},
  ) {
    this.snapshot = snapshot
    this.#sweep = sweep
    this.#records = records
    this.#analyses = analysesFor(records)
  }

  /**
   * Continues through the history in file order, reading the wanted sessions.
   * @param from where to start, unless this reading has already started
   * @throws LaurelError as `Sweep.run`
   */
  async sweep(
    from: SweepPosition | null,
    wanted: (sessionId: string) => boolean,
    budget: Budget,
  ): Promise<Swept> {
    const ended = new Map<string, Checkpoint>()
    const again: string[] = []
    this.#sweep ??= this.snapshot.sweep(from ?? undefined, { usage: this.#records })
    const done = await this.#sweep.run({
      begin: ({ id, counts }) => {
        if (!counts || !wanted(id)) return false
        this.#open.set(id, this.#analyses.take())
        return true
      },
      message: (sessionId, message) => {
        this.#open.get(sessionId)?.message(message)
        budget.message(message)
      },
      end: (row) => {
        const analysis = this.#open.get(row.id)
        this.#open.delete(row.id)
        if (analysis) {
          ended.set(row.id, checkpointOf(row, analysis, this.snapshot.takeWarnings(row.id)))
          this.#analyses.giveBack(analysis)
        }
        budget.session()
      },
      again: (sessionId) => {
        this.#open.delete(sessionId)
        ended.delete(sessionId)
        // No session has a longer id: its row is passed over.
        if (sessionId.length <= COLUMN_TEXT_LENGTH_MAX) again.push(sessionId)
      },
      enough: () => budget.spent,
    })
    return { ended, again, position: this.#sweep.position, done }
  }

  /**
   * Continues reading a session by the index. Returns `more` if the budget ended first, null if there is no such
   * session, `unreadable` if it is damaged.
   * @param known the fingerprint of its checkpoint: if it is the same, no messages are read
   * @throws LaurelError as `Snapshot.readSession` and `Snapshot.readMessages`
   */
  async read(
    id: string,
    budget: Budget,
    known?: string,
  ): Promise<Checkpoint | Unchanged | null | 'more' | 'unreadable'> {
    try {
      return await this.#read(id, budget, known)
    } catch (error) {
      if (!isDamage(error)) throw error
      this.#begun = undefined
      return 'unreadable'
    }
  }

  async #read(id: string, budget: Budget, known?: string): Promise<Checkpoint | Unchanged | null | 'more'> {
    const begun = this.#begun?.id === id ? this.#begun : await this.#begin(id)
    if (begun === null) return null
    if (begun.messages === 0 && fingerprintOf(begun.row) === known) {
      this.#analyses.giveBack(begun.analysis)
      budget.session()
      return { unchanged: begun.row }
    }
    const visit = (message: Message) => {
      begun.messages++
      begun.analysis.message(message)
      budget.message(message)
    }
    const options = { skip: begun.messages, enough: () => budget.spent, every: true }
    const done = await this.snapshot.readMessages(id, visit, options)
    this.#begun = done ? undefined : begun
    if (!done) return 'more'
    budget.session()
    const checkpoint = checkpointOf(begun.row, begun.analysis, this.snapshot.takeWarnings(id))
    this.#analyses.giveBack(begun.analysis)
    return checkpoint
  }

  async #begin(id: string): Promise<Begun | null> {
    const row = await this.snapshot.readSession(id)
    return row && { id, row, analysis: this.#analyses.take(), messages: 0 }
  }
}

/** Returns the size in bytes of text and blobs, in characters of decoded values. */
function sizeOf(content: Content): number {
  if (content instanceof Utf8Text) return content.byteLength
  if (typeof content === 'string') return content.length
  if (content instanceof Uint8Array) return content.byteLength
  if (Array.isArray(content)) return content.reduce((size: number, item) => size + sizeOf(item), 0)
  if (content instanceof Map) return sizeOf([...content.values()])
  return 0
}
