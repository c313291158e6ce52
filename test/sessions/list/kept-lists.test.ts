import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ListCache } from '../../../src/sessions/list/list-cache.ts'
import { DEFAULT_LIST } from '../../../src/sessions/list/list-options.ts'
import { CACHE_SETTINGS } from './cached-lists.ts'

describe('what the cache holds', () => {
  interface Deep {
    rows: { id: string; models: string[] }[]
  }
  const made: Deep = { rows: [{ id: 'a', models: ['m'] }] }
  const cacheOf = () =>
    new ListCache<Deep>(
      {
        now: () => 0,
        wait: async () => {},
        stamp: () => ({ snapshot: '', content: '', settings: '', live: '', streaming: [] }),
        build: () => made,
      },
      CACHE_SETTINGS,
    )

  it('can’t be changed by those who get it, however deep they reach', async () => {
    const cache = cacheOf()
    const answer = await cache.lookup(null, DEFAULT_LIST)
    expect(() => answer.rows.pop()).toThrow(TypeError)
    expect(() => Object.assign(answer.rows[0] ?? {}, { id: 'b' })).toThrow(TypeError)
    expect(() => answer.rows[0]?.models.push('n')).toThrow(TypeError)
    expect(await cache.lookup(null, DEFAULT_LIST)).toEqual({ rows: [{ id: 'a', models: ['m'] }] })
  })

  it('can’t be changed by what made it, which stays as changeable as it was', async () => {
    const cache = cacheOf()
    await cache.lookup(null, DEFAULT_LIST)
    made.rows.push({ id: 'b', models: [] })
    expect((await cache.lookup(null, DEFAULT_LIST)).rows).toHaveLength(1)
    made.rows.pop()
  })
})

describe('with the cache, lists are what they are without it', () => {
  const Step = fc.oneof(
    fc.record({ kind: fc.constant('write' as const), scope: fc.constantFrom('default', 'laptop') }),
    fc.record({ kind: fc.constant('change' as const), scope: fc.constantFrom('default', 'laptop') }),
    fc.record({ kind: fc.constant('pass' as const), seconds: fc.double({ min: 0, max: 12, noNaN: true }) }),
    fc.record({
      kind: fc.constant('ask' as const),
      scope: fc.constantFrom('default', 'laptop', null),
      limit: fc.integer({ min: 0, max: 3 }),
      offset: fc.integer({ min: 0, max: 3 }),
    }),
  )

  it('after any writes, changes of sources and waits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { maxLength: 40 }), async (steps) => {
        const rows: { history: string; id: number }[] = []
        let [now, content] = [0, 0]
        const list = (scope: string | null, limit: number, offset: number) =>
          rows.filter(({ history }) => scope === null || history === scope).slice(offset, offset + limit)
        const cache = new ListCache<{ history: string; id: number }[]>(
          {
            now: () => now,
            wait: async () => {},
            stamp: () => ({ snapshot: '', content: `${content}`, settings: '', live: '', streaming: [] }),
            build: (scope, { limit, offset }) => list(scope, limit ?? rows.length, offset),
          },
          CACHE_SETTINGS,
        )
        for (const step of steps) {
          if (step.kind === 'pass') now += step.seconds
          else if (step.kind === 'ask') {
            const { scope, limit, offset } = step
            const answer = await cache.lookup(scope, { ...DEFAULT_LIST, limit, offset })
            expect(answer).toEqual(list(scope, limit, offset))
          } else {
            rows.unshift({ history: step.scope, id: rows.length })
            if (step.kind === 'write') cache.invalidate(step.scope)
            else content++
          }
        }
      }),
    )
  })
})
