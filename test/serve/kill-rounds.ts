import { expect } from 'vitest'
import type { ServerOptions } from '../browser/server.ts'
import type { Served } from './serving.ts'
import { expectNoneLost, Writers } from './writers.ts'

export interface Killing {
  rounds: number
  data: string
  serve(options: ServerOptions): Promise<Served>
}

/** How many steps a round waits for at least, and how many more the next one: a kill meets another step each time. */
const STEPS_MIN = 8
const STEPS_MORE = 3
const DIFFERENT_ROUNDS = 6

/**
 * Kills a server that is written to again and again, in turn its runtime and itself, and holds it against what was
 * acknowledged each time. Returns how many steps were.
 */
export async function killRounds({ rounds, data, serve }: Killing): Promise<number> {
  const all: Writers[] = []
  let server = await serve({ data })
  for (let round = 0; round < rounds; round++) {
    const writers = new Writers()
    all.push(writers)
    writers.start(server.url)
    const enough = STEPS_MIN + STEPS_MORE * (round % DIFFERENT_ROUNDS)
    await expect.poll(() => writers.acknowledged, { interval: 5 }).toBeGreaterThanOrEqual(enough)
    if (round % 2 === 0) {
      const { pid } = await server.runtime()
      process.kill(pid, 'SIGKILL')
      await expect.poll(async () => (await server.runtime()).pid).not.toBe(pid)
      await writers.stop()
    } else {
      await server.kill()
      await writers.stop()
      server = await serve({ data })
    }
    await expectNoneLost(server.url, writers.known())
    expect(writers.refused).toEqual([])
  }
  // What was right after its own round has stayed.
  for (const writers of all) await expectNoneLost(server.url, writers.known())
  return all.reduce((sum, { acknowledged }) => sum + acknowledged, 0)
}
