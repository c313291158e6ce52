import { expect, inject, it } from 'vitest'
import type { Fault } from '../../edge/faults/fault-points.ts'
import { faultsOf, plant } from '../../edge/faults/plant.ts'
import { useFaultPoints } from '../../edge/faults/points-in-tests.ts'
import { SCENARIOS, type Scenario } from '../../edge/faults/scenarios.ts'
import { Random } from '../../fixtures/random.ts'
import { count, SHARES, timeLeft } from '../budget.ts'

useFaultPoints()

interface Planted {
  scenario: Scenario
  fault: Fault
}

/** All faults in random order, those that are likelier first: statements of an object's own storage come last. */
async function everyFault(random: Random): Promise<Planted[]> {
  const drawn: (Planted & { turn: number })[] = []
  for (const scenario of SCENARIOS) {
    for (const fault of await faultsOf(scenario)) {
      drawn.push({ scenario, fault, turn: random.float() + Number(fault.part === 'storage') })
    }
  }
  return drawn.sort((a, b) => a.turn - b.turn)
}

it('is whole again after each fault at each call', async (context) => {
  const random = new Random(inject('seed'))
  const goesOn = timeLeft(SHARES.faults)
  const harm: string[] = []
  while (goesOn()) {
    for (const { scenario, fault } of await everyFault(random)) {
      if (!goesOn()) break
      const checks = await plant(scenario, fault).catch((error) => {
        harm.push(`${scenario.name}: ${fault.part} ${fault.kind} at ${fault.at}: ${error}`)
        return 0
      })
      count(context, 'faults planted', 1)
      count(context, 'invariants checked', checks)
    }
  }
  expect(harm).toEqual([])
})
