import { beforeEach, it } from 'vitest'
import { followChunks } from '../../edge/scan/counted-chunks.ts'
import { stopTheClock } from '../../edge/scan/profiles.ts'

beforeEach(stopTheClock)

const SEEDS = Array.from({ length: 200 }, (_, at) => 1_000 + at)

it.each(SEEDS)('a profile counts all that it has in R2, after each step of random uploads %i', followChunks)
