import { describe, expect, it } from 'vitest'
import type { Provenance } from '../../src/contract/achievements.ts'
import { rarestOf, rarityAmong, rarityLine } from '../../src/ui/rarity.ts'
import { profilePage } from './every-page.tsx'
import { conditional, open, unlocked, viewOf } from './made-views.ts'
import { RARITY, rareBadge } from './rare-badges.tsx'

const lineOf = (achievement: ReturnType<typeof open>, provenance: Provenance = 'scanned') =>
  rarityLine(rarityAmong(RARITY, provenance), achievement)
const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('how rare a badge is', () => {
  it('is told of the tier that was reached, or else of the first one', () => {
    expect(lineOf(unlocked('one', 'Gold'))).toBe('Fewer than 1 in 20 of 1,412 pages')
    expect(lineOf(unlocked('one', 'Copper'))).toBe('Half or more of 1,412 pages')
    expect(lineOf(open('two'))).toBe('Copper: fewer than 1 in 5 of 1,412 pages')
    expect(lineOf(conditional('four'))).toBe('Fewer than 1 in 5 of 1,412 pages')
  })

  it('is left out where too little is known of that', () => {
    expect(lineOf(unlocked('one', 'Olympian'))).toBeNull()
    expect(lineOf(unlocked('unheard_of', 'Gold'))).toBeNull()
    expect(lineOf(unlocked('one', 'Gold'), 'self-reported')).toBeNull()
    expect(rarityLine(rarityAmong({ scanned: null, self_reported: null }, 'scanned'), open('one'))).toBeNull()
  })

  it('compares a page with those that were counted the same way', () => {
    const bases = (['scanned', 'self-reported', 'mixed'] as const).map(
      (provenance) => rarityAmong(RARITY, provenance).said?.pages,
    )
    expect(bases).toEqual([1412, 60, 60])
  })

  it('makes one badge the rarest, unless most pages have it', () => {
    const among = rarityAmong(RARITY, 'scanned')
    const some = [
      unlocked('two', 'Copper'),
      unlocked('one', 'Gold'),
      unlocked('unheard_of', 'Gold'),
      open('four'),
    ]
    expect(rarestOf(among, some)).toEqual({ name: 'Name of one', band: 'one_in_20' })
    expect(rarestOf(among, [unlocked('one', 'Copper')])).toBeUndefined()
    expect(rarestOf(rarityAmong(RARITY, 'mixed'), some)).toBeUndefined()
  })

  it('stands below a badge on the page of a profile, and nowhere if nothing is known', () => {
    const view = viewOf([unlocked('one', 'Gold'), unlocked('three', 'Gold')])
    expect(profilePage({ view, rarity: RARITY }).match(/class="rarity"/g)).toHaveLength(1)
    expect(profilePage({ view })).not.toContain('class="rarity"')
  })

  it('is a table on the page of the badge, with the time that half of the pages took', () => {
    const text = textOf(rareBadge())
    expect(text).toContain('Copper half or more 3 days')
    expect(text).toContain('Gold fewer than 1 in 20 a year')
    expect(text).toContain('Diamond fewer than 1 in 100 –')
    expect(text).toContain('Of 1,412 public pages that this server counted')
  })
})
