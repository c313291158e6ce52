import { type ByteSource, whenAtHand } from './byte-source.ts'
import { beyond, type SnapshotLimits } from './limits.ts'
import { type MessageRow, type SessionRow, withActivity } from './rows.ts'
import { before, LOWEST, type RowId } from './statement.ts'
import type { MessagePlace, TableReader } from './table-reader.ts'

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
  /** A session, before any message of it: its `preview` and `lastActive` are not known yet. True to get its messages. */
  begin(session: SessionRow): boolean
  /** A message of a session that is wanted, in the order of the file. */
  message(sessionId: string, message: MessageRow): void
  /**
   * A wanted session has ended, as far as can be told; now all is known of it, but that a title makes no preview.
   * `whole`: all its messages were handed over, by timestamp, then id. Otherwise what was handed over is void,
   * and `readMessages` has to read it. A session can end a second time, and then is not whole.
   */
  end(session: SessionRow, whole: boolean): void
  /**
   * Once for each id whose messages came by without their session: it has none, or this sweep was taken up
   * behind it. In the latter case it ended before, and may be outdated: `readMessages` has to read it again.
   */
  stray?(sessionId: string): void
  /** Asked behind each message that was handed over: true to stop here for now. */
  enough?(): boolean
}

/** How far `sessions` is searched ahead for the session of a message. */
const AHEAD_SESSIONS = 16
/** Rows of `messages` looked at before they are read. */
const AHEAD_MESSAGES = 32
/** Sessions kept open; beyond, the one without a message for longest is taken to have ended. */
const OPEN_SESSIONS = 256

interface Open {
  rowId: RowId
  session: SessionRow
  first: RowId | undefined
  count: number
  whole: boolean
  last: { timestamp: number | null; id: number | null }
  lastTimestamp: number | null
  opening: string | null
}

/**
 * One pass through the whole history in the order of the file. Two cursors, over `sessions` and over `messages`,
 * go forward side by side, since an agent writes a session's row shortly before its messages: each part of the
 * file is read once. No index is: its pages lie all over the file, and would bring the file with them once more.
 * So where a session ends is told by the number of messages that its row has, and by silence; what comes later
 * is noticed, and the session given up. Memory grows with the sessions, by their ids.
 */
export class Sweep {
  readonly #source: ByteSource
  readonly #reader: TableReader
  readonly #limits: SnapshotLimits
  /** The one without a message for longest first. */
  readonly #open = new Map<string, Open>()
  /** Sessions that have ended, by the row to read them again from; null where that is not wanted. */
  readonly #ended = new Map<string, RowId | null>()
  readonly #outdated = new Map<string, RowId>()
  readonly #strays = new Set<string>()
  /** The last row of `messages` that an earlier sweep passed. */
  readonly #from: RowId | undefined
  #session: RowId
  #message: RowId
  #places: MessagePlace[] = []
  #allBegun = false
  #passed = 0

  constructor(source: ByteSource, reader: TableReader, limits: SnapshotLimits, from?: SweepPosition) {
    this.#source = source
    this.#reader = reader
    this.#limits = limits
    this.#session = from === undefined ? LOWEST : rowIdFrom(from.session)
    this.#from = from === undefined ? undefined : rowIdFrom(from.message)
    this.#message = this.#from ?? LOWEST
  }

