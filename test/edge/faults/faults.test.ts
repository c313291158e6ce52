import { expect, it } from 'vitest'
import type { Fault } from './fault-points.ts'
import { faultsOf, plant } from './plant.ts'
import { useFaultPoints } from './points-in-tests.ts'
import { CHANGE_TO_PRIVATE, CHUNKED_UPLOAD, CREATION, DELETION, PULL, type Scenario } from './scenarios.ts'

useFaultPoints()

/** Of each scenario's faults; `npm run soak` plants them all. */
const PLANTED: [Scenario, Fault[]][] = [
  [CREATION, [{ part: 'object', kind: 'dies after', at: 0 }]],
  [
    CHUNKED_UPLOAD,
    [
      { part: 'storage', kind: 'full', at: 176 },
      { part: 'storage', kind: 'down', at: 213 },
      { part: 'r2', kind: 'all down', at: 3 },
      { part: 'alarm', kind: 'unanswered', at: 5 },
      { part: 'object', kind: 'dies after', at: 9 },
      { part: 'fetch', kind: 'fails', at: 0 },
      { part: 'd1', kind: 'day ahead, then back', at: 0 },
    ],
  ],
  [
    PULL,
    [
      { part: 'fetch', kind: 'fails', at: 1 },
      { part: 'fetch', kind: 'dies after', at: 1 },
      { part: 'r2', kind: 'unanswered', at: 2 },
      { part: 'object', kind: 'dies after', at: 2 },
      { part: 'storage', kind: 'full', at: 120 },
    ],
  ],
  [
    CHANGE_TO_PRIVATE,
    [
      { part: 'r2', kind: 'fails', at: 0 },
      { part: 'd1', kind: 'down', at: 0 },
      { part: 'storage', kind: 'full', at: 13 },
    ],
  ],
  [DELETION, [{ part: 'r2', kind: 'all down', at: 0 }]],
]

const EACH = PLANTED.flatMap(([scenario, faults]) =>
  faults.map(
    (fault) => [`${scenario.name}: ${fault.part} ${fault.kind} at ${fault.at}`, scenario, fault] as const,
  ),
)

it.each(EACH)('is whole again after %s', async (_name, scenario, fault) => {
  // A scenario that makes fewer calls would pass by itself.
  expect(await faultsOf(scenario)).toContainEqual(fault)
  await plant(scenario, fault)
})
