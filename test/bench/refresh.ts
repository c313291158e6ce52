import { aggregateSessions, figures, maxima } from '../../src/engine/aggregate.ts'
import { evaluate } from '../../src/engine/evaluate.ts'
import { encodeStats } from '../../src/scan/checkpoint.ts'
import { Ledger } from '../../src/scan/ledger.ts'
import { listSessions } from '../../src/scan/slice.ts'
import { type Budget, SourceReading } from '../../src/scan/source-reading.ts'
import { encodeRecord } from '../../src/scan/stored-record.ts'
import { MemoryStore } from '../scan/memory-store.ts'
import { reading } from './measure.ts'

/** What a refresh for one changed session takes. Times in seconds. */
export interface Refresh {
  sessions: number
  /** Telling which sessions have changed: it grows with the history. */
  listing: number
  /** Reading the session, counting it anew and evaluating: the median of several sessions. */
  oneChanged: number
}

const SESSIONS_CHANGED = 201
const WITHOUT_END: Budget = { spent: false, message() {}, session() {} }
const ZONE = 'UTC'

/** Refreshes a history whose sessions are all known, one session after the other, as a profile's object does. */
export function measureRefresh(path: string): Promise<Refresh> {
  return reading(path, async (snapshot) => {
    const store = new MemoryStore()
    const begun = performance.now()
    const { sessions: listed } = await listSessions(snapshot)
    const listing = (performance.now() - begun) / 1000
    const source = new SourceReading(snapshot)
    const swept = await source.sweep(null, () => true, WITHOUT_END)
    const stats = [...swept.ended.values()].map((checkpoint) => checkpoint.stats)
    store.saveAggregate(aggregateSessions(stats, ZONE))
    for (const [id, checkpoint] of swept.ended) {
      const { stats, record } = checkpoint
      const stored = { stats: encodeStats(stats), record: record && encodeRecord(record) }
      store.saveCheckpoint('main', id, { ...checkpoint, ...stored })
    }
    const times: number[] = []
    for (let round = 0; round < SESSIONS_CHANGED; round++) {
      const id = listed[(round * 7_919) % listed.length]?.head.id ?? ''
      const started = performance.now()
      const ledger = Ledger.open(store, ZONE)
      const checkpoint = await source.read(id, WITHOUT_END)
      if (checkpoint === null || typeof checkpoint === 'string') throw new Error('A session is gone.')
      ledger.put('main', id, checkpoint)
      ledger.save()
      const state = ledger.settled()
      evaluate(figures(state), maxima(state))
      times.push((performance.now() - started) / 1000)
    }
    return { sessions: listed.length, listing, oneChanged: median(times) }
  })
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}
