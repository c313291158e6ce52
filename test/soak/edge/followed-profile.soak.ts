import { beforeEach, it } from 'vitest'
import { followProfile } from '../../edge/scan/followed-profile.ts'
import { stopTheClock } from '../../edge/scan/profiles.ts'

beforeEach(stopTheClock)

const SEEDS = Array.from({ length: 200 }, (_, at) => 1_000 + at)

it.each(SEEDS)(
  'a profile shows what counting plainly gives after each step of random history %i',
  followProfile,
)
