import { beforeEach, it } from 'vitest'
import { followProfile } from './followed-profile.ts'
import { stopTheClock } from './profiles.ts'

beforeEach(stopTheClock)

const SEEDS = Array.from({ length: 6 }, (_, at) => at)

it.each(SEEDS)(
  'a profile shows what counting plainly gives after each step of random history %i',
  followProfile,
)
