import { figures, maxima } from '../engine/aggregate.ts'
import { evaluate } from '../engine/evaluate.ts'
import { earnedPlaces } from '../engine/milestones.ts'
import type { AggregateFigures, EvaluatedAchievement } from '../engine/types.ts'
import type { RecordingScan } from '../view/unlocks.ts'
import { Ledger } from './ledger.ts'
import type { ScanPorts } from './ports.ts'
import { withOneName } from './reported-model.ts'

/** The results of the current checkpoints. */
export interface Measured {
  counted: AggregateFigures
  items: EvaluatedAchievement[]
  scan: Omit<RecordingScan, 'imported' | 'places'>
  /** Returns which session earned what. Reads the sessions that changed since the last call. */
  places: () => RecordingScan['places']
}

/**
 * Evaluates the checkpoints, and saves the updated aggregate.
 * @throws UnreadableCheckpoint
 */
export function measured(ports: ScanPorts): Measured {
  const { store } = ports
  const timeZone = ports.timeZone()
  const ledger = Ledger.open(store, timeZone)
  const aggregate = ledger.settled()
  ledger.save()
  const counted = figures(withOneName(aggregate))
  return {
    counted,
    items: evaluate(counted, maxima(aggregate)),
    scan: { now: ports.now(), provenance: store.provenance(), timeZone },
    places: () => {
      const places = earnedPlaces(ledger.milestones())
      ledger.save()
      return places
    },
  }
}
