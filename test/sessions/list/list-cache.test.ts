import { describe, expect, it } from 'vitest'
import { SETTINGS } from '../../../src/config.ts'
import type { SessionListOptions } from '../../../src/sessions/list/list-options.ts'
import { CachedLists, settled } from './cached-lists.ts'

const together = <T>(count: number, ask: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, () => ask()))

describe('a list that is kept', () => {
  it('is served as it is for 2.5 s, and for 10 s while a session streams', async () => {
    const lists = new CachedLists()
    for (const [streaming, fresh] of [
      [[], 2.5],
      [['s1'], 10],
    ] as const) {
      lists.source = { ...lists.source, streaming }
      const made = await lists.ask()
      await lists.pass(fresh - 0.01)
      expect(await lists.ask()).toBe(made)
      await lists.pass(0)
      expect(lists.builds).toHaveLength(made ?? 0)
      await lists.pass(0.01)
      expect(await lists.ask()).toBe(made)
      await lists.pass(0)
      expect(await lists.ask()).toBe((made ?? 0) + 1)
    }
  })

  it('is served at once when it is old, and rebuilt once after the responses', async () => {
    const lists = new CachedLists()
    await lists.ask()
    lists.slow = true
    await lists.pass(3)
    expect(await together(100, () => lists.ask())).toEqual(Array(100).fill(1))
    expect(lists.builds).toHaveLength(1)
    await lists.pass(0)
    expect(lists.builds).toHaveLength(2)
    expect(await together(100, () => lists.ask())).toEqual(Array(100).fill(1))
    await lists.finish()
    expect(await lists.ask()).toBe(2)
    expect(lists.builds).toHaveLength(2)
  })

  it('stays if rebuilding it after a response fails, and the next request tries again', async () => {
    const lists = new CachedLists()
    await lists.ask()
    lists.slow = true
    await lists.pass(3)
    expect(await lists.ask()).toBe(1)
    await lists.pass(0)
    await lists.finish({ failing: true })
    expect(await lists.ask()).toBe(1)
    await lists.pass(0)
    await lists.finish()
    expect(await lists.ask()).toBe(3)
  })

  it('counts as old when the clock was set back', async () => {
    const lists = new CachedLists()
    await lists.ask()
    await lists.pass(-3600)
    await lists.ask()
    await lists.pass(0)
    expect(lists.builds).toHaveLength(2)
  })

  it('outlasts polls every 5 s while a session streams, whatever is written meanwhile', async () => {
    const lists = new CachedLists()
    lists.source = { ...lists.source, streaming: ['s1'] }
    expect(SETTINGS.LIST_FRESH_STREAMING_SECONDS.value).toBeGreaterThan(5)
    for (let second = 0; second < 60; second += 5) {
      await lists.ask()
      await lists.pass(0)
      lists.source = { ...lists.source, content: `${second}`, snapshot: `v${second}`, live: `${second}` }
      await lists.pass(5)
    }
    expect(lists.builds).toHaveLength(6)
  })

  it('is let go first when it was asked for least recently, beyond 64', async () => {
    const lists = new CachedLists()
    for (let offset = 0; offset < 64; offset++) await lists.ask({ offset })
    expect(await lists.ask({ offset: 0 })).toBe(1)
    await lists.ask({ offset: 64 })
    expect(lists.builds).toHaveLength(65)
    expect(await lists.ask({ offset: 0 })).toBe(1)
    expect(await lists.ask({ offset: 2 })).toBe(3)
    expect(await lists.ask({ offset: 1 })).toBe(66)
  })

  it('is another one for each scope and each option', async () => {
    const lists = new CachedLists()
    const other: Partial<SessionListOptions>[] = [
      { limit: 1 },
      { offset: 1 },
      { source: 'cli' },
      { excludeSources: ['cli'] },
      { q: 'cli' },
      { includeChildren: true },
      { order: 'last_active' },
    ]
    const answers = [await lists.ask(), await lists.ask({}, null), await lists.ask({}, 'laptop')]
    for (const options of other) answers.push(await lists.ask(options))
    expect(answers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await lists.ask({}, null)).toBe(2)
  })
})

