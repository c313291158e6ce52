import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Insights, InsightsSchema } from '../../../src/contract/insights.ts'
import { SessionListSchema } from '../../../src/contract/sessions.ts'
import today from '../../golden/today/today.db.gz'
import todayInsights from '../../golden/today/today.insights.lived.expected.json?raw'
import todayLists from '../../golden/today/today.sessions.expected.json?raw'
import edges from '../../golden/today/today-edges.db.gz'
import edgesInsights from '../../golden/today/today-edges.insights.lived.expected.json?raw'
import edgesLists from '../../golden/today/today-edges.sessions.expected.json?raw'
import nextHistory from '../../golden/today/today-next.db.gz'
import nextLists from '../../golden/today/today-next.sessions.expected.json?raw'
import older from '../../golden/today/today-older.db.gz'
import olderLists from '../../golden/today/today-older.sessions.expected.json?raw'
import { sortedTools } from '../../sessions/insights/comparable.ts'
import { goldenLists, inOneOrder } from '../../sessions/list/golden-lists.ts'
import { api, bearer, call, create, type Owned, scanned, uploadGzip } from './client.ts'

afterEach(() => {
  vi.useRealTimers()
})

async function upload(owner: Owned, history: Uint8Array<ArrayBuffer>, source = 'default'): Promise<Owned> {
  await uploadGzip(owner, history, source)
  await scanned(owner)
  return owner
}
const profileOf = async (history: Uint8Array<ArrayBuffer>) =>
  upload(await create({ time_zone: 'UTC' }), history)

const answer = async ({ handle, key }: Owned, path: string) =>
  (await call(api(handle, path), { headers: bearer(key) })).json()
const listOf = async (owner: Owned, query: string) =>
  SessionListSchema.parse(await answer(owner, `/sessions?${query}`)).sessions

async function expectLists(owner: Owned, lists: string): Promise<void> {
  for (const { list, query, expected } of goldenLists('', JSON.parse(lists))) {
    const rows = await listOf(owner, query)
    expect(inOneOrder(rows, list), list).toMatchObject(inOneOrder(expected, list))
    expect(rows, list).toHaveLength(expected.length)
  }
}

async function expectReport(owner: Owned, json: string): Promise<void> {
  const expected: Insights = JSON.parse(json)
  vi.useFakeTimers({ toFake: ['Date'], now: expected.generated_at * 1000 })
  const report = InsightsSchema.parse(await answer(owner, `/insights?days=${expected.days}`)) as Insights
  const generated_at = Math.floor(expected.generated_at * 1000) / 1000
  expect(sortedTools(report)).toEqual({ ...sortedTools(expected), generated_at })
  vi.useRealTimers()
}

describe('a history of today', () => {
  it('is listed and reported as Hermes would, and so it is a day later', async () => {
    const owner = await profileOf(today)
    await expectLists(owner, todayLists)
    await expectReport(owner, todayInsights)
    await expectLists(await upload(owner, nextHistory), nextLists)
  })

  it.each([
    ['with every rule in it', edges, edgesLists, edgesInsights],
    ['that lacks what came last', older, olderLists, null],
  ])('%s is listed and reported as Hermes would', async (_, history, lists, report) => {
    const owner = await profileOf(history)
    await expectLists(owner, lists)
    if (report !== null) await expectReport(owner, report)
  })

  it('shows what is archived and hidden where it is asked for', async () => {
    const owner = await profileOf(edges)
    const [usual, all] = [await listOf(owner, ''), await listOf(owner, 'archived=1')]
    const more = all.filter(({ id }) => !usual.some((row) => row.id === id))
    expect(more.length).toBeGreaterThan(0)
    expect(more.every(({ archived, hidden }) => archived || hidden)).toBe(true)
    const hiding = usual.some(({ archived, hidden }) => archived || hidden)
    expect(hiding).toBe(false)
  })
})
