import { type AggregateState, ranksBefore } from '../../src/engine/aggregate.ts'
import type { CountedStat } from '../../src/engine/types.ts'
import { decodeStats } from '../../src/scan/checkpoint.ts'
import { NEW_SCAN_STATE, type ScanState } from '../../src/scan/state.ts'
import type { QueuedSession, ScanSource, ScanStore, StoredCheckpoint } from '../../src/scan/store.ts'
import type { UnlockRecord, UnlockRecords } from '../../src/scan/unlocks.ts'
import type { PublishedView } from '../../src/scan/view.ts'

interface Contents {
  state: ScanState
  sources: ScanSource[]
  checkpoints: Map<string, StoredCheckpoint & { source: string; id: string }>
  queue: QueuedSession[]
  position: number
  aggregate: AggregateState | null
  unlocks: Map<string, UnlockRecord>
  finished: PublishedView | null
  partial: PublishedView | null
}

const keyOf = (source: string, id: string) => JSON.stringify([source, id])

/** The plain counterpart of the object's storage. What goes in and out is a copy, as it is there. */
export class MemoryStore implements ScanStore {
  contents: Contents = {
    state: { ...NEW_SCAN_STATE },
    sources: [],
    checkpoints: new Map(),
    queue: [],
    position: 0,
    aggregate: null,
    unlocks: new Map(),
    finished: null,
    partial: null,
  }

  /** Puts a snapshot in the place of the source's latest one. */
  upload(name: string, version: string): void {
    const source = this.contents.sources.find((candidate) => candidate.name === name)
    if (source) Object.assign(source, { version, readable: true })
    else this.contents.sources.push({ name, version, readable: true, pinned: null, scanned: null })
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
    return structuredClone(this.contents.sources)
  }
  pinSources(): void {
    for (const source of this.contents.sources) {
      source.pinned = source.version
      if (source.scanned !== source.version) source.scanned = null
    }
  }
  unpinSources(engineVersion: number | null): void {
    for (const source of this.contents.sources) {
      if (engineVersion !== null && source.pinned !== null) source.scanned = source.pinned
      source.pinned = null
    }
  }

  checkpoint(source: string, sessionId: string): StoredCheckpoint | null {
    return this.contents.checkpoints.get(keyOf(source, sessionId)) ?? null
  }
  saveCheckpoint(source: string, id: string, checkpoint: StoredCheckpoint): void {
    this.contents.checkpoints.set(keyOf(source, id), { ...checkpoint, source, id })
  }
  removeCheckpoint(source: string, sessionId: string): void {
    this.contents.checkpoints.delete(keyOf(source, sessionId))
  }
  checkpointCount(source?: string): number {
    return source === undefined ? this.contents.checkpoints.size : this.checkpointIds(source).length
  }
  checkpointIds(source: string): string[] {
    return [...this.contents.checkpoints.values()].filter((row) => row.source === source).map(({ id }) => id)
  }
  eachCheckpoint(): Iterable<string> {
    return [...this.contents.checkpoints.values()].map(({ stats }) => stats)
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
  queueIsEmpty(): boolean {
    return this.contents.queue.length === 0
  }
  clearQueue(): void {
    this.contents.queue = []
  }

  aggregate(): AggregateState | null {
    return structuredClone(this.contents.aggregate)
  }
  saveAggregate(state: AggregateState): void {
    this.contents.aggregate = structuredClone(state)
  }

  unlocks(): UnlockRecords {
    return structuredClone(this.contents.unlocks)
  }
  saveUnlock(record: UnlockRecord): void {
    this.contents.unlocks.set(record.achievement_id, structuredClone(record))
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
