import { EarliestOpening } from '../engine/earliest-opening.ts'
import { previewOf } from '../engine/preview.ts'
import type { MessageCounts } from '../engine/types.ts'
import { whenAtHand } from './byte-source.ts'
import { corrupt } from './connection.ts'
import { countsOf, isLive } from './counting.ts'
import type { StoredFile } from './header.ts'
import { beyond, type SnapshotLimits } from './limits.ts'
import type { MessagePlace } from './message-rows.ts'
import { Repeats } from './repeats.ts'
import { before, LOWEST, type RowId } from './row-id.ts'
import { RowSummer } from './row-sums.ts'
import type { MessageRow } from './rows.ts'
import { type HermesSession, withActivity } from './session-rows.ts'
import type { TableReader } from './table-reader.ts'
import { laterTime } from './times.ts'

/**
 * Where to take a sweep up again: behind these rows of `sessions` and `messages`, as decimal numbers. It
 * survives JSON.
 */
export interface SweepPosition {
  session: string
  message: string
}

/** What comes by on a sweep. None of these may throw, nor call the snapshot. */
export interface SweepVisitor {
  /** A session, before any message of it: its `preview` and `last_active` are not known yet. True to get its messages. */
  begin(session: HermesSession): boolean
  /**
   * A message of a session that is wanted, in the order of the file, whether it counts or not (see `Message.counts`).
   * Its texts are valid in this call alone.
   */
  message(sessionId: string, message: MessageRow): void
  /**
   * A wanted session has ended, as far as can be told, and all its messages were handed over, as
   * `Snapshot.readMessages` would have. Now all is known of it, but that a title makes no preview.
   */
  end(session: HermesSession): void
  /**
   * What was handed over of a session is void, even if it has ended: it is to be read by `readSession` and
   * `readMessages`, when the sweep is over. Its rows are not in their order, or came before the session's own or behind what its row says to be all of them. Told at once, so that nothing is lost when the
   * sweep is taken up elsewhere; at most once a sweep and id. It may be no session, or one that is not wanted.
   */
  again(sessionId: string): void
  /** Asked behind each row of `messages`: true to stop here for now. */
  enough?(): boolean
}

/** How far `sessions` is searched ahead for the session of a message. */
const AHEAD_SESSIONS = 16
/** Sessions kept open; beyond, the one without a message for longest is taken to have ended. */
const OPEN_SESSIONS = 256

interface Open {
  rowId: RowId
  session: HermesSession
  first: RowId | undefined
  readonly rows: RowSummer
  /** Of the last message. */
  timestamp: number | null
  id: number | null
  /** The greatest timestamp that can be a time, where messages have `active`. */
  latest: number | null
  /** Where they have none: how the first user message opens. */
  opening: string | null
  /** Of those that have. */
  readonly earliest: EarliestOpening | null
  readonly repeats: Repeats | null
}

/**
 * One pass through the whole history in the order of the file. Two cursors, over `sessions` and over `messages`,
 * go forward side by side, since an agent writes a session's row shortly before its messages: each part of the
 * file is read once. No index is: its pages lie all over the file, and would bring the file with them once more.
 * So where a session ends is told by the number of messages that its row has, and by silence; what comes later
 * is noticed, and the session given up. Memory grows with the sessions, by their ids.
 */
export class Sweep {
  readonly #file: StoredFile
  readonly #reader: TableReader
  readonly #limits: SnapshotLimits
  /** The one without a message for longest first. */
  readonly #open = new Map<string, Open>()
  /** The one at the end of them, or one that has ended. */
  #busiest: Open | undefined
  /** All that is not open. */
  readonly #closed = new Map<string, 'ended' | 'unwanted' | 'again'>()
  /** The last row of `messages` that an earlier sweep passed. */
  readonly #from: RowId | undefined
  /** Whether what was spent by model is looked up for each session. */
  readonly #usage: boolean
  #session: RowId
  #message: RowId
  #allBegun = false
  #passed = 0

  constructor(
    file: StoredFile,
    reader: TableReader,
    limits: SnapshotLimits,
    { from, usage }: { from: SweepPosition | undefined; usage: boolean },
  ) {
    this.#usage = usage
    this.#file = file
    this.#reader = reader
    this.#limits = limits
    this.#session = from === undefined ? LOWEST : rowIdFrom(from.session)
    this.#from = from === undefined ? undefined : rowIdFrom(from.message)
    this.#message = this.#from ?? LOWEST
  }

