import { expect, inject, it } from 'vitest'
import { Random } from '../fixtures/random.ts'
import { everything, golden } from '../snapshot/histories.ts'
import { readMutant, SOUND } from '../snapshot/mutants.ts'
import { count, SHARES, timeLeft } from './budget.ts'

/** How many damaged files are read between two looks at a sound one. */
const ROUND = 1_000

it('any number of damaged files ends in clear errors or in figures, and harms no other file', async (context) => {
  const files = await Promise.all(SOUND.map(async ({ of, weight }) => [await of(), weight] as const))
  const whole = await everything(golden('edges'))
  const seed = inject('seed')
  const goesOn = timeLeft(SHARES.mutants)
  for (let round = 0; goesOn(); round++) {
    for (let at = 0; at < ROUND; at++) {
      const random = new Random(`${seed} ${round} ${at}`)
      const refused = await readMutant(random.weighted(files), random)
      count(context, 'damaged files refused', Number(refused))
    }
    expect(await everything(golden('edges'))).toEqual(whole)
    count(context, 'damaged files read', ROUND)
    count(context, 'invariants checked', ROUND + 1)
  }
})
