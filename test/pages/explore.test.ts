import { describe, expect, it } from 'vitest'
import { exploreQuery } from '../../functions/pages/explore/query.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { explorePage } from './explore-pages.tsx'

const textOf = (page: string) => page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('the list of pages', () => {
  it('shows of each its handle, its proudest badge and its medals, the highest tier first', () => {
    const html = explorePage()
    expect(html).toContain('<a href="/@ada">@ada</a>')
    expect(textOf(html)).toContain('@ada Olympian Let Him Cook')
    expect([...html.matchAll(/<li title="([^"]+)"/g)].map(([, name]) => name)).toEqual([
      'Let Him Cook',
      'Toolchain Maxxer',
      'Autonomous Avalanche',
    ])
    expect(textOf(html)).toContain('No badges yet.')
  })

  it('shows the badge that it was asked for by', () => {
    expect(textOf(explorePage({ badge: 'toolchain_maxxer' }))).toContain('@ada Silver Toolchain Maxxer')
    expect(textOf(explorePage({ badge: 'autonomous_avalanche' }))).toContain('@ada One-time Autonomous')
  })

  it('goes on where it ends, with what was asked for, and back to the newest', () => {
    const html = explorePage({ badge: 'let_him_cook', tier: 'Gold', after: '9.bob' }, { next: '7.ada' })
    expect(html).toContain('href="/explore?badge=let_him_cook&amp;tier=Gold&amp;after=7.ada" rel="next"')
    expect(html).toContain('href="/explore?badge=let_him_cook&amp;tier=Gold"')
    expect(explorePage()).not.toContain('explore-more')
  })

  it('is found by search engines as a whole, and not once for each badge', () => {
    expect(explorePage()).not.toContain('noindex')
    for (const query of [{ badge: 'let_him_cook' }, { after: '9.bob' }])
      expect(explorePage(query)).toContain('noindex')
  })

  it('counts nobody, and names no secret to choose', () => {
    for (const { id, name } of CATALOG.filter(({ secret }) => secret)) {
      expect(explorePage()).not.toContain(`"${id}"`)
      expect(explorePage()).not.toContain(name)
    }
    expect(textOf(explorePage())).not.toMatch(/\d+ (pages|people|profiles)/)
  })
})

describe('what an address asks for', () => {
  it('is taken as far as it can be', () => {
    expect(exploreQuery({ badge: 'let_him_cook', tier: 'Gold', after: '1750000000.ada' })).toMatchObject({
      badge: { id: 'let_him_cook' },
      tier: 'Gold',
      after: { listed_at: 1_750_000_000, handle: 'ada' },
    })
    for (const after of ['', 'ada', '9.', '9.A', '-1.ada', '1e9.ada', `${'9'.repeat(16)}.ada`])
      expect(exploreQuery({ badge: '', tier: 'Lead', after })).toEqual({
        badge: null,
        tier: null,
        after: null,
      })
    expect(exploreQuery({ tier: 'Gold' }).tier).toBeNull()
  })

  it('is refused alike for a badge that does not exist and for a secret', () => {
    const secret = CATALOG.find((definition) => definition.secret)?.id ?? ''
    for (const badge of [secret, 'no_such_badge', '__proto__'])
      expect(() => exploreQuery({ badge })).toThrow('There is no badge like that.')
  })
})
