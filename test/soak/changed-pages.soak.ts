import { inject, it } from 'vitest'
import { Random } from '../fixtures/random.ts'
import { checkSteps, type Done } from '../snapshot/pages/compared.ts'
import { count } from './budget.ts'

/** However long it takes: some 30 ms each. */
const STEPS = 100_000
/** Steps of one history. */
const ROUND = 40

it(
  'the pages that changed name every session that a listing finds changed, over 100,000 steps',
  async (context) => {
    const seed = inject('seed')
    for (let left = STEPS; left > 0; ) {
      const done: Done = { steps: 0, compared: 0, changed: 0, named: 0 }
      await checkSteps(new Random(`${seed} ${left}`), ROUND, done)
      left -= done.steps
      count(context, 'versions compared with the one before', done.steps)
      count(context, 'of these, by their pages', done.compared)
      count(context, 'changed sessions', done.changed)
      count(context, 'sessions named by pages', done.named)
    }
  },
  4 * 3_600_000,
)