  /**
   * From where a new sweep begins every session again that has not ended for good yet. Sessions that have may
   * begin again too. Going on with this one is cheaper: a new one asks the index of each session.
   */
  get position(): SweepPosition {
    let [session, message] = [this.#session, this.#message]
    for (const { rowId, first } of this.#open.values()) {
      if (rowId <= session) session = before(rowId)
      if (first !== undefined && first <= message) message = before(first)
    }
    for (const rowId of this.#outdated.values()) if (rowId <= session) session = before(rowId)
    return { session: session.toString(), message: message.toString() }
  }

  /**
   * Goes on until the visitor has enough. True when that was the end of the history.
   * @throws LaurelError `snapshot_corrupt`, `too_many_sessions`, `too_many_messages`, `row_too_large`;
   * MissingBytes when the source cannot fetch
   */
  run(visitor: SweepVisitor): Promise<boolean> {
    return whenAtHand(this.#source, () => {
      for (let place = this.#next(); place !== undefined; place = this.#next()) {
        this.#seek(place.sessionId, visitor)
        if (this.#pass(place, visitor) && visitor.enough?.()) return false
      }
      while (!this.#allBegun) this.#begin(visitor)
      for (const id of this.#open.keys()) this.#end(id, visitor)
      for (const [id, rowId] of this.#outdated) {
        const session = this.#reader.session(rowId, 'untitled')
        this.#outdated.delete(id)
        if (session !== null) visitor.end(session, false)
      }
      return true
    })
  }

  /** The next row to pass. */
  #next(): MessagePlace | undefined {
    if (this.#places.length === 0) {
      this.#places = this.#reader.nextMessages(this.#message, AHEAD_MESSAGES).reverse()
    }
    return this.#places.at(-1)
  }

  /** Begins sessions until this one is among them, or has not been found near. */
  #seek(id: string | null, visitor: SweepVisitor): void {
    if (id === null || this.#strays.has(id)) return
    for (let looked = 0; looked < AHEAD_SESSIONS && !this.#allBegun; looked++) {
      if (this.#open.has(id) || this.#ended.has(id)) return
      this.#begin(visitor)
    }
  }

  #begin(visitor: SweepVisitor): void {
    const rowId = this.#reader.nextSession(this.#session)
    const session = rowId === null ? null : this.#reader.sessionRow(rowId)
    const early = session !== null && this.#cameBefore(session.id)
    const idlest = this.#open.size < OPEN_SESSIONS ? undefined : this.#open.keys().next().value
    if (idlest !== undefined) this.#end(idlest, visitor)
    // From here on nothing misses bytes.
    if (rowId === null) {
      this.#allBegun = true
      return
    }
    this.#session = rowId
    if (session === null || this.#open.has(session.id) || this.#ended.has(session.id)) return
    if (this.#ended.size >= this.#limits.SESSIONS_MAX) throw beyond.sessions(this.#limits.SESSIONS_MAX)
    if (!visitor.begin(session)) {
      this.#ended.set(session.id, null)
      return
    }
    this.#open.set(session.id, {
      rowId,
      session,
      first: undefined,
      count: 0,
      whole: !early && !this.#strays.has(session.id),
      last: { timestamp: null, id: null },
      lastTimestamp: null,
      opening: null,
    })
    if (session.messageCount === 0) this.#end(session.id, visitor)
  }

  /** Whether messages of this session are behind where this sweep was taken up: only the index can tell. */
  #cameBefore(id: string): boolean {
    const from = this.#from
    return from !== undefined && this.#reader.rowIds(id).some((rowId) => rowId <= from)
  }

  /** Whether a message was handed over. */
  #pass({ rowId, sessionId }: MessagePlace, visitor: SweepVisitor): boolean {
    const open = sessionId === null ? undefined : this.#open.get(sessionId)
    const message = sessionId !== null && open?.whole ? this.#reader.message(rowId, sessionId) : undefined
    const opens = open?.opening === null && !open.session.title && message?.role === 'user'
    const opening = opens ? this.#reader.opening(rowId) : null
    // From here on nothing misses bytes.
    if (++this.#passed > this.#limits.MESSAGES_MAX) throw beyond.messages(this.#limits.MESSAGES_MAX)
    this.#message = rowId
    this.#places.pop()
    if (sessionId === null) return false
    if (open === undefined) {
      this.#passUnopened(sessionId, visitor)
      return false
    }
    open.first ??= rowId
    const max = this.#limits.SESSION_MESSAGES_MAX
    if (++open.count > max) throw beyond.sessionMessages(max)
    this.#open.delete(sessionId)
    this.#open.set(sessionId, open)
    if (message !== undefined) {
      if (opens) open.opening = opening
      this.#follow(open, message)
      if (open.whole) visitor.message(sessionId, message)
    }
    if (open.count === open.session.messageCount) this.#end(sessionId, visitor)
    return message !== undefined
  }

  /** A message of a session that has ended, or that is not there. */
  #passUnopened(sessionId: string, visitor: SweepVisitor): void {
    const ended = this.#ended.get(sessionId)
    if (ended === null || this.#outdated.has(sessionId)) return
    if (ended !== undefined) this.#outdated.set(sessionId, ended)
    else if (!this.#strays.has(sessionId)) {
      if (this.#strays.size >= this.#limits.SESSIONS_MAX) throw beyond.sessions(this.#limits.SESSIONS_MAX)
      this.#strays.add(sessionId)
      visitor.stray?.(sessionId)
    }
  }

  /** Whether messages come by time still is found out from one to the next. */
  #follow(open: Open, { timestamp, id }: MessageRow): void {
    const { last } = open
    const later = last.timestamp === null || (timestamp !== null && timestamp > last.timestamp)
    const tied = timestamp === last.timestamp && (id === last.id || (id ?? 0) > (last.id ?? 0))
    // What is not a number has an order too, which only the index knows.
    const known = timestamp !== null && (id !== null || !this.#reader.messagesHaveId)
    if (!known || !(later || tied)) open.whole = false
    open.last = { timestamp, id }
    if (timestamp !== null) open.lastTimestamp = Math.max(open.lastTimestamp ?? timestamp, timestamp)
  }

  #end(id: string, visitor: SweepVisitor): void {
    const open = this.#open.get(id)
    if (open === undefined) return
    this.#open.delete(id)
    this.#ended.set(id, open.rowId)
    if (open.whole) visitor.end(withActivity(open.session, open.lastTimestamp, open.opening), true)
    else this.#outdated.set(id, open.rowId)
  }
}

function rowIdFrom(text: string): RowId {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}