  /**
   * From where a new sweep begins every session again that is still open. Sessions that have ended may begin
   * again too, and if they are still wanted, are to be read again. Going on with this one is cheaper: a new one asks the index of each session.
   */
  get position(): SweepPosition {
    let [session, message] = [this.#session, this.#message]
    for (const { rowId, first } of this.#open.values()) {
      if (rowId <= session) session = before(rowId)
      if (first !== undefined && first <= message) message = before(first)
    }
    return { session: session.toString(), message: message.toString() }
  }

  /**
   * Goes on until the visitor has enough. True when that was the end of the history.
   * @throws LaurelError `snapshot_corrupt`, `too_many_sessions`, `too_many_messages`, `row_too_large`;
   * MissingBytes when the source cannot fetch
   */
  async run(visitor: SweepVisitor): Promise<boolean> {
    try {
      return await this.#run(visitor)
    } finally {
      this.#reader.messages.rest()
    }
  }

  /** Forgets what was read. It must not run any more. */
  clear(): void {
    this.#open.clear()
    this.#closed.clear()
    this.#busiest = undefined
  }

  #run(visitor: SweepVisitor): Promise<boolean> {
    return whenAtHand(this.#file.source, () => {
      const { messages } = this.#reader
      for (let at = messages.goBehind(this.#message); at !== null; at = messages.goBehind(this.#message)) {
        this.#seek(at.sessionId, visitor)
        this.#pass(at, visitor)
        if (visitor.enough?.()) return false
      }
      while (!this.#allBegun) this.#begin(visitor)
      for (const id of this.#open.keys()) this.#end(id, visitor)
      return true
    })
  }

  /** Begins sessions until this one is among them, or has not been found near. */
  #seek(id: string | null, visitor: SweepVisitor): void {
    for (let looked = 0; id !== null && looked < AHEAD_SESSIONS && !this.#allBegun; looked++) {
      if (this.#open.has(id) || this.#closed.has(id)) return
      this.#begin(visitor)
    }
  }

  #begin(visitor: SweepVisitor): void {
    const rowId = this.#reader.nextSession(this.#session)
    const session = rowId === null ? null : this.#reader.sessionRow(rowId, this.#usage)
    const early = session !== null && this.#cameBefore(session.id)
    // From here on nothing misses bytes.
    if (rowId === null) {
      this.#allBegun = true
      return
    }
    this.#session = rowId
    if (session === null || this.#open.has(session.id) || this.#closed.has(session.id)) return
    const { id, message_count } = session
    if (!visitor.begin(session)) {
      // Where a sweep is taken up it may have ended before: what comes of it still is news.
      this.#close(id, this.#from === undefined ? 'unwanted' : 'ended')
      return
    }
    if (early) {
      this.#close(id, 'again')
      visitor.again(id)
      return
    }
    const [idlest] = this.#open.keys()
    if (idlest !== undefined && this.#open.size >= OPEN_SESSIONS) this.#end(idlest, visitor)
    this.#busiest = this.#opened(rowId, session)
    this.#open.set(id, this.#busiest)
    if (message_count === 0) this.#end(id, visitor)
  }

  #opened(rowId: RowId, session: HermesSession): Open {
    const { flagged, identity } = this.#reader
    return {
      rowId,
      session,
      first: undefined,
      rows: new RowSummer(),
      timestamp: null,
      id: null,
      latest: null,
      opening: null,
      earliest: flagged && !session.title ? new EarliestOpening() : null,
      repeats: flagged ? new Repeats(identity) : null,
    }
  }

  /** Whether messages of this session are behind where this sweep was taken up: only the index can tell. */
  #cameBefore(id: string): boolean {
    const from = this.#from
    return from !== undefined && this.#reader.entries(id).some(({ rowId }) => rowId <= from)
  }

  #pass({ rowId, sessionId }: MessagePlace, visitor: SweepVisitor): void {
    const open = sessionId === null ? undefined : this.#open.get(sessionId)
    const opens = open?.opening === null && !open.session.title && !this.#reader.flagged
    const opening = opens ? this.#openingOf(rowId) : null
    const flags = open === undefined || !this.#reader.flagged ? null : this.#flagsOf(open, rowId)
    // Last: nothing may be asked of the reader while the message is looked at.
    const message = open === undefined ? null : this.#read(rowId)
    // From here on nothing misses bytes.
    if (++this.#passed > this.#limits.MESSAGES_MAX) throw beyond.messages(this.#limits.MESSAGES_MAX)
    this.#message = rowId
    if (sessionId === null) return
    if (open === undefined || message === null || !this.#follows(open, message)) {
      this.#open.delete(sessionId)
      const known = this.#closed.get(sessionId)
      if (known === 'unwanted') return
      this.#reader.saw(sessionId, 1 + (open?.rows.count ?? 0))
      if (known === 'again') return
      this.#close(sessionId, 'again')
      visitor.again(sessionId)
      return
    }
    message.counts = flags?.counts
    const counted = this.#keep(open, rowId, message, flags === null || isLive(flags.active))
    if (counted) {
      open.opening ??= opening
      open.earliest?.message(message)
      const cut = this.#reader.messages.cutThere && flags?.counts !== 'none'
      if (cut) this.#reader.warnings.add(sessionId, 'row_cut')
      visitor.message(sessionId, message)
    } else this.#reader.warnings.add(sessionId, 'session_cut')
    if (open.rows.live === open.session.message_count) this.#end(sessionId, visitor)
  }

  /** What the flags of the row behind the last one say, and what it counts for. */
  #flagsOf({ repeats }: Open, rowId: RowId): { active: number | null; counts: MessageCounts } {
    const { messages, counting } = this.#reader
    this.#goTo(rowId)
    const { active, compacted, timestamp } = messages.flagsThere()
    const counts = countsOf({ active, compacted }, counting)
    const once = counts === 'all' && counting === 'lived' && timestamp !== null
    return { active, counts: once && repeats?.repeats(rowId, timestamp) ? 'none' : counts }
  }

