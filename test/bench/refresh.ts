import { aggregateSessions, figures, maxima } from '../../src/engine/aggregate.ts'
import { evaluate } from '../../src/engine/evaluate.ts'
import { earnedPlaces } from '../../src/engine/milestones.ts'
import { comparePlaces, type Place, placeOf } from '../../src/engine/place.ts'
import { COUNTED_STATS } from '../../src/engine/stats.ts'
import type { SessionStats } from '../../src/engine/types.ts'
import { decodeStats, encodeStats } from '../../src/scan/checkpoint.ts'
import { IncrementalAggregate } from '../../src/scan/incremental-aggregate.ts'
import { listSessions } from '../../src/scan/slice.ts'
import { type Budget, SourceReading } from '../../src/scan/source-reading.ts'
import type { StoredCheckpoint } from '../../src/scan/store.ts'
import { encodeRecord } from '../../src/sessions/stored-record.ts'
import { newUnlocks } from '../../src/view/unlocks.ts'
import { MemoryStore } from '../scan/memory-store.ts'
import { reading } from './measure.ts'

/** The cost of a refresh for one changed session. Times in seconds. */
export interface Refresh {
  sessions: number
  /** Determining which sessions have changed: it grows with the history. */
  listing: number
  /** Reading the session, counting it again and evaluating: the median of several sessions. */
  oneChanged: number
  /** Counting an appended session and dating what it earned: the median of several. */
  oneAppended: number
}

const SESSIONS_CHANGED = 201
const SESSIONS_APPENDED = 201
/**
 * Evaluating costs the more, the more badges there are. Histories are compared that have as many: the counts of one
 * with fewer sessions are multiplied, as if it had so many.
 */
const SCALED_SESSIONS = 100_000
const WITHOUT_END: Budget = { spent: false, message() {}, session() {} }
const ZONE = 'UTC'
const STANDING = { source: 'main', standing: true }

/** Refreshes a history whose sessions are all known, one session after the other, as a profile's object does. */
export function measureRefresh(path: string): Promise<Refresh> {
  return reading(path, async (snapshot) => {
    const store = new OrderedStore()
    const begun = performance.now()
    const { sessions: listed } = await listSessions(snapshot)
    const listing = (performance.now() - begun) / 1000
    const source = new SourceReading(snapshot)
    const swept = await source.sweep(null, () => true, WITHOUT_END)
    const stats = [...swept.ended.values()].map((checkpoint) => checkpoint.stats)
    store.saveAggregate(aggregateSessions(stats, ZONE))
    for (const [session_id, { fingerprint, stats, record }] of swept.ended) {
      const stored = { stats: encodeStats(stats), record: record && encodeRecord(record) }
      store.saveCheckpoint({ ...STANDING, session_id, fingerprint, ...stored })
    }
    const times: number[] = []
    for (let round = 0; round < SESSIONS_CHANGED; round++) {
      const id = listed[(round * 7_919) % listed.length]?.id ?? ''
      const started = performance.now()
      const aggregate = IncrementalAggregate.open(store, ZONE)
      const checkpoint = await source.read(id, WITHOUT_END)
      if (checkpoint === null || typeof checkpoint === 'string' || 'unchanged' in checkpoint)
        throw new Error('A session is gone.')
      aggregate.put('main', id, checkpoint)
      aggregate.save()
      const state = aggregate.settled()
      evaluate(figures(state), maxima(state))
      times.push((performance.now() - started) / 1000)
    }
    return {
      sessions: listed.length,
      listing,
      oneChanged: median(times),
      oneAppended: appended(stats.map((session) => scaled(session, SCALED_SESSIONS / stats.length))),
    }
  })
}

/** Returns a session with its counts multiplied. */
function scaled(session: SessionStats, factor: number): SessionStats {
  const counts = COUNTED_STATS.map((stat) => [stat, Math.round(session[stat] * factor)])
  return { ...session, ...Object.fromEntries(counts) }
}

function appended(known: readonly SessionStats[]): number {
  const [model] = known
  if (model === undefined) throw new Error('There are no sessions.')
  const store = new OrderedStore()
  store.saveAggregate(aggregateSessions(known, ZONE))
  for (const stats of known) {
    const { session_id } = stats
    const stored = { session_id, fingerprint: '[]', stats: encodeStats(stats), record: null }
    store.saveCheckpoint({ ...STANDING, ...stored })
  }
  const latest = known.reduce((time, { last_active }) => Math.max(time, last_active ?? 0), 0)
  const dated = IncrementalAggregate.open(store, ZONE)
  dated.milestones()
  dated.save()
  const times: number[] = []
  for (let round = 1; round <= SESSIONS_APPENDED; round++) {
    const stats = { ...model, session_id: `appended ${round}`, last_active: latest + round }
    const started = performance.now()
    const aggregate = IncrementalAggregate.open(store, ZONE)
    aggregate.put('main', stats.session_id, { fingerprint: '[]', stats, record: null })
    const state = aggregate.settled()
    const scan = { now: latest, provenance: 'scanned', imported: false, timeZone: ZONE } as const
    newUnlocks(evaluate(figures(state), maxima(state)), new Map(), {
      ...scan,
      places: earnedPlaces(aggregate.milestones()),
    })
    aggregate.save()
    times.push((performance.now() - started) / 1000)
  }
  return median(times)
}

/** Finds checkpoints by their place, as an index does. */
class OrderedStore extends MemoryStore {
  readonly #placed: { place: Place; stats: string }[] = []

  override saveCheckpoint(checkpoint: StoredCheckpoint): void {
    const before = this.checkpoint(checkpoint.source, checkpoint.session_id)
    if (before) this.#placed.splice(this.#at(placeOf(decodeStats(before.stats))), 1)
    super.saveCheckpoint(checkpoint)
    const place = placeOf(decodeStats(checkpoint.stats))
    this.#placed.splice(this.#at(place), 0, { place, stats: checkpoint.stats })
  }

  override *checkpointsFrom(from: Place | null): Generator<string> {
    for (let at = from === null ? 0 : this.#at(from); at < this.#placed.length; at++)
      yield this.#placed[at]?.stats ?? ''
  }

  /** Returns the index of the first checkpoint at a place or later. */
  #at(place: Place): number {
    let [low, high] = [0, this.#placed.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const there = this.#placed[middle]
      if (there && comparePlaces(there.place, place) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}
