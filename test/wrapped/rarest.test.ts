import { describe, expect, it } from 'vitest'
import type { BasisRarity, RarityBand } from '../../src/contract/rarity.ts'
import type { Period } from '../../src/contract/wrapped.ts'
import type { TierName } from '../../src/engine/types.ts'
import { cardIcon, cardMetal } from '../../src/ui/wrapped/card-looks.ts'
import { cardText } from '../../src/ui/wrapped/words.ts'
import { storyOf } from '../../src/wrapped/story.ts'
import { unlocked } from '../pages/made-views.ts'

const NOVEMBER: Period = { year: 2026, month: 11 }
const at = (text: string) => Date.parse(`${text}Z`) / 1000
const FACTS = {
  provenance: 'scanned',
  favourites: 'names',
  timeZone: 'UTC',
  now: at('2027-06-01T00:00'),
} as const

describe('the rarest badge', () => {
  const step = (tier: TierName, day: string) => ({ tier, reached_at: at(`${day}T12:00`) })
  const rare = (tier: TierName | null, band: RarityBand) => ({ tier, band, median_days: null })
  const earned = [
    unlocked('common', 'Olympian', {
      tier_history: [step('Copper', '2026-11-01'), step('Olympian', '2026-11-02')],
    }),
    unlocked('rare', 'Silver', {
      tier_history: [step('Copper', '2026-10-31'), step('Silver', '2026-11-03')],
    }),
    unlocked('other', 'Silver', { tier_history: [step('Silver', '2026-11-04')] }),
  ]
  const cardWith = (badges: BasisRarity['badges'] | null) => {
    const rarity = badges && { pages: 412, badges }
    const story = storyOf([], NOVEMBER, { ...FACTS, badges: earned, rarity })
    const card = story?.cards.find(({ kind }) => kind === 'badges')
    if (card?.kind !== 'badges') throw new Error('nothing was earned')
    return { card, facts: cardText(card, { period: NOVEMBER }).facts }
  }
  const [first, highest] = [
    'First: Name of common, Copper, 1 November.',
    'Highest: Name of common, Olympian, 2 November.',
  ]

  it('is that of the lowest band, in the tiers of the period, and takes the place of the highest', () => {
    const { card, facts } = cardWith({
      common: [rare('Olympian', 'one_in_5')],
      // The lower tier is of the month before.
      rare: [rare('Copper', 'one_in_100'), rare('Silver', 'one_in_20')],
    })
    expect(card.rarest).toMatchObject({ id: 'rare', tier: 'Silver', day: '2026-11-03', band: 'one_in_20' })
    expect(facts).toEqual([
      first,
      'Rarest: Name of rare, Silver, 3 November.',
      'Fewer than 1 in 20 pages have it.',
    ])
    expect([cardIcon(card)?.id, cardMetal(card)]).toEqual(['rare', 'Silver'])
  })

  it('is the highest of equally rare ones, and of these the latest', () => {
    const both = { rare: [rare('Silver', 'one_in_2')], other: [rare('Silver', 'one_in_2')] }
    expect(cardWith(both).card.rarest?.id).toBe('other')
    expect(cardWith({ ...both, common: [rare('Copper', 'one_in_2')] }).card.rarest?.id).toBe('other')
    expect(cardWith({ ...both, common: [rare('Olympian', 'one_in_2')] }).card.rarest?.id).toBe('common')
  })

  it('is named once if it was the first, too', () => {
    expect(cardWith({ common: [rare('Copper', 'one_in_100')] }).facts).toEqual([
      first,
      'Fewer than 1 in 100 pages have it.',
    ])
  })

  it('is not told of where none is measured that few have: then it is the highest', () => {
    for (const badges of [null, {}, { common: [rare('Olympian', 'most')] }]) {
      expect(cardWith(badges)).toMatchObject({
        card: { highest: { tier: 'Olympian' } },
        facts: [first, highest],
      })
      expect(cardWith(badges).card).not.toHaveProperty('rarest')
    }
  })
})
