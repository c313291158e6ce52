import type { Warned } from '../contract/warnings.ts'
import {
  type AggregateState,
  addSession,
  contributionOf,
  emptyAggregate,
  needsMaximum,
  removeSession,
  replaceSession,
  setMaximum,
} from '../engine/aggregate.ts'
import { CATALOG_VERSION } from '../engine/catalog-version.ts'
import { type Milestones, updatedMilestones } from '../engine/milestones.ts'
import { earlierPlace } from '../engine/place.ts'
import { SESSION_MAXIMA } from '../engine/stats.ts'
import type { SessionStats } from '../engine/types.ts'
import { clocksOf } from '../engine/zone-clocks.ts'
import { encodeRecord } from '../sessions/stored-record.ts'
import { UNKNOWN_SESSION } from '../snapshot/snapshot.ts'
import { type Checkpoint, decodeStats, encodeStats, UnreadableCheckpoint } from './checkpoint.ts'
import { contributionWithOneName, withOneName } from './reported-model.ts'
import { standingCopy } from './standing.ts'
import type { ScanStore, StoredAggregate, StoredCheckpoint } from './store.ts'

/** A session as a source has it. */
type CopyKey = Pick<StoredCheckpoint, 'source' | 'session_id'> & { name: string }

/**
 * Incremental maintenance of the aggregate: checkpoints and aggregate change together. After `save` in the same
 * transaction, the stored aggregate is that of the stored checkpoints. The cost of a change does not depend on the
 * number of checkpoints.
 */
export class IncrementalAggregate {
  readonly #store: ScanStore
  readonly #aggregate: AggregateState
  /** See `StoredAggregate`. */
  #milestones: StoredAggregate['milestones']

  private constructor(store: ScanStore, { milestones, clocks: _clocks, ...aggregate }: StoredAggregate) {
    this.#store = store
    this.#aggregate = aggregate
    this.#milestones = milestones?.catalog_version === CATALOG_VERSION ? milestones : undefined
  }

  /**
   * Opens the saved aggregate. It is rebuilt from the checkpoints if it is missing, unreadable, of another time
   * zone, or counted by other clocks of the same one: a session must be removed with the clocks that it was added with.
   * @throws UnreadableCheckpoint
   */
  static open(store: ScanStore, timeZone: string): IncrementalAggregate {
    const saved = store.aggregate()
    if (saved?.time_zone === timeZone && saved.clocks === clocksOf(timeZone))
      return new IncrementalAggregate(store, saved)
    return IncrementalAggregate.#counted(store, timeZone)
  }

  /** Drops everything that can be read again, and keeps the figures of sources whose history is gone. */
  static reset(store: ScanStore, timeZone: string): IncrementalAggregate {
    store.clearCheckpoints(canBeRead)
    return IncrementalAggregate.#counted(store, timeZone)
  }

