import type { Provenance } from '../../src/contract/achievements.ts'
import type { Warned } from '../../src/contract/warnings.ts'
import { ranksBefore } from '../../src/engine/aggregate.ts'
import { comparePlaces, type Place, placeOf } from '../../src/engine/place.ts'
import type { CountedStat } from '../../src/engine/stats.ts'
import { decodeStats } from '../../src/scan/checkpoint.ts'
import { standingCopy } from '../../src/scan/standing.ts'
import { NEW_SCAN_STATE, type ScanState } from '../../src/scan/state.ts'
import type {
  QueuedSession,
  ScanSource,
  ScanStore,
  StoredAggregate,
  StoredCheckpoint,
} from '../../src/scan/store.ts'
import type { Mastery } from '../../src/view/mastery.ts'
import type { News } from '../../src/view/news.ts'
import type { PublishedView } from '../../src/view/published-view.ts'
import type { UnlockRecord, UnlockRecords } from '../../src/view/unlocks.ts'

/** A change of a committed report. */
export interface ReportedChange {
  session_id: string
  checkpoint: Pick<StoredCheckpoint, 'fingerprint' | 'stats' | 'record'> | null
}

interface Contents {
  state: ScanState
  sources: Omit<ScanSource, 'pending'>[]
  reported: (ReportedChange & { source: string })[]
  checkpoints: Map<string, StoredCheckpoint>
  warnings: Map<string, { source: string; id: string; kinds: readonly Warned[] }>
  queue: QueuedSession[]
  position: number
  aggregate: StoredAggregate | null
  unlocks: Map<string, UnlockRecord>
  mastery: Mastery
  /** Ids, as they were announced. */
  announced: string[]
  finished: PublishedView | null
  partial: PublishedView | null
}

const keyOf = (source: string, id: string) => JSON.stringify([source, id])

/** The plain counterpart of the object's storage. Values are copied in and out, as they are there. */
export class MemoryStore implements ScanStore {
  /** Sources that ever had a checkpoint. */
  readonly #sources = new Set<string>()
  contents: Contents = {
    state: { ...NEW_SCAN_STATE },
    sources: [],
    reported: [],
    checkpoints: new Map(),
    warnings: new Map(),
    queue: [],
    position: 0,
    aggregate: null,
    unlocks: new Map(),
    mastery: {},
    announced: [],
    finished: null,
    partial: null,
  }

  /** Replaces the source's latest snapshot. */
  upload(name: string, version: string): void {
    const source = this.contents.sources.find((candidate) => candidate.name === name)
    if (source) Object.assign(source, { kind: 'scanned', version, readable: true })
    else {
      const fresh = { pinned: null, scanned: null, unrecorded: false, imported: false }
      this.contents.sources.push({ name, kind: 'scanned', version, readable: true, ...fresh })
    }
  }

  /** Commits a report: changes to the source that replace earlier reports of these sessions. */
  report(source: string, version: string, changes: readonly ReportedChange[]): void {
    this.upload(source, version)
    for (const one of this.contents.sources) {
      if (one.name === source) Object.assign(one, { kind: 'self-reported', readable: false })
    }
    for (const { session_id } of changes) this.dropReportedChange(source, session_id)
    this.contents.reported.push(...changes.map((change) => ({ ...change, source })))
  }

  /** Deletes a source's history; its figures stay. */
  deleteHistory(name: string): void {
    for (const source of this.contents.sources) if (source.name === name) source.readable = false
  }

  transaction<T>(work: () => T): T {
    const before = structuredClone(this.contents)
    try {
      return work()
    } catch (error) {
      this.contents = before
      throw error
    }
  }

  scanState(): ScanState {
    return structuredClone(this.contents.state)
  }
  saveScanState(state: ScanState): void {
    this.contents.state = structuredClone(state)
  }

