import { EarliestOpening } from '../engine/earliest-opening.ts'
import { previewOf } from '../engine/preview.ts'
import type { MessageCounts } from '../engine/types.ts'
import { whenAtHand } from './byte-source.ts'
import { corrupt } from './connection.ts'
import { countsOf, isLive } from './counting.ts'
import type { StoredFile } from './header.ts'
import { limitExceeded, type SnapshotLimits } from './limits.ts'
import type { MessagePlace } from './message-rows.ts'
import { Repeats } from './repeats.ts'
import { before, LOWEST, type RowId } from './row-id.ts'
import { RowSummer } from './row-sums.ts'
import type { MessageRow } from './rows.ts'
import { type HermesSession, withActivity } from './session-rows.ts'
import {
  noteSession,
  nothingFound,
  type PartFound,
  reach,
  type SweepOptions,
  type SweepPart,
} from './sweep-parts.ts'
import type { TableReader } from './table-reader.ts'
import { laterTime } from './times.ts'

/**
 * Where to continue a sweep: after these rows of `sessions` and `messages`, as decimal numbers. It can be stored as
 * JSON.
 */
export interface SweepPosition {
  session: string
  message: string
}

/** Receives what a sweep reads. None of these may throw or call the snapshot. */
export interface SweepVisitor {
  /**
   * Receives a session before its messages: its `preview` and `last_active` are not known yet. Returns true to receive
   * its messages.
   */
  begin(session: HermesSession): boolean
  /**
   * Receives a message of a wanted session, in file order, whether it counts or not (see `Message.counts`). Its texts
   * are valid only during this call.
   */
  message(sessionId: string, message: MessageRow): void
  /**
   * Receives a wanted session that has ended, as far as known; all its messages were passed as by
   * `Snapshot.readMessages`. All its values are known now, except that it has a preview even if it has a title.
   */
  end(session: HermesSession): void
  /**
   * Cancels everything passed for a session, even if it has ended: read it with `readSession` and `readMessages` after
   * the sweep. Its rows are out of order, or came before the session's own, or after as many as its row states. Called
   * immediately, so that nothing is lost if the sweep continues elsewhere; at most once per sweep and id. The id may be
   * of no session, or of one that is not wanted.
   */
  again(sessionId: string): void
  /** Called after each row of `messages`; true stops here. */
  enough?(): boolean
}

/** How far `sessions` is searched ahead for the session of a message. */
const AHEAD_SESSIONS = 16
/** Sessions kept open; beyond this, the one idle longest is taken to have ended. */
const OPEN_SESSIONS = 256

interface Open {
  rowId: RowId
  session: HermesSession
  first: RowId | undefined
  readonly rows: RowSummer
  /** Of the last message. */
  timestamp: number | null
  id: number | null
  /** The greatest plausible timestamp, if messages have `active`. */
  latest: number | null
  /** Without `active`: how the first user message opens. */
  opening: string | null
  /** With `active`: the earliest opening. */
  readonly earliest: EarliestOpening | null
  readonly repeats: Repeats | null
}

/**
 * Reads the whole history in one pass in file order. Two cursors, over `sessions` and over `messages`, advance
 * together, since an agent writes a session's row shortly before its messages: each part of the file is read once.
 * Indexes are not read: their pages are scattered over the file, so reading them would fetch the file again. A session
 * is taken to be complete when it has the number of messages that its row states, or when none has come for a while; if
 * more follow, the session is cancelled. Memory grows with the number of sessions, by their ids.
 */
export class Sweep {
  readonly #file: StoredFile
  readonly #reader: TableReader
  readonly #limits: SnapshotLimits
  /** The one idle longest comes first. */
  readonly #open = new Map<string, Open>()
  /** The last one in that order, or one that has ended. */
  #busiest: Open | undefined
  /** All sessions that are not open: of one that has ended, the number of its rows. */
  readonly #closed = new Map<string, number | 'unwanted' | 'again'>()
  /** The last row of `messages` that an earlier sweep has read. */
  readonly #from: RowId | undefined
  /** Whether to look up each session's usage by model. */
  readonly #usage: boolean
  #session: RowId
  #message: RowId
  #allBegun = false
  readonly #part: SweepPart | undefined
  /** Maintained for a part only, except `rows`. */
  readonly found: PartFound = nothingFound()

  constructor(
    file: StoredFile,
    reader: TableReader,
    limits: SnapshotLimits,
    { from, usage = true, part }: SweepOptions & { from: SweepPosition | undefined },
  ) {
    this.#usage = usage
    this.#part = part
    this.#file = file
    this.#reader = reader
    this.#limits = limits
    this.#session = from === undefined ? (part?.sessions.after ?? LOWEST) : rowIdFrom(from.session)
    this.#from = from === undefined ? undefined : rowIdFrom(from.message)
    this.#message = this.#from ?? part?.messages.after ?? LOWEST
  }

  /**
   * A new sweep from here begins every open session again. Sessions that have ended may begin again too; if they are
   * still wanted, they must be read again. Continuing this sweep is cheaper: a new one queries the index for each
   * session.
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
   * Continues until the visitor has enough. Returns true at the end of the history.
   * @throws LaurelError `snapshot_corrupt`, `too_many_sessions`, `too_many_messages`, `row_too_large`; MissingBytes if
   * the source cannot fetch
   */
  async run(visitor: SweepVisitor): Promise<boolean> {
    try {
      return await this.#run(visitor)
    } finally {
      this.#reader.messages.rest()
    }
  }

