import { inject, it } from 'vitest'
import { Random } from '../fixtures/random.ts'
import { checkSteps, noneDone } from '../snapshot/pages/compared.ts'
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
      const [done, kept] = [noneDone(), noneDone()]
      await checkSteps(new Random(`${seed} ${left}`), ROUND, done, kept)
      left -= done.steps
      count(context, 'versions compared with the one before', done.steps)
      count(context, 'of these, by their pages', done.compared)
      count(context, 'changed sessions', done.changed)
      count(context, 'sessions named by pages', done.named)
      count(context, 'versions compared with what a checkpoint kept', kept.compared)
      count(context, 'sessions changed since then', kept.changed)
      count(context, 'sessions named by what was kept', kept.named)
    }
  },
  4 * 3_600_000,
)
