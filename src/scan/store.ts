import type { Provenance } from '../contract/achievements.ts'
import type { SourceKind } from '../contract/sources.ts'
import type { Warned } from '../contract/warnings.ts'
import type { AggregateState } from '../engine/aggregate.ts'
import type { Milestones } from '../engine/milestones.ts'
import type { Place } from '../engine/place.ts'
import type { CountedStat } from '../engine/stats.ts'
import type { StoredRecord } from '../sessions/stored-record.ts'
import type { News } from '../view/news.ts'
import type { PublishedView } from '../view/published-view.ts'
import type { UnlockRecord, UnlockRecords } from '../view/unlocks.ts'
import type { ScanState } from './state.ts'

/** A source as a scan sees it. Versions name snapshots: equal versions, equal bytes. Those of reports are digests. */
export interface ScanSource {
  name: string
  /** Of the latest version. */
  kind: SourceKind
  /** The latest snapshot or report; null while there is none. */
  version: string | null
  /** The latest snapshot is stored: it was not deleted after it was scanned. */
  readable: boolean
  /** The snapshot that the running scan reads, and reads to its end. */
  pinned: string | null
  /** The snapshot whose sessions the checkpoints are; null when none was scanned to its end. */
  scanned: string | null
  /** The sessions were scanned before records were kept: they are to be read once more. */
  unrecorded: boolean
  /** A scan of it has ended before. */
  imported: boolean
  /** Sessions were reported, and the report committed, that are not among the checkpoints yet. */
  pending: boolean
}

/** What a committed report changes. */
export interface ReportedChange {
  session_id: string
  /** null: the session is there no more. */
  checkpoint: StoredCheckpoint | null
}

/** A session that the running scan has yet to read, by the index. */
export interface QueuedSession {
  position: number
  source: string
  session_id: string
}

export interface StoredCheckpoint {
  fingerprint: string
  /** As `encodeStats` wrote it. */
  stats: string
  record: StoredRecord | null
}

/** A copy of a session that several sources may have. */
export interface StoredCopy {
  source: string
  stats: string
  /** It counts; the others of the session do not. */
  standing: boolean
}

/** A checkpoint as it is looked up. */
export interface KnownCheckpoint extends Omit<StoredCheckpoint, 'record'> {
  /** Of its record; null when it has none. */
  facts: string | null
}

/** The aggregate of the checkpoints as it is saved, with what is known of when they reached each threshold. */
export interface StoredAggregate extends AggregateState {
  /** The clocks that nights and weekends were counted by: see `clocksOf`. Absent: unknown ones. */
  clocks?: string
  /** Absent: nothing is known. */
  milestones?: {
    reached: Milestones
    /** The catalog whose thresholds they are. */
    catalog_version: number
    /** The earliest place at which checkpoints have changed since; null: none have. */
    changed_from: Place | null
  }
}

/**
 * What a scan needs of the profile's storage. Everything is synchronous; what is done inside `transaction` is
 * committed together or not at all.
 */
export interface ScanStore {
  transaction<T>(work: () => T): T

  scanState(): ScanState
  saveScanState(state: ScanState): void

  sources(): ScanSource[]
  /**
   * Binds every source's latest snapshot to the scan that starts. Where that is not the scanned one, none
   * counts as scanned any more: the checkpoints are about to change. What was reported of a source, and is not
   * among its checkpoints when a snapshot takes its place, is let go.
   */
  pinSources(): void
  /**
   * Unbinds them. With an engine's version: the checkpoints now are those of the pinned snapshots, counted by it;
   * snapshots that are not to be kept are let go, and records without a checkpoint.
   */
  unpinSources(engineVersion: number | null): void

  /** The next changes that were reported of a source, at most `limit`. */
  reportedChanges(source: string, limit: number): ReportedChange[]
  /** A change is among the checkpoints. */
  dropReportedChange(source: string, sessionId: string): void
  /** What a source comes to once all that was reported of it is applied, and how many sessions that adds or replaces. */
  reportedCount(source: string): { sessions: number; changed: number }
  /** Which kinds of checkpoints there are. */
  provenance(): Provenance

  checkpoint(source: string, sessionId: string): KnownCheckpoint | null
  /** Names a session so that its copies meet, from whichever source they are. */
  nameOf(sessionId: string, fingerprint: string): string
  /** The stats of a session in every source that has it, and which of them counts. */
  copies(name: string): StoredCopy[]
  /** Says which copy of a session counts, of all that there are; null: none is there. */
  setStanding(name: string, source: string | null): void
  /** Says anew of every session which copy counts: see `standingCopy`. */
  settleStanding(): void
  saveCheckpoint(source: string, sessionId: string, checkpoint: StoredCheckpoint): void
  /** Other facts for the record of a session whose messages are the same. */
  saveFacts(source: string, sessionId: string, facts: string): void
  removeCheckpoint(source: string, sessionId: string): void
  /** Keeps what of a session could not be counted as a whole: none takes the place of any. */
  saveWarnings(source: string, sessionId: string, kinds: readonly Warned[]): void
  /** By session, in the order of their ids. */
  warnings(): Iterable<readonly [sessionId: string, kinds: readonly Warned[]]>
  /** The sessions of a source that have warnings. */
  warnedIds(source: string): string[]
  checkpointCount(source?: string): number
  checkpointIds(source: string): string[]
  /** The stats of every session that counts, one at a time. */
  eachCheckpoint(): Iterable<string>
  /** The same from this place on, in the order of `comparePlaces`; null: all. */
  checkpointsFrom(place: Place | null): Iterable<string>
  /** The stats of the session that is greatest by a stat; on a tie the one first in scan order. */
  greatestCheckpoint(stat: CountedStat): string | null
  /**
   * Drops the checkpoints and warnings of all sources that can be read anew, which count as not scanned then; of the others,
   * those whose stats `keep` refuses. Their records stay until the scan has ended, so that lists are never empty
   * for it.
   */
  clearCheckpoints(keep: (stats: string) => boolean): void

  /** Does nothing when it is queued already. */
  enqueue(source: string, sessionId: string): void
  isQueued(source: string, sessionId: string): boolean
  /** The next sessions in order, at most `limit`. */
  queued(limit: number): QueuedSession[]
  dequeue(position: number): void
  /** Of a source, or as a whole. */
  queueIsEmpty(source?: string): boolean
  clearQueue(): void

  /** The aggregate as it was saved; null when there is none or it can't be read. */
  aggregate(): StoredAggregate | null
  saveAggregate(state: StoredAggregate): void

  unlocks(): UnlockRecords
  saveUnlock(record: UnlockRecord): void
  /** Forgets all unlocks but these. */
  replaceUnlocks(records: readonly UnlockRecord[]): void
  /** Queues a message about what a finished scan brought for each webhook. `now`: Unix seconds. */
  announce(news: readonly News[], now: number): void

  /** What is served: the partial view where there is one, else the last finished one. */
  view(): PublishedView | null
  /** A partial view hides the finished one, and a finished one takes the place of both. */
  saveView(view: PublishedView): void
  /** Brings the last finished view back. */
  dropPartialView(): void
}
