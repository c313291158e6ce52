import { env } from 'cloudflare:test'
import { beforeEach, expect, inject, it } from 'vitest'
import { COUNTED_BADGES } from '../../../src/rarity/tally.ts'
import { RarityTable } from '../../../src/storage/rarity-table.ts'
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

it('sums that are wrong are found and set right, one badge after the other, however they came about', async () => {
  const crowd = new PageCrowd(database, `wrong-${inject('seed')}`, ['at once', 'twice'])
  for (let step = 0; step < 300; step++) await crowd.step()
  const right = crowd.plainCount()
  const table = new RarityTable(database)
  for (const badge of COUNTED_BADGES) expect(await table.recount(badge)).toBe(0)
  const damages = [
    'UPDATE rarity_counts SET pages = pages + 3',
    'UPDATE rarity_counts SET pages = -1',
    'DELETE FROM rarity_counts',
    `INSERT OR REPLACE INTO rarity_counts SELECT 'scanned', badge, 5, 'a', 7 FROM rarity_counts`,
  ]
  for (const damage of damages) {
    await database.prepare(damage).run()
    let mended = 0
    for (const badge of COUNTED_BADGES) mended += await table.recount(badge)
    expect(mended).toBeGreaterThan(0)
    expect(await sums()).toEqual(right)
  }
  // What comes later is counted on top.
  for (let step = 0; step < 100; step++) await crowd.step()
  expect(await sums()).toEqual(crowd.plainCount())
  await crowd.end()
})

it('sums are counted anew in turn, after a pause, unless there are too many pages to read', async () => {
  const table = new RarityTable(database)
  const [page, first, second] = COUNTED_BADGES
  const taken = (now: number, most = 10) =>
    table.takeBadge([page ?? '', first ?? '', second ?? ''], now, 60, most)
  await database.prepare('UPDATE rarity SET recounted = ?, recounted_at = 0').bind(first).run()
  expect([await taken(1000), await taken(1059), await taken(1060), await taken(1120)]).toEqual([
    second,
    null,
    page,
    first,
  ])
  await database
    .prepare("INSERT INTO profiles (id, handle, visibility, created_at) VALUES ('p', 'p', 'public', 0)")
    .run()
  expect([await taken(1500, 0), await taken(1500, 1)]).toEqual([null, second])
})

it('a tier costs as many rows among a thousand pages as among ten', async () => {
  const few = await rowsOfATier(env, 10)
  expect(await rowsOfATier(env, 1000)).toEqual(few)
  expect(few.written).toBeLessThanOrEqual(2)
})