  #openingOf(rowId: RowId): string | null {
    this.#goTo(rowId)
    const opening = this.#reader.messages.openingThere()
    return opening === undefined ? this.#reader.opening(rowId) : opening
  }

  #goTo(rowId: RowId): void {
    if (this.#reader.messages.goBehind(this.#message)?.rowId !== rowId)
      throw corrupt(new Error('A row moved.'))
  }

  /** The message in the row behind the last one. */
  #read(rowId: RowId): MessageRow {
    this.#goTo(rowId)
    return this.#reader.messages.messageThere()
  }

  /** Whether a message comes behind those before it, by what its row says of its id or its time. */
  #follows(last: Open, { timestamp, id }: MessageRow): boolean {
    // What is not a number has an order too, which only the index knows.
    if (timestamp === null || (id === null && this.#reader.messagesHaveId)) return false
    if (this.#reader.flagged) return id === null || last.id === null || id > last.id
    if (last.timestamp === null || timestamp > last.timestamp) return true
    return timestamp === last.timestamp && (id ?? 0) >= (last.id ?? 0)
  }

  /** Keeps what the row says. Whether the message is among the first ones of its session, which are counted. */
  #keep(open: Open, rowId: RowId, message: MessageRow, live: boolean): boolean {
    open.rows.add(rowId, live)
    open.first ??= rowId
    open.timestamp = message.timestamp
    open.id = message.id
    if (this.#reader.flagged) open.latest = laterTime(open.latest, message.timestamp)
    if (this.#busiest !== open) {
      // To the end: it is the least idle now.
      this.#busiest = open
      this.#open.delete(open.session.id)
      this.#open.set(open.session.id, open)
    }
    return open.rows.count <= this.#limits.SESSION_MESSAGES_MAX
  }

  #end(id: string, visitor: SweepVisitor): void {
    const open = this.#open.get(id)
    if (open === undefined) return
    this.#open.delete(id)
    this.#close(id, 'ended')
    const { flagged } = this.#reader
    const activity = {
      lastTimestamp: flagged ? open.latest : open.timestamp,
      rows: open.rows.sums,
      preview: () => open.earliest?.preview() ?? previewOf(open.opening),
    }
    visitor.end(withActivity(open.session, activity, flagged))
  }

  #close(id: string, as: 'ended' | 'unwanted' | 'again'): void {
    this.#closed.set(id, as)
    if (this.#closed.size > this.#limits.SESSIONS_MAX) throw beyond.sessions(this.#limits.SESSIONS_MAX)
  }
}

function rowIdFrom(text: string): RowId {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}