  /** Clears the cache; the sweep must not run afterwards. */
  clear(): void {
    this.#open.clear()
    this.#closed.clear()
    this.#busiest = undefined
  }

  #run(visitor: SweepVisitor): Promise<boolean> {
    return whenAtHand(this.#file.source, () => {
      const { messages } = this.#reader
      for (let at = messages.moveAfter(this.#message); at !== null; at = messages.moveAfter(this.#message)) {
        if (this.#part) reach(this.found.edges.messages, this.#part.messages, at.rowId)
        if (this.found.edges.messages.next !== null) break
        this.#seek(at.sessionId, visitor)
        this.#pass(at, visitor)
        if (visitor.enough?.()) return false
      }
      while (!this.#allBegun && this.found.edges.sessions.next === null) this.#begin(visitor)
      for (const id of this.#open.keys()) this.#end(id, visitor)
      return true
    })
  }

  /** Begins sessions until this one has begun, or was not found nearby. */
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
    // From here on nothing throws MissingBytes.
    if (rowId === null) {
      this.#allBegun = true
      return
    }
    this.#session = rowId
    if (this.#part) noteSession(this.found, this.#part, { rowId, id: session?.id })
    if (session === null || this.#open.has(session.id) || this.#closed.has(session.id)) return
    const { id, message_count } = session
    if (!visitor.begin(session)) {
      // After a restart, the session may have ended before: further messages must still cancel it.
      this.#close(id, this.#from === undefined ? 'unwanted' : 0)
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

  /** Whether this session has messages before the restart position: only the index can tell. */
  #cameBefore(id: string): boolean {
    const from = this.#from
    return from !== undefined && this.#reader.entries(id).some(({ rowId }) => rowId <= from)
  }

  #pass({ rowId, sessionId }: MessagePlace, visitor: SweepVisitor): void {
    const open = sessionId === null ? undefined : this.#open.get(sessionId)
    const opens = open?.opening === null && !open.session.title && !this.#reader.flagged
    const opening = opens ? this.#openingOf(rowId) : null
    const flags = open === undefined || !this.#reader.flagged ? null : this.#flagsOf(open, rowId)
    // Last: the reader must not be called while the message is visited.
    const message = open === undefined ? null : this.#read(rowId)
    // From here on nothing throws MissingBytes.
    if (++this.found.rows > this.#limits.MESSAGES_MAX) throw limitExceeded.messages(this.#limits.MESSAGES_MAX)
    this.#message = rowId
    if (sessionId === null) return
    if (this.#part) this.found.messages.set(sessionId, 1 + (this.found.messages.get(sessionId) ?? 0))
    if (open === undefined || message === null || !this.#follows(open, message)) {
      this.#open.delete(sessionId)
      const known = this.#closed.get(sessionId)
      if (known === 'unwanted') return
      // Fewer in the index than were seen here, and it is not trusted.
      this.#reader.saw(sessionId, 1 + (open?.rows.count ?? (typeof known === 'number' ? known : 0)))
      if (known !== 'again') visitor.again(sessionId)
      this.#close(sessionId, 'again')
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

  /** Returns the flags of the row after the last one, and what it counts for. */
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
    if (this.#reader.messages.moveAfter(this.#message)?.rowId !== rowId)
      throw corrupt(new Error('A row moved.'))
  }

  /** Returns the message in the row after the last one. */
  #read(rowId: RowId): MessageRow {
    this.#goTo(rowId)
    return this.#reader.messages.messageThere()
  }

  /** Whether a message follows those before it, by the id or time in its row. */
  #follows(last: Open, { timestamp, id }: MessageRow): boolean {
    // Values that are not numbers have an order too, but only the index knows it.
    if (timestamp === null || (id === null && this.#reader.messagesHaveId)) return false
    if (this.#reader.flagged) return id === null || last.id === null || id > last.id
    if (last.timestamp === null || timestamp > last.timestamp) return true
    return timestamp === last.timestamp && (id ?? 0) >= (last.id ?? 0)
  }

  /**
   * Keeps the values of the row. Returns whether the message is among the first ones of its session, which are counted.
   */
  #keep(open: Open, rowId: RowId, message: MessageRow, live: boolean): boolean {
    open.rows.add(rowId, live)
    open.first ??= rowId
    open.timestamp = message.timestamp
    open.id = message.id
    if (this.#reader.flagged) open.latest = laterTime(open.latest, message.timestamp)
    if (this.#busiest !== open) {
      // Moves it to the end: it is the least idle now.
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
    this.#close(id, open.rows.count)
    const { flagged } = this.#reader
    const activity = {
      lastTimestamp: flagged ? open.latest : open.timestamp,
      rows: open.rows.sums,
      preview: () => open.earliest?.preview() ?? previewOf(open.opening),
    }
    visitor.end(withActivity(open.session, activity, flagged))
  }

  #close(id: string, as: number | 'unwanted' | 'again'): void {
    this.#closed.set(id, as)
    if (this.#closed.size > this.#limits.SESSIONS_MAX) throw limitExceeded.sessions(this.#limits.SESSIONS_MAX)
  }
}

function rowIdFrom(text: string): RowId {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}