  static #counted(store: ScanStore, timeZone: string): IncrementalAggregate {
    store.settleStanding()
    const aggregate = emptyAggregate(timeZone)
    for (const stats of store.eachCheckpoint())
      addSession(aggregate, contributionOf(decodeStats(stats), timeZone))
    return new IncrementalAggregate(store, aggregate)
  }

  /** @throws UnreadableCheckpoint if the previous checkpoint cannot be read */
  put(source: string, session_id: string, { fingerprint, stats, record, warnings = [] }: Checkpoint): void {
    const name = this.#store.nameOf(session_id, fingerprint)
    const known = this.#nameIn(source, session_id)
    // A report may call another session what a scan calls this one.
    if (known !== null && known !== name) this.remove(source, session_id)
    this.#replace({ source, session_id, name }, stats, (standing) =>
      this.#store.saveCheckpoint({
        source,
        session_id,
        fingerprint,
        stats: encodeStats(stats),
        record: record && encodeRecord(record),
        standing,
      }),
    )
    this.#store.saveWarnings(source, session_id, warnings)
  }

  /**
   * Leaves out a session that cannot be read, and records a warning.
   * @throws UnreadableCheckpoint
   */
  leaveOut(source: string, sessionId: string): void {
    this.remove(source, sessionId)
    this.#store.saveWarnings(source, sessionId, ['session_unreadable'])
  }

  /** Counts pages of messages that can't be read, whose sessions are unknown. */
  losePages(source: string, pages: number): void {
    const known = this.#store.warnedIds(source).includes(UNKNOWN_SESSION)
    const others: Warned[] = known ? ['session_unreadable'] : []
    this.#store.saveWarnings(source, UNKNOWN_SESSION, [...others, { pages_unreadable: pages }])
  }

  /** @throws UnreadableCheckpoint */
  remove(source: string, sessionId: string): void {
    const name = this.#nameIn(source, sessionId)
    const remove = () => this.#store.removeCheckpoint(source, sessionId)
    if (name === null) remove()
    else this.#replace({ source, session_id: sessionId, name }, null, remove)
    this.#store.saveWarnings(source, sessionId, [])
  }

  /** Returns the name of a session in a source; null if the source does not have it. */
  #nameIn(source: string, sessionId: string): string | null {
    const known = this.#store.checkpoint(source, sessionId)
    return known && this.#store.nameOf(sessionId, known.fingerprint)
  }

  save(): void {
    this.#store.saveAggregate({
      ...this.#aggregate,
      clocks: clocksOf(this.#aggregate.time_zone),
      ...(this.#milestones ? { milestones: this.#milestones } : {}),
    })
  }

  /**
   * Returns the aggregate with every maximum known: if a holder was removed, its successor is looked up among the
   * checkpoints.
   * @throws UnreadableCheckpoint
   */
  settled(): AggregateState {
    for (const metric of needsMaximum(this.#aggregate)) {
      const greatest = this.#store.greatestCheckpoint(SESSION_MAXIMA[metric])
      setMaximum(this.#aggregate, metric, greatest === null ? null : decodeStats(greatest))
    }
    return this.#aggregate
  }

  /**
   * Returns the session that reached each threshold. Reads the checkpoints from the earliest change on: one, if a
   * session was appended.
   * @throws UnreadableCheckpoint
   */
  milestones(): Milestones {
    const known = this.#milestones
    if (known && known.changed_from === null) return known.reached
    const from = known?.changed_from ?? null
    const { time_zone } = this.#aggregate
    const store = this.#store
    const aggregate = withOneName(this.#aggregate)
    const isMixed = aggregate !== this.#aggregate
    const reached = updatedMilestones(aggregate, known?.reached ?? {}, from, function* () {
      for (const stats of store.checkpointsFrom(from)) {
        const session = contributionOf(decodeStats(stats), time_zone)
        yield isMixed ? contributionWithOneName(session) : session
      }
    })
    this.#milestones = { reached, catalog_version: CATALOG_VERSION, changed_from: null }
    return reached
  }

  /**
   * Replaces or removes a source's copy of a session; `store` makes the change in the store. A session counts once,
   * however many sources have it. A source has it once: what is put takes the place of the same session under another
   * id, which reports and scans call differently.
   */
  #replace(
    { source, session_id, name }: CopyKey,
    stats: SessionStats | null,
    store: (standing: boolean) => void,
  ): void {
    let stored = this.#store.copies(name)
    const strays = stored.filter((copy) => copy.source === source && copy.session_id !== session_id)
    if (stats && strays.length > 0) {
      for (const stray of strays) this.remove(source, stray.session_id)
      stored = this.#store.copies(name)
    }
    const before = stored.find(({ standing }) => standing)
    const others = stored.filter((copy) => copy.source !== source)
    const copies = others.map((copy) => ({ source: copy.source, stats: decodeStats(copy.stats) }))
    const after = standingCopy(stats ? [...copies, { source, stats }] : copies)
    this.#exchange(before ? decodeStats(before.stats) : null, after?.stats ?? null)
    store(after?.source === source)
    if (others.length > 0) this.#store.setStanding(name, after?.source ?? null)
  }

  #exchange(before: SessionStats | null, after: SessionStats | null): void {
    const { time_zone } = this.#aggregate
    const [gone, come] = [
      before && contributionOf(before, time_zone),
      after && contributionOf(after, time_zone),
    ]
    if (gone && come) replaceSession(this.#aggregate, gone, come)
    else if (come) addSession(this.#aggregate, come)
    else if (gone) removeSession(this.#aggregate, gone)
    const known = this.#milestones
    if (!known) return
    const place = earlierPlace(gone?.place ?? null, come?.place ?? null)
    this.#milestones = { ...known, changed_from: earlierPlace(known.changed_from, place) }
  }
}

function canBeRead(stats: string): boolean {
  try {
    decodeStats(stats)
    return true
  } catch (error) {
    if (error instanceof UnreadableCheckpoint) return false
    throw error
  }
}