  sources(): ScanSource[] {
    const pending = ({ kind, name }: { kind: string; name: string }) =>
      kind === 'self-reported' && this.#reportedOf(name).length > 0
    return structuredClone(this.contents.sources.map((source) => ({ ...source, pending: pending(source) })))
  }
  pinSources(): void {
    const replaced = this.contents.sources.filter(({ kind }) => kind === 'scanned').map(({ name }) => name)
    this.contents.reported = this.contents.reported.filter(({ source }) => !replaced.includes(source))
    for (const source of this.contents.sources) {
      source.pinned = source.version
      if (source.scanned !== source.version) source.scanned = null
    }
  }
  unpinSources(engineVersion: number | null): void {
    for (const { name, pending } of this.sources()) {
      const source = this.contents.sources.find((one) => one.name === name)
      if (!source) continue
      if (engineVersion !== null && source.pinned !== null && !pending) {
        source.scanned = source.pinned
        source.unrecorded = false
        source.imported = true
      }
      source.pinned = null
    }
  }

  /** Nothing is compared with pages in memory. */
  hasBase(): boolean {
    return false
  }
  dropBase(): void {}

  reportedChanges(source: string, limit: number): ReadonlyMap<string, StoredCheckpoint | null> {
    const next = structuredClone(this.#reportedOf(source).slice(0, limit))
    const stored = ({ session_id, checkpoint }: ReportedChange) =>
      checkpoint && { source, session_id, ...checkpoint, standing: false }
    return new Map(next.map((change) => [change.session_id, stored(change)]))
  }
  dropReportedChange(source: string, sessionId: string): void {
    this.contents.reported = this.contents.reported.filter(
      (one) => one.source !== source || one.session_id !== sessionId,
    )
  }
  reportedCount(source: string): { sessions: number; changed: number } {
    const changes = this.#reportedOf(source)
    const ids = new Set(this.checkpointIds(source))
    for (const { session_id, checkpoint } of changes) {
      if (checkpoint) ids.add(session_id)
      else ids.delete(session_id)
    }
    return { sessions: ids.size, changed: changes.filter(({ checkpoint }) => checkpoint).length }
  }
  provenance(): Provenance {
    const kinds = [...this.contents.checkpoints.values()].map(({ fingerprint }) =>
      fingerprint.startsWith('['),
    )
    if (kinds.length === 0) return 'none'
    if (kinds.every(Boolean)) return 'scanned'
    return kinds.some(Boolean) ? 'mixed' : 'self-reported'
  }
  #reportedOf(name: string): Contents['reported'] {
    return this.contents.reported.filter(({ source }) => source === name)
  }

