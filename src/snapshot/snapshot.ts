import type { WarningKind } from '../contract/warnings.ts'
import { type ByteSource, closedSource, whenAtHand } from './byte-source.ts'
import { Connection } from './connection.ts'
import type { Counting } from './counting.ts'
import { checkHeader, type StoredFile } from './header.ts'
import { limitsWith, type SnapshotLimits } from './limits.ts'
import { MessageReading } from './message-reading.ts'
import type { MessageRow } from './rows.ts'
import { probeSchema, type Schema } from './schema.ts'
import { sessionCounter } from './session-index.ts'
import { damagedPages, SessionListing } from './session-listing.ts'
import type { HermesSession, Previews } from './session-rows.ts'
import type { Sqlite } from './sqlite.ts'
import { Sweep, type SweepPosition } from './sweep.ts'
import { TableReader } from './table-reader.ts'

export type { Counting } from './counting.ts'
export type { SnapshotLimits } from './limits.ts'
export type { MessageRow } from './rows.ts'
export { UNKNOWN_SESSION } from './session-listing.ts'
export type { HermesSession, Previews } from './session-rows.ts'
export type { SweepPosition, SweepVisitor } from './sweep.ts'
export type { Sweep }

export interface ListOptions {
  /** Default `all`. A preview takes reading a message. */
  previews?: Previews
  /** Whether what was spent by model is looked up for each. Default true. */
  usage?: boolean
  /** Asked behind each session: true to stop here for now. The next call goes on, and takes the same previews. */
  enough?(): boolean
  /**
   * Told of each session that can't be read, before the others are visited; `UNKNOWN_SESSION` for those whose ids
   * can't be read either. Without it, damage is an error.
   */
  unreadable?(sessionId: string): void
  /**
   * Told how many pages of messages can't be read, if it is not known whose all of these were: any of the sessions
   * may have had more.
   */
  lostPages?(pages: number): void
}

export interface ReadOptions {
  /** Messages that were visited before and are passed over. Default 0. */
  skip?: number
  /** Asked behind each message: true to stop here for now. */
  enough?(): boolean
  /** Also those that don't count, or not for all: see `Message.counts`. Default false. */
  every?: boolean
}

/** A history opened for reading. It holds memory until it is closed. */
export interface Snapshot {
  /**
   * The rows of `sessions`, those without an id included.
   * @throws LaurelError `snapshot_corrupt`, `too_many_sessions`; MissingBytes when the source cannot fetch
   */
  countSessions(): Promise<number>
  /**
   * Visits every session once, newest `started_at` first and those without one last. Rows without an id are
   * skipped, and of rows that share one all but the first. They are read in the order of the file, and all of
   * them before the first is visited. True when they were; false when it was stopped before, and none was.
   * @throws LaurelError `snapshot_corrupt`, `row_too_large`, `too_many_sessions`; MissingBytes when the source
   * cannot fetch
   */
  listSessions(visit: (session: HermesSession) => void, options?: ListOptions): Promise<boolean>
  /**
   * A session by its id, or null. Its preview is made only when it has no title.
   * @throws LaurelError `snapshot_corrupt`; MissingBytes when the source cannot fetch
   */
  readSession(sessionId: string): Promise<HermesSession | null>
  /**
   * Visits the messages of a session, by id where they have `active`, else by timestamp, then id; none when there is
   * no such session. True when those were all. The texts of a message are valid in its visit alone, which must not call the snapshot.
   * @throws LaurelError `snapshot_corrupt`, `too_many_messages`, `row_too_large`; MissingBytes when the source
   * cannot fetch
   */
  readMessages(
    sessionId: string,
    visit: (message: MessageRow) => void,
    options?: ReadOptions,
  ): Promise<boolean>
  /**
   * What of this session could not be read as a whole, by all that read it since this was last asked: to be asked
   * when its messages were all handed over.
   */
  takeWarnings(sessionId: string): WarningKind[]
  /** Everything in one pass, in the order of the file. `from`: the `position` of an earlier sweep. */
  sweep(from?: SweepPosition, options?: Pick<ListOptions, 'usage'>): Sweep
  /** Frees what the snapshot holds. Closing again does nothing; nothing else may be called after. */
  close(): void
}

/**
 * Opens the bytes of a state.db. The source is only ever read.
 * @param limits those that are not to be the settings' own; a `Config` will do
 * @param counting which sessions and messages count
 * @throws LaurelError `empty_upload`, `not_a_database`, `snapshot_encrypted`, `snapshot_truncated`,
 * `snapshot_corrupt`, `snapshot_too_large`, `no_sessions_table`, `no_messages_table`, `unreadable_table`,
 * `missing_columns`
 * @throws MissingBytes when the source cannot fetch
 */
