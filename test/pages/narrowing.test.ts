import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Filters, filtersIn, queryOf, SEARCH_MAX, SORTS, STATES } from '../../src/ui/filters.ts'
import { select } from '../../src/ui/selection.ts'
import { profilePage } from './every-page.tsx'
import { conditional, leakySecret, NOW, open, unlocked, viewOf } from './made-views.ts'

const ALL = [
  open('open', { name: 'Begun', progress: 9, progress_pct: 90 }),
  unlocked('gold', 'Gold', { name: 'Zenith', progress_pct: 20, category: 'Research/Web' }),
  unlocked('top', 'Olympian', { name: 'Apex', progress_pct: 100, next_tier: null }),
  unlocked('late', 'Copper', {
    name: 'Middle',
    progress_pct: 50,
    tier_history: [{ tier: 'Copper', reached_at: NOW - 60 }],
  }),
  conditional('untouched', { name: 'Xeno', progress: 0, progress_pct: 0 }),
  leakySecret('hidden'),
]

const idsOf = (filters: Filters) =>
  select(ALL, filters).groups.flatMap(({ badges }) => badges.map(({ id }) => id))

describe('the order', () => {
  it.each([
    ['closest', ['open', 'late', 'gold', 'untouched', 'top']],
    ['tier', ['top', 'gold', 'late', 'open', 'untouched']],
    ['name', ['top', 'open', 'late', 'untouched', 'gold']],
    ['newest', ['late', 'top', 'gold', 'open', 'untouched']],
  ] as const)('%s runs over all categories in one group', (sort, ids) => {
    expect(idsOf({ sort })).toEqual(ids)
    expect(select(ALL, { sort }).groups).toHaveLength(1)
  })

  it('is by category where none is asked for', () => {
    expect(select(ALL, {}).groups.map(({ name }) => name)).toEqual(['Vibe Coding', 'Research/Web'])
  })

  it('names each badge’s category where it stands under no heading of it', () => {
    const view = viewOf(ALL)
    expect(profilePage({ view, filters: { sort: 'name' } })).toContain(
      '<p class="of-category">Research/Web</p>',
    )
    expect(profilePage({ view })).not.toContain('of-category')
  })
})

describe('a search', () => {
  it('looks at name, description, criteria, category and tier, in any case, for every word', () => {
    expect(idsOf({ q: 'zenith' })).toEqual(['gold'])
    expect(idsOf({ q: 'description OF gold' })).toEqual(['gold'])
    expect(idsOf({ q: 'criteria late' })).toEqual(['late'])
    expect(idsOf({ q: 'research' })).toEqual(['gold'])
    expect(idsOf({ q: 'olympian' })).toEqual(['top'])
    expect(idsOf({ q: 'zenith olympian' })).toEqual([])
  })

  it('finds nothing of a hidden secret, and does not count it', () => {
    for (const q of ['hidden', 'leaky', 'secret', 'a', 'e']) {
      expect(idsOf({ q })).not.toContain('hidden')
      expect(select(ALL, { q }).secretCount).toBe(0)
    }
  })

  it('goes with the other filters', () => {
    expect(idsOf({ q: 'e', state: 'discovered', sort: 'name' })).toEqual(['open', 'untouched'])
  })

  it('says how many it found, or that there is none and the way back', () => {
    const view = viewOf(ALL)
    const found = profilePage({ view, filters: { q: 'zenith' } })
    expect(found).toMatch(/role="status"[^>]*>1 of 6 badges</)
    const none = profilePage({ view, filters: { q: 'nowhere' } })
    expect(none.match(/No badges match/g)).toHaveLength(1)
    expect(none).toMatch(/role="status"[^>]*>No badges match\.</)
    expect(none).toMatch(/<a class="button" href="\/@ada#badges" data-narrow="all">Show all badges/)
    expect(profilePage({ view })).toMatch(/role="status"[^>]*></)
  })

  it('is a form that needs no script and keeps what the links have chosen', () => {
    const html = profilePage({ filters: { q: '"><b>', sort: 'tier', category: 'A & B', state: 'unlocked' } })
    const form = html.match(/<form id="find"[\s\S]*?<\/form>/)?.[0] ?? ''
    expect(form).toContain('method="get" action="/@ada#badges"')
    expect(form).toContain('name="q" type="search" value="&quot;&gt;&lt;b&gt;"')
    expect(form).toMatch(/<option value="tier" selected/)
    expect(form).toContain('type="hidden" name="category" value="A &amp; B"')
    expect(form).toContain('type="hidden" name="state" value="unlocked"')
    expect(form).toMatch(/<button[^>]*type="submit"/)
  })
})

describe('the query of an address', () => {
  it('says the filters and nothing else, whatever they are', () => {
    const word = fc.string({ maxLength: 20 }).map((text) => text.replace(/\s+/g, ' ').trim())
    const filters = fc.record(
      {
        category: fc.string({ minLength: 1 }),
        state: fc.constantFrom(...STATES.map(({ value }) => value)),
        q: word.filter(Boolean),
        sort: fc.constantFrom(...SORTS.map(({ value }) => value)),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(filters, (asked) => {
        expect(filtersIn(new URLSearchParams(queryOf(asked)))).toEqual(asked)
      }),
    )
  })

  it('that asks for an order that there is none of, or for nothing, asks for nothing', () => {
    expect(filtersIn(new URLSearchParams('q=+&sort=&category=&state='))).toEqual({})
    expect(filtersIn(new URLSearchParams('sort=toString'))).toEqual({})
  })

  it('is cut where a search would be longer than any name', () => {
    const { q } = filtersIn(new URLSearchParams({ q: `  a \n b${'c'.repeat(500)}` }))
    expect(q).toHaveLength(SEARCH_MAX)
    expect(q).toMatch(/^a bc+$/)
  })
})
