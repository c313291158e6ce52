import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { achievements } from '../browser/api.ts'
import { golden } from '../snapshot/histories.ts'
import { killRounds } from './kill-rounds.ts'
import { useServers } from './serving.ts'
import { answersOf, expectNoneLost, Writers } from './writers.ts'

const { folder, serve } = useServers()

/** Runs the command line tool as it was built. */
async function laurel(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [resolve('dist/laurel.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(String(part)))
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(`laurel ended with ${status}: ${said.join('')}`)
  return said.join('')
}

describe('a server that is killed while it is written to', () => {
  it('has all that it has acknowledged', async () => {
    await killRounds({ rounds: 4, data: await folder(), serve })
  })
})

describe('a backup', () => {
  it('of a server that is written to is one instant of it, and answers as that did elsewhere', async () => {
    const data = await folder()
    const server = await serve({ data })
    const settled = new Writers(Promise.resolve(golden('edges')))
    settled.start(server.url, 2)
    await expect
      .poll(() => settled.profiles.filter(({ acknowledged }) => acknowledged >= 4).length)
      .toBeGreaterThan(1)
    await settled.stop()
    const kept = settled.known().filter(({ acknowledged }) => acknowledged === 4 || acknowledged === 5)
    for (const { handle } of kept)
      await expect.poll(async () => (await achievements(server.url, handle)).scan_meta.mode).toBe('full')
    const answers = await Promise.all(kept.map((profile) => answersOf(server.url, profile)))

    const writers = new Writers()
    writers.start(server.url)
    await expect.poll(() => writers.acknowledged).toBeGreaterThan(8)
    const before = writers.known()
    const file = join(await folder(), 'laurel.tar.gz')
    expect(await laurel('backup', file, '--data', data)).toMatch(/The server stood still for \d+ ms\.\n$/)
    const after = writers.known()
    await writers.stop()

    const elsewhere = join(await folder(), 'restored')
    await laurel('restore', file, '--data', elsewhere)
    const restored = await serve({ data: elsewhere })
    expect(await Promise.all(kept.map((profile) => answersOf(restored.url, profile)))).toEqual(answers)
    await expectNoneLost(restored.url, before, after)
    await expectNoneLost(server.url, writers.known())
    expect([...settled.refused, ...writers.refused]).toEqual([])
    const incomplete = restored.events.filter(({ incomplete }) => Number(incomplete) > 0)
    expect(incomplete).toEqual([])
  })
})
