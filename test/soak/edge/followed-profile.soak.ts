import { beforeEach, inject, it } from 'vitest'
import { followProfile, STEPS } from '../../edge/scan/followed-profile.ts'
import { stopTheClock } from '../../edge/scan/profiles.ts'
import { count, SHARES, timeLeft } from '../budget.ts'

beforeEach(stopTheClock)

it('a profile shows what counting plainly gives after each step of any random history', async (context) => {
  const seed = inject('seed')
  const goesOn = timeLeft(SHARES.followed)
  for (let at = 0; goesOn(); at++) {
    await followProfile(seed + at)
    count(context, 'profiles followed', 1)
    count(context, 'invariants checked', STEPS)
  }
})
