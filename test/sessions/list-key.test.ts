import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_OPTIONS, listKey, normalised } from '../../src/sessions/list-key.ts'

describe('what a list is asked for', () => {
  it.each([
    ['10', 10],
    [7.9, 7],
    [' 3 ', 3],
    ['-5', 0],
    [-0.5, 0],
    [1e300, Number.MAX_SAFE_INTEGER],
  ])('takes the number %j as %i', (value, meant) => {
    expect(normalised({ limit: value, offset: value })).toMatchObject({ limit: meant, offset: meant })
  })

  it.each(['', ' ', 'many', '1,5', Number.NaN, Number.POSITIVE_INFINITY, null, true, {}, []])(
    'takes the nonsense %j for nothing',
    (value) => {
      const { limit, offset } = DEFAULT_OPTIONS
      expect(normalised({ limit: value, offset: value })).toMatchObject({ limit, offset })
    },
  )

  it('knows two orders, and yes in three ways', () => {
    expect(normalised({ order: 'last_active' }).order).toBe('last_active')
    expect(normalised({ order: 'LAST' }).order).toBe('started_at')
    for (const yes of [true, 1, '1', 'true'])
      expect(normalised({ include_children: yes }).include_children).toBe(true)
    for (const no of ['', '0', 'no', null])
      expect(normalised({ include_children: no }).include_children).toBe(false)
  })

  it('has one key, in whatever order and how often excluded sources are named', () => {
    const key = (exclude_sources: unknown) => listKey(null, normalised({ exclude_sources }))
    expect(key(['cron', 'telegram'])).toBe(key('telegram, cron,telegram,'))
    expect(key(['cron'])).not.toBe(key(['telegram']))
  })

  it('has another key in another history, and for each option that is another', () => {
    const asked = fc.record({
      include_children: fc.boolean(),
      order: fc.constantFrom('started_at' as const, 'last_active' as const),
      source: fc.option(fc.string({ minLength: 1 }).filter((text) => text.trim() === text)),
      exclude_sources: fc.array(fc.constantFrom('a', 'b', 'a","b')),
      limit: fc.nat(5),
      offset: fc.nat(5),
    })
    const scope = fc.option(fc.constantFrom('default', 'null'))
    fc.assert(
      fc.property(scope, asked, scope, asked, (oneScope, one, otherScope, other) => {
        const [a, b] = [normalised(one), normalised(other)]
        const same = oneScope === otherScope && JSON.stringify(a) === JSON.stringify(b)
        expect(listKey(oneScope, a) === listKey(otherScope, b)).toBe(same)
        expect(normalised(a)).toEqual(a)
      }),
    )
  })
})
