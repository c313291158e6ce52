import type { Provenance } from '../contract/achievements.ts'
import type { SourceKind } from '../contract/sources.ts'
import type { Warned } from '../contract/warnings.ts'
import type { AggregateState } from '../engine/aggregate.ts'
import type { Milestones } from '../engine/milestones.ts'
import type { Place } from '../engine/place.ts'
import type { CountedStat } from '../engine/stats.ts'
import type { StoredRecord } from '../sessions/stored-record.ts'
import type { Mastery } from '../view/mastery.ts'
import type { News } from '../view/news.ts'
import type { PublishedView } from '../view/published-view.ts'
import type { UnlockRecord, UnlockRecords } from '../view/unlocks.ts'
import type { ScanState } from './state.ts'

/**
 * A source as a scan sees it. Versions identify snapshots: equal versions mean equal bytes. Versions of reports are
 * digests.
 */
export interface ScanSource {
  name: string
  /** Kind of the latest version. */
  kind: SourceKind
  /** The latest snapshot or report; null if there is none. */
  version: string | null
  /** The latest snapshot is stored, not deleted after its scan. */
  readable: boolean
  /** The snapshot that the running scan reads, to its end. */
  pinned: string | null
  /** The snapshot that the checkpoints were made from; null if none was scanned completely. */
  scanned: string | null
  /** The sessions were scanned before records existed and must be read again. */
  unrecorded: boolean
  /** An earlier scan of it has finished. */
  imported: boolean
  /** A committed report has sessions that are not yet among the checkpoints. */
  pending: boolean
}

/** A session that the running scan has yet to read by the index. */
export interface QueuedSession {
  position: number
  source: string
  session_id: string
}

/** What is stored of a session of a source: its checkpoint, or one that a report has brought. */
export interface StoredCheckpoint {
  source: string
  session_id: string
  fingerprint: string
  /** As `encodeStats` wrote it. */
  stats: string
  record: StoredRecord | null
  /** Whether this copy of the session counts: several sources may have one. Reported ones count once applied. */
  standing: boolean
}

/** The saved aggregate of the checkpoints, with what is known of when they reached each threshold. */
export interface StoredAggregate extends AggregateState {
  /** The clocks that determined nights and weekends: see `clocksOf`. Absent: unknown. */
  clocks?: string
  /** Absent: nothing is known. */
  milestones?: {
    reached: Milestones
    /** The catalog version that defines the thresholds. */
    catalog_version: number
    /** The earliest place at which checkpoints have changed since; null if none have. */
    changed_from: Place | null
  }
}

/**
 * The storage that a scan needs. All calls are synchronous; those within `transaction` are committed together or not at
 * all.
 */
export interface ScanStore {
  transaction<T>(work: () => T): T

  scanState(): ScanState
  saveScanState(state: ScanState): void

  sources(): ScanSource[]
  /**
   * Pins every source's latest snapshot for the starting scan. If that is not the scanned one, the source no longer
   * counts as scanned: its checkpoints are about to change. If a snapshot replaces a report, what was reported and not
   * yet applied is dropped.
   */
  pinSources(): void
  /**
   * Unpins them. With an engine version, the checkpoints are now those of the pinned snapshots, counted by it;
   * snapshots that need not be kept and records without a checkpoint are dropped.
   */
  unpinSources(engineVersion: number | null): void

  /** Whether the snapshot that all checkpoints of a source were made from is still there, to compare the next one with. */
  hasBase(source: string): boolean
  /** Call before the checkpoints of a source change. Its next finished scan provides another one. */
  dropBase(source: string): void

  /** Returns the next reported changes of a source by session, at most `limit`; null for a session that was removed. */
  reportedChanges(source: string, limit: number): ReadonlyMap<string, StoredCheckpoint | null>
  /** Drops a change that has been applied. */
  dropReportedChange(source: string, sessionId: string): void
  /**
   * Returns the number of sessions of a source after all reported changes, and how many of them these add or replace.
   */
  reportedCount(source: string): { sessions: number; changed: number }
  /** Returns the kinds of checkpoints that exist. */
  provenance(): Provenance

  checkpoint(source: string, sessionId: string): StoredCheckpoint | null
  /** Returns the name of a session, the same for all its copies, whichever source they are from. */
  nameOf(sessionId: string, fingerprint: string): string
  /** Returns the checkpoints of a session in every source that has it. */
  copies(name: string): StoredCheckpoint[]
  /** Sets which copy of a session counts; null if there is no copy. */
  setStanding(name: string, source: string | null): void
  /** Determines again for every session which copy counts: see `standingCopy`. */
  settleStanding(): void
  saveCheckpoint(checkpoint: StoredCheckpoint): void
  /** Updates the facts in the record of a session with unchanged messages. */
  saveFacts(source: string, sessionId: string, facts: string): void
  removeCheckpoint(source: string, sessionId: string): void
  /**
   * Saves what of a session could not be counted completely, replacing earlier warnings; an empty list removes them.
   */
  saveWarnings(source: string, sessionId: string, kinds: readonly Warned[]): void
  /** Iterates over the warnings by session, ordered by id. */
  warnings(): Iterable<readonly [sessionId: string, kinds: readonly Warned[]]>
  /** Returns the sessions of a source that have warnings. */
  warnedIds(source: string): string[]
  checkpointCount(source?: string): number
  checkpointIds(source: string): string[]
  /** Iterates over the stats of every session that counts. */
  eachCheckpoint(): Iterable<string>
  /** The same from this place on, ordered by `comparePlaces`; null for all. */
  checkpointsFrom(place: Place | null): Iterable<string>
  /** Returns the stats of the session with the greatest value of a stat; on a tie the first in scan order. */
  greatestCheckpoint(stat: CountedStat): string | null
  /**
   * Drops the checkpoints and warnings of all sources that can be read again, which then count as not scanned; of the
   * others, those whose stats `keep` refuses. Their records stay until the scan ends, so that lists are never empty
   * meanwhile.
   */
  clearCheckpoints(keep: (stats: string) => boolean): void

  /** Does nothing if it is already queued. */
  enqueue(source: string, sessionId: string): void
  isQueued(source: string, sessionId: string): boolean
  /** Returns the next sessions in order, at most `limit`. */
  queued(limit: number): QueuedSession[]
  dequeue(position: number): void
  /** Whether the queue is empty; if given, only for `source`. */
  queueIsEmpty(source?: string): boolean
  clearQueue(): void

  /** Returns the saved aggregate; null if it is missing or unreadable. */
  aggregate(): StoredAggregate | null
  saveAggregate(state: StoredAggregate): void

  unlocks(): UnlockRecords
  saveUnlock(record: UnlockRecord): void
  /** Replaces all unlocks with these, and forgets what was mastered with them. */
  replaceUnlocks(records: readonly UnlockRecord[]): void
  mastery(): Mastery
  saveMastery(mastery: Mastery): void
  /**
   * Queues a message about a finished scan for each webhook. Drops the oldest beyond `max`.
   * @param now Unix seconds
   */
  announce(news: readonly News[], now: number, max: number): void

  /** Returns the served view: the partial one if there is one, else the last finished one. */
  view(): PublishedView | null
  /** Saves a view. A partial view hides the finished one; a finished one replaces both. */
  saveView(view: PublishedView): void
  /** Restores the last finished view. */
  dropPartialView(): void
}
