import type { WarningKind } from '../contract/warnings.ts'
import { type ByteSource, closedSource, whenAtHand } from './byte-source.ts'
import { Connection } from './connection.ts'
import type { Counting } from './counting.ts'
import { checkHeader, type StoredFile } from './header.ts'
import { limitsWith, type SnapshotLimits } from './limits.ts'
import { MessageReading } from './message-reading.ts'
import { changedSessions } from './pages/changed-sessions.ts'
import type { NotedChunks } from './pages/noted-file.ts'
import type { SessionPages } from './pages/page-list.ts'
import { type SeenPages, seenPages } from './pages/session-pages.ts'
import { sessionTables } from './pages/session-tables.ts'
import type { RowId } from './row-id.ts'
import type { MessageRow } from './rows.ts'
import { probeSchema, type Schema } from './schema.ts'
import { sessionCounter } from './session-index.ts'
import { damagedPages, SessionListing } from './session-listing.ts'
import type { HermesSession, Previews } from './session-rows.ts'
import type { Sqlite } from './sqlite.ts'
import { Sweep, type SweepPosition } from './sweep.ts'
import { partsBetween, type SweepOptions, type SweepPart, sessionsBegunBy } from './sweep-parts.ts'
import { bordersOf } from './table-borders.ts'
import { TableReader } from './table-reader.ts'

export type { Counting } from './counting.ts'
export type { SnapshotLimits } from './limits.ts'
export type { PageList, SessionNames, SessionPages } from './pages/page-list.ts'
export type { SeenPages } from './pages/session-pages.ts'
export type { MessageRow } from './rows.ts'
export { UNKNOWN_SESSION } from './session-listing.ts'
export type { HermesSession, Previews } from './session-rows.ts'
export type { SweepPosition, SweepVisitor } from './sweep.ts'
export type { PartFound, SweepOptions, SweepPart } from './sweep-parts.ts'
export type { Sweep }

export interface ListOptions {
  /** Default `all`. A preview requires reading a message. */
  previews?: Previews
  /** Whether to look up each session's usage by model. Default true. */
  usage?: boolean
  /** Called after each session; true stops here. The next call continues, and must request the same previews. */
  enough?(): boolean
  /**
   * Called for each unreadable session, before the others are visited; with `UNKNOWN_SESSION` if not even its id is
   * readable. Without this, damage is an error.
   */
  unreadable?(sessionId: string): void
  /**
   * Called with the number of unreadable pages of messages if not all of their sessions are known: any session may have
   * had more messages.
   */
  lostPages?(pages: number): void
}

export interface ReadOptions {
  /** Number of messages to skip, because they were visited before. Default 0. */
  skip?: number
  /** Called after each message; true stops here. */
  enough?(): boolean
  /** Whether to visit messages that don't count, or not for everything: see `Message.counts`. Default false. */
  every?: boolean
}

export interface ComparisonTerms {
  old: NotedChunks
  now: NotedChunks
  enough?(): boolean
}