export async function openSnapshot(
  sqlite: Sqlite,
  source: ByteSource,
  limits: Partial<SnapshotLimits> = {},
  counting: Counting = 'lived',
): Promise<Snapshot> {
  const inForce = limitsWith(limits)
  const header = await whenAtHand(source, () => checkHeader(source))
  const connection = await whenAtHand(source, () => new Connection(sqlite, source, inForce))
  try {
    await whenAtHand(source, () => connection.configure())
    const schema = await whenAtHand(source, () => probeSchema(connection))
    return new OpenSnapshot({ source, header }, connection, schema, counting)
  } catch (error) {
    connection.close()
    throw error
  }
}

class OpenSnapshot implements Snapshot {
  readonly #file: StoredFile
  readonly #connection: Connection
  readonly #schema: Schema
  readonly #reader: TableReader
  #sweep: Sweep | undefined
  /** A listing that was stopped, to be gone on with. */
  #stopped: SessionListing | undefined
  /** The messages that are being read. */
  #reading: MessageReading | undefined

  constructor(file: StoredFile, connection: Connection, schema: Schema, counting: Counting) {
    this.#file = file
    this.#connection = connection
    this.#schema = schema
    this.#reader = new TableReader(connection, schema, file, counting)
  }

  countSessions(): Promise<number> {
    return whenAtHand(this.#file.source, sessionCounter(this.#connection, this.#schema.sessions))
  }

  async listSessions(visit: (session: HermesSession) => void, options: ListOptions = {}): Promise<boolean> {
    const { previews = 'all', usage = true, enough, unreadable, lostPages } = options
    const listing = this.#stopped ?? new SessionListing(this.#connection, this.#reader)
    this.#stopped = undefined
    // Session by session: what one piece of work may have fetched would not do for all of them.
    while (await whenAtHand(this.#file.source, () => listing.next(previews, usage))) {
      if (unreadable === undefined) listing.check()
      if (!enough?.()) continue
      this.#stopped = listing
      return false
    }
    const lost = await whenAtHand(this.#file.source, () => listing.unreadable())
    if (unreadable === undefined) listing.check()
    for (const id of lost.sessions) unreadable?.(id)
    if (lost.pages > 0) lostPages?.(lost.pages)
    for (const session of [...listing.sessions.values()].sort(newestFirst)) visit(session)
    return true
  }

  readSession(sessionId: string): Promise<HermesSession | null> {
    return whenAtHand(this.#file.source, () => {
      const rowId = this.#reader.findSession(sessionId)
      const session = rowId === null ? null : this.#reader.session(rowId, 'untitled')
      if (session !== null && this.#reader.missing(session) > 0) throw damagedPages()
      return session
    })
  }

  async readMessages(
    sessionId: string,
    visit: (message: MessageRow) => void,
    { skip = 0, enough, every = false }: ReadOptions = {},
  ): Promise<boolean> {
    const known = this.#reading
    const goesOn = known?.sessionId === sessionId && known.every === every && known.visited === skip
    const reading = goesOn ? known : new MessageReading(this.#reader, sessionId, every)
    // Kept: what was found out about the messages in front is needed for those behind.
    this.#reading = reading
    await whenAtHand(this.#file.source, () => {
      reading.skip(skip)
      if (this.#reader.isCut(sessionId)) this.#reader.warnings.add(sessionId, 'session_cut')
    })
    const done = await whenAtHand(this.#file.source, () => {
      while (reading.next(visit)) if (enough?.()) return reading.done
      return true
    })
    if (done) this.#reading = undefined
    return done
  }

  takeWarnings(sessionId: string): WarningKind[] {
    return this.#reader.warnings.take(sessionId)
  }

  sweep(from?: SweepPosition, { usage = true }: Pick<ListOptions, 'usage'> = {}): Sweep {
    this.#reader.forgetSeen()
    this.#sweep = new Sweep(this.#file, this.#reader, this.#connection.limits, { from, usage })
    return this.#sweep
  }

  /**
   * The one closed last is kept by its SQLite, with nothing in it: V8 keeps the machine code that it has made of a
   * class no longer than instances of it live, and each scan would begin with making it again.
   */
  close(): void {
    this.#connection.close()
    this.#file.source = closedSource
    this.#reader.clear()
    this.#sweep?.clear()
    this.#stopped = undefined
    this.#reading = undefined
    this.#connection.sqlite.closedLast = this
  }
}

function newestFirst(a: HermesSession, b: HermesSession): number {
  const [left, right] = [a.started_at ?? Number.NEGATIVE_INFINITY, b.started_at ?? Number.NEGATIVE_INFINITY]
  return left === right ? 0 : right - left
}
