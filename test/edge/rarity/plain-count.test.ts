import { env } from 'cloudflare:test'
import { beforeEach, expect, inject, it } from 'vitest'
import { rowsOfATier } from '../../bench/counted-registry.ts'
import { PageCrowd } from './page-crowd.ts'

const database = env.REGISTRY

// Other files may have left pages.
beforeEach(async () => {
  await database.prepare('DELETE FROM profiles').run()
})

/** Returns the sums as the registry keeps them. */
async function sums(): Promise<Record<string, number>> {
  const { results } = await database
    .prepare(
      "SELECT basis || ' ' || badge || ' ' || step || ' ' || pace AS name, pages FROM rarity_counts WHERE pages <> 0",
    )
    .all<{ name: string; pages: number }>()
  return Object.fromEntries(results.map(({ name, pages }) => [name, pages]))
}

it('rarity equals a plain count after 1,000 random publications, changes of visibility, deletions and messages twice', async () => {
  const crowd = new PageCrowd(database, `sure-${inject('seed')}`, ['at once', 'twice'])
  for (let step = 0; step < 1000; step++) {
    await crowd.step()
    if (step % 100 === 0) expect(await sums()).toEqual(crowd.plainCount())
  }
  expect(await sums()).toEqual(crowd.plainCount())
  await crowd.deliverAllAgain()
  expect(await sums()).toEqual(crowd.plainCount())
  await crowd.end()
  expect(await sums()).toEqual({})
})

it('messages that were lost, or come late, make no difference after one round of questions', async () => {
  const crowd = new PageCrowd(database, `lossy-${inject('seed')}`, ['at once', 'twice', 'late', 'lost'])
  for (let step = 0; step < 1000; step++) await crowd.step()
  await crowd.askAll()
  expect(await sums()).toEqual(crowd.plainCount())
  await crowd.deliverLate()
  await crowd.deliverAllAgain()
  expect(await sums()).toEqual(crowd.plainCount())
  await crowd.end()
})

it('a tier costs as many rows among a thousand pages as among ten', async () => {
  const few = await rowsOfATier(env, 10)
  expect(await rowsOfATier(env, 1000)).toEqual(few)
  expect(few.written).toBeLessThanOrEqual(2)
})