/** A history opened for reading. It holds memory until it is closed. */
export interface Snapshot {
  /**
   * Returns the number of rows of `sessions`, including those without an id.
   * @throws LaurelError `snapshot_corrupt`, `too_many_sessions`; MissingBytes if the source cannot fetch
   */
  countSessions(): Promise<number>
  /**
   * Visits every session once, newest `started_at` first, those without one last. Skips rows without an id, and all but
   * the first of rows that share one. All rows are read, in file order, before the first is visited. Returns true if
   * all were visited; false if it was stopped before, and none was visited.
   * @throws LaurelError `snapshot_corrupt`, `row_too_large`, `too_many_sessions`; MissingBytes if the source cannot
   * fetch
   */
  listSessions(visit: (session: HermesSession) => void, options?: ListOptions): Promise<boolean>
  /**
   * Returns a session by its id, or null. It has a preview only if it has no title.
   * @throws LaurelError `snapshot_corrupt`; MissingBytes if the source cannot fetch
   */
  readSession(sessionId: string): Promise<HermesSession | null>
  /**
   * Visits the messages of a session, by id if they have `active`, otherwise by timestamp, then id; none if there is no
   * such session. Returns true if those were all. The texts of a message are valid only during its visit, which must
   * not call the snapshot.
   * @throws LaurelError `snapshot_corrupt`, `too_many_messages`, `row_too_large`; MissingBytes if the source cannot
   * fetch
   */
  readMessages(
    sessionId: string,
    visit: (message: MessageRow) => void,
    options?: ReadOptions,
  ): Promise<boolean>
  /**
   * Returns what of this session could not be read completely since the last call. Call it after all its messages were
   * visited.
   */
  takeWarnings(sessionId: string): WarningKind[]
  /**
   * Reads everything, or one part, in one pass, in file order. `from`: the `position` of an earlier sweep of everything.
   */
  sweep(from?: SweepPosition, options?: SweepOptions): Sweep
  /**
   * Cuts the history into at most this many parts of about the same size, whose sweeps together pass on all rows. A
   * session may have messages in several parts.
   * @throws LaurelError `snapshot_corrupt`; MissingBytes if the source cannot fetch
   */
  parts(count: number): Promise<SweepPart[]>
  /** Call before reading a session that has this many messages in the table: its index is checked against them. */
  sawAll(sessionId: string, messages: number): void
  /**
   * Returns the ids of all sessions that may differ from an older version, and maybe some others: see `changedSessions`.
   * Null if only a listing can tell.
   * @param old its bytes, with what its log adds
   * @param terms the notes of both database files; `enough` is asked before each page is read, and true ends it
   * @throws MissingBytes if a source cannot fetch
   */
  changedSince(old: ByteSource, terms: ComparisonTerms): Promise<Set<string> | null>
  /**
   * Returns what is on the pages that a listing reads, and the sessions that may differ from an earlier version of the
   * same file: see `seenPages`, also for what sessions that are read later add. Null if it takes a listing to tell what
   * sessions there are.
   * @throws MissingBytes if the source cannot fetch
   */
  seenPages(before: SessionPages | null): Promise<SeenPages | null>
  /** Frees what the snapshot holds. Closing again does nothing; no other call is allowed afterwards. */
  close(): void
}

/**
 * Opens the bytes of a state.db. The source is only ever read.
 * @param limits those that differ from the settings' defaults; a `Config` fits
 * @param counting which sessions and messages count
 * @throws LaurelError `empty_upload`, `not_a_database`, `snapshot_encrypted`, `snapshot_truncated`, `snapshot_corrupt`,
 * `snapshot_too_large`, `no_sessions_table`, `no_messages_table`, `unreadable_table`, `missing_columns`
 * @throws MissingBytes if the source cannot fetch
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
  /** A stopped listing, to be continued. */
  #stopped: SessionListing | undefined
  /** The messages being read. */
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
    // Session by session: the fetch limit of one piece of work is too low for all of them.
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
    // Kept, because later messages need what was found out about earlier ones.
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

  sweep(from?: SweepPosition, options: SweepOptions = {}): Sweep {
    this.#reader.forgetSeen()
    this.#sweep = new Sweep(this.#file, this.#reader, this.#connection.limits, { ...options, from })
    return this.#sweep
  }

  async parts(count: number): Promise<SweepPart[]> {
    const { rootPage } = this.#schema.messages.stored
    const borders: { messages: RowId; sessions: RowId }[] = []
    const found = await whenAtHand(this.#file.source, () => bordersOf(this.#file, rootPage, count))
    for (const messages of found) {
      const sessions = await whenAtHand(this.#file.source, () => sessionsBegunBy(this.#reader, messages))
      if (sessions !== null && sessions >= (borders.at(-1)?.sessions ?? sessions))
        borders.push({ messages, sessions })
    }
    return partsBetween(borders)
  }

  sawAll(sessionId: string, messages: number): void {
    this.#reader.sawAll(sessionId, messages)
  }

  async changedSince(old: ByteSource, terms: ComparisonTerms): Promise<Set<string> | null> {
    const tables = await whenAtHand(this.#file.source, () => sessionTables(this.#connection, this.#schema))
    if (tables === null) return null
    const { source } = this.#file
    const versions = { old: { source: old, chunks: terms.old }, now: { source, chunks: terms.now } }
    return changedSessions(versions, tables, terms.enough)
  }

  seenPages(before: SessionPages | null): Promise<SeenPages | null> {
    const file = this.#file
    return whenAtHand(file.source, () =>
      seenPages(this.#connection, this.#schema, file, this.#reader, before),
    )
  }

  /**
   * The snapshot closed last is kept by its SQLite, empty: V8 keeps the machine code of a class only as long as
   * instances of it live, and otherwise each scan would start by compiling it again.
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