describe('a list whose sources changed', () => {
  it('is rebuilt by one of 100 callers, who gets the new rows', async () => {
    const lists = new CachedLists()
    lists.slow = true
    const first = together(100, () => lists.ask())
    await settled()
    expect(lists.builds).toHaveLength(1)
    await lists.finish()
    expect(await first).toEqual(Array(100).fill(1))
    lists.source = { ...lists.source, content: '2' }
    const second = together(100, () => lists.ask())
    await settled()
    await lists.finish()
    expect(await second).toEqual(Array(100).fill(2))
    expect(lists.builds).toHaveLength(2)
  })

  it('is served stale to those who have waited 0.10 s', async () => {
    const lists = new CachedLists()
    await lists.ask()
    lists.slow = true
    lists.source = { ...lists.source, snapshot: 'v2' }
    const leader = lists.ask()
    let answered = 0
    const followers = together(99, () => lists.ask().finally(() => answered++))
    await lists.pass(0.09)
    expect(answered).toBe(0)
    await lists.pass(0.02)
    expect(await followers).toEqual(Array(99).fill(1))
    await lists.finish()
    expect(await leader).toBe(2)
    expect(lists.builds).toHaveLength(2)
  })

  it.each([
    ['first', false],
    ['last', true],
  ])(
    'is made by each for itself where there was none and 0.25 s have passed; kept is what began last, if it ends %s',
    async (_when, newest) => {
      const lists = new CachedLists()
      lists.slow = true
      const leader = lists.ask()
      const follower = lists.ask()
      await lists.pass(0.24)
      expect(lists.builds).toHaveLength(1)
      await lists.pass(0.02)
      expect(lists.builds).toHaveLength(2)
      await lists.finish({ newest })
      await lists.finish()
      expect([await leader, await follower]).toEqual([1, 2])
      expect(await lists.ask()).toBe(2)
    },
  )

  it('is not taken from a build that began before they changed, nor kept from it', async () => {
    const lists = new CachedLists()
    lists.slow = true
    const early = lists.ask()
    lists.source = { ...lists.source, settings: '2' }
    const late = lists.ask()
    await settled()
    expect(lists.builds).toHaveLength(2)
    await lists.finish()
    expect(await early).toBe(1)
    const later = lists.ask()
    await settled()
    expect(lists.builds).toHaveLength(2)
    await lists.finish()
    expect([await late, await later]).toEqual([2, 2])
    expect(await lists.ask()).toBe(2)
  })

  it('releases those who wait when making it fails', async () => {
    const lists = new CachedLists()
    await lists.ask()
    lists.slow = true
    lists.source = { ...lists.source, snapshot: 'v2' }
    const leader = lists.ask().catch((error: Error) => error.message)
    const follower = lists.ask()
    await lists.finish({ failing: true })
    expect([await leader, await follower]).toEqual(['no', 1])
    const next = lists.ask()
    await lists.finish()
    expect(await next).toBe(3)
  })

  it('is made by those who wait when making it fails and there was none', async () => {
    const lists = new CachedLists()
    lists.slow = true
    const leader = lists.ask().catch((error: Error) => error.message)
    const follower = lists.ask()
    await lists.finish({ failing: true })
    await lists.finish()
    expect([await leader, await follower]).toEqual(['no', 2])
  })
})

describe('a write', () => {
  it('drops the lists of its history and of all histories, and no other', async () => {
    const lists = new CachedLists()
    for (const scope of ['default', 'laptop', null]) await lists.ask({}, scope)
    lists.cache.invalidate('default')
    expect(await lists.ask({}, 'laptop')).toBe(2)
    expect(await lists.ask({}, 'default')).toBe(4)
    expect(await lists.ask({}, null)).toBe(5)
    lists.cache.invalidate(null)
    for (const scope of ['default', 'laptop', null]) await lists.ask({}, scope)
    expect(lists.builds).toHaveLength(8)
  })

  it.each([['default'], [null]])(
    'to %s has what raced with it made again, and the caller gets that',
    async (scope) => {
      const lists = new CachedLists()
      lists.slow = true
      const answer = lists.ask()
      lists.cache.invalidate(scope)
      await lists.finish()
      expect(lists.builds).toHaveLength(2)
      await lists.finish()
      expect(await answer).toBe(2)
      expect(await lists.ask()).toBe(2)
    },
  )

  it('to a history is a race for the lists of all, and none for those of another', async () => {
    const lists = new CachedLists()
    lists.slow = true
    const [all, other] = [lists.ask({}, null), lists.ask({}, 'laptop')]
    lists.cache.invalidate('default')
    await lists.finish()
    await lists.finish()
    expect(await other).toBe(2)
    expect(lists.builds.map(({ scope }) => scope)).toEqual([null, 'laptop', null])
    await lists.finish()
    expect(await all).toBe(3)
  })

  it('that wins three races has the rows answered and not kept', async () => {
    const lists = new CachedLists()
    lists.slow = true
    const answer = lists.ask()
    for (let race = 0; race < 3; race++) {
      lists.cache.invalidate('default')
      await lists.finish()
    }
    expect(await answer).toBe(3)
    const next = lists.ask()
    await lists.finish()
    expect(await next).toBe(4)
  })

  it('is seen by whoever asks after it, even where a build goes on that lost its last race to it', async () => {
    const lists = new CachedLists()
    lists.slow = true
    const before = lists.ask()
    for (let race = 0; race < 2; race++) {
      lists.cache.invalidate('default')
      await lists.finish()
    }
    lists.cache.invalidate('default')
    const after = lists.ask()
    await settled()
    await lists.finish()
    expect(await before).toBe(3)
    await lists.finish()
    expect(await after).toBe(4)
  })
})
