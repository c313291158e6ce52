import { figures, maxima } from '../engine/aggregate.ts'
import { evaluate } from '../engine/evaluate.ts'
import { earnedPlaces } from '../engine/milestones.ts'
import type { AggregateFigures, EvaluatedAchievement } from '../engine/types.ts'
import type { RecordingScan } from '../view/unlocks.ts'
import { IncrementalAggregate } from './incremental-aggregate.ts'
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
  const aggregate = IncrementalAggregate.open(store, timeZone)
  const state = aggregate.settled()
  aggregate.save()
  const counted = figures(withOneName(state))
  return {
    counted,
    items: evaluate(counted, maxima(state)),
    scan: { now: ports.now(), provenance: store.provenance(), timeZone },
    places: () => {
      const places = earnedPlaces(aggregate.milestones())
      aggregate.save()
      return places
    },
  }
}
