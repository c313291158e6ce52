import { beforeEach, it } from 'vitest'
import { followChunks } from './counted-chunks.ts'
import { stopTheClock } from './profiles.ts'

beforeEach(stopTheClock)

const SEEDS = Array.from({ length: 6 }, (_, at) => at)

it.each(SEEDS)('a profile counts all that it has in R2, after each step of random uploads %i', followChunks)