  checkpoint(source: string, sessionId: string): StoredCheckpoint | null {
    const stored = this.contents.checkpoints.get(keyOf(source, sessionId))
    return stored ? { ...stored } : null
  }
  saveFacts(source: string, sessionId: string, facts: string): void {
    const stored = this.contents.checkpoints.get(keyOf(source, sessionId))
    if (stored?.record) stored.record = { ...stored.record, facts }
  }
  nameOf(sessionId: string): string {
    return sessionId
  }
  copies(sessionId: string): StoredCheckpoint[] {
    return [...this.#sources].flatMap((source) => this.checkpoint(source, sessionId) ?? [])
  }
  setStanding(sessionId: string, standing: string | null): void {
    for (const source of this.#sources) {
      const stored = this.contents.checkpoints.get(keyOf(source, sessionId))
      if (stored) stored.standing = source === standing
    }
  }
  settleStanding(): void {
    for (const { session_id } of this.contents.checkpoints.values()) {
      const copies = this.copies(session_id)
      if (copies.length < 2) continue
      const decoded = copies.map(({ source, stats }) => ({ source, stats: decodeStats(stats) }))
      this.setStanding(session_id, standingCopy(decoded)?.source ?? null)
    }
  }
  saveCheckpoint(checkpoint: StoredCheckpoint): void {
    const { source, session_id } = checkpoint
    this.#sources.add(source)
    this.contents.checkpoints.set(keyOf(source, session_id), { ...checkpoint })
  }
  removeCheckpoint(source: string, sessionId: string): void {
    this.contents.checkpoints.delete(keyOf(source, sessionId))
  }
  saveWarnings(source: string, id: string, kinds: readonly Warned[]): void {
    if (kinds.length === 0) this.contents.warnings.delete(keyOf(source, id))
    else this.contents.warnings.set(keyOf(source, id), { source, id, kinds })
  }
  warnings(): [string, readonly Warned[]][] {
    const all = [...this.contents.warnings.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    return all.map(({ id, kinds }) => [id, kinds])
  }
  warnedIds(source: string): string[] {
    return [...this.contents.warnings.values()].filter((row) => row.source === source).map(({ id }) => id)
  }
  checkpointCount(source?: string): number {
    return source === undefined ? this.contents.checkpoints.size : this.checkpointIds(source).length
  }
  checkpointIds(source: string): string[] {
    const rows = [...this.contents.checkpoints.values()].filter((row) => row.source === source)
    return rows.map(({ session_id }) => session_id)
  }
  eachCheckpoint(): Iterable<string> {
    return [...this.contents.checkpoints.values()].flatMap(({ stats, standing }) => (standing ? [stats] : []))
  }
  checkpointsFrom(from: Place | null): Iterable<string> {
    const placed = [...this.eachCheckpoint()].map((stats) => ({ stats, place: placeOf(decodeStats(stats)) }))
    return placed
      .filter(({ place }) => from === null || comparePlaces(place, from) >= 0)
      .sort((a, b) => comparePlaces(a.place, b.place))
      .map(({ stats }) => stats)
  }
  greatestCheckpoint(stat: CountedStat): string | null {
    const ranked = [...this.eachCheckpoint()].map((text) => {
      const decoded = decodeStats(text)
      return { ...decoded, value: decoded[stat], text }
    })
    return ranked.sort((a, b) => (ranksBefore(a, b) ? -1 : 1))[0]?.text ?? null
  }
  clearCheckpoints(keep: (stats: string) => boolean): void {
    const gone = this.contents.sources.filter(({ readable }) => !readable).map(({ name }) => name)
    for (const [key, { source, stats }] of this.contents.checkpoints) {
      if (!gone.includes(source) || !keep(stats)) this.contents.checkpoints.delete(key)
    }
    for (const [key, { source }] of this.contents.warnings) {
      if (!gone.includes(source)) this.contents.warnings.delete(key)
    }
    for (const source of this.contents.sources) if (source.readable) source.scanned = null
  }

  enqueue(source: string, sessionId: string): void {
    if (this.isQueued(source, sessionId)) return
    this.contents.position += 1
    this.contents.queue.push({ source, session_id: sessionId, position: this.contents.position })
  }
  isQueued(source: string, sessionId: string): boolean {
    return this.contents.queue.some((one) => one.source === source && one.session_id === sessionId)
  }
  queued(limit: number): QueuedSession[] {
    return structuredClone(this.contents.queue.slice(0, limit))
  }
  dequeue(position: number): void {
    this.contents.queue = this.contents.queue.filter((session) => session.position !== position)
  }
  queueIsEmpty(source?: string): boolean {
    return !this.contents.queue.some((one) => source === undefined || one.source === source)
  }
  clearQueue(): void {
    this.contents.queue = []
  }

  aggregate(): StoredAggregate | null {
    return structuredClone(this.contents.aggregate)
  }
  saveAggregate(state: StoredAggregate): void {
    this.contents.aggregate = structuredClone(state)
  }

  unlocks(): UnlockRecords {
    return structuredClone(this.contents.unlocks)
  }
  saveUnlock(record: UnlockRecord): void {
    this.contents.unlocks.set(record.achievement_id, structuredClone(record))
  }

  replaceUnlocks(records: readonly UnlockRecord[]): void {
    this.contents.unlocks.clear()
    for (const record of records) this.saveUnlock(record)
    this.contents.mastery = {}
  }
  mastery(): Mastery {
    return this.contents.mastery
  }
  saveMastery(mastery: Mastery): void {
    this.contents.mastery = structuredClone(mastery)
  }

  announce(news: readonly News[]): void {
    this.contents.announced.push(...news.map(({ achievement_id }) => achievement_id))
  }

  view(): PublishedView | null {
    return structuredClone(this.contents.partial ?? this.contents.finished)
  }
  saveView(view: PublishedView): void {
    if (view.partial) this.contents.partial = structuredClone(view)
    else this.contents.finished = structuredClone(view)
    if (!view.partial) this.dropPartialView()
  }
  dropPartialView(): void {
    this.contents.partial = null
  }
}
