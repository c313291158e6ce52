import { it } from 'vitest'
import { plant } from './plant.ts'
import { useFaultPoints } from './points-in-tests.ts'
import { CHANGE_TO_PRIVATE } from './scenarios.ts'

useFaultPoints()

it.each([
  { part: 'r2', kind: 'fails', at: 0 },
  { part: 'd1', kind: 'fails', at: 1 },
] as const)('a change to private is finished by a tick after a call of $part fails', async (fault) => {
  await plant(CHANGE_TO_PRIVATE, fault)
})
