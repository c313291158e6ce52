import { describe, expect, it } from 'vitest'
import { localDetails } from '../../src/browser/local-details.tsx'
import { CARD_KINDS } from '../../src/contract/wrapped.ts'
import { wrappedPicture, wrappedSvg } from '../../src/render/wrapped-picture.ts'
import { placeIn } from '../../src/ui/local-place.ts'
import { basisLine, cardText, windowLine } from '../../src/ui/wrapped/words.ts'
import { golden } from '../snapshot/histories.ts'
import { madeStory, STORY_MONTH } from './made-stories.ts'
import { scannedHere } from './scanned-here.ts'
import { ownerOf, wrappedPage } from './wrapped-pages.tsx'

const textOf = (markup: string) => markup.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('the page of a story', () => {
  it('is a list of cards, each a section that says what it was counted from', () => {
    const story = madeStory()
    const html = wrappedPage({ story })
    expect(story.cards.map(({ kind }) => kind)).toEqual(CARD_KINDS)
    for (const card of story.cards) {
      const part = html.split(`<li id="card-${card.kind}"`)[1]?.split('</section>')[0] ?? ''
      const { title, figure, unit, facts } = cardText(card, story)
      for (const words of [title, figure, unit, ...facts]) expect(textOf(part)).toContain(words)
      expect(textOf(part)).toContain(`${windowLine(story)}. Counted from ${basisLine(story, card.kind)}.`)
      expect(part).toContain(`href="/@ada/2026/cards/${card.kind}.png"`)
    }
    expect(html).toContain('<meta name="robots" content="noindex"')
  })

  it('shows its owner a preview without pictures, which are those of what is published', () => {
    const html = wrappedPage({ owner: ownerOf() })
    expect(textOf(html)).toContain('Only you can see this.')
    expect(html).not.toMatch(/\/cards\/|og:image/)
    expect(html).toContain('name="seen" value="abc"')
  })

  it('has no preview to share of a private page', () => {
    const profile = { handle: 'ada', time_zone: 'UTC', visibility: 'private' as const }
    expect(wrappedPage({ profile, owner: ownerOf({ isDraft: false }) })).not.toMatch(/\/cards\/|og:image/)
  })
})

describe('the picture of a card', () => {
  it.each(CARD_KINDS)('%s says what its page says, and whose it is', (kind) => {
    const story = madeStory(STORY_MONTH)
    const card = story.cards.find((one) => one.kind === kind)
    if (card === undefined) throw new Error('there is none')
    for (const shape of ['tall', 'wide'] as const) {
      const picture = { story, card, handle: 'ada', page: 'laurel.example/@ada/2026/09', shape }
      for (const svg of [wrappedPicture(picture), wrappedSvg(picture)]) {
        const { title, figure, unit } = cardText(card, story)
        for (const words of [title, unit, '@ada', windowLine(story), 'Counted from', picture.page])
          expect(textOf(svg)).toContain(words)
        if (kind !== 'favourites')
          expect(textOf(svg)).toContain(figure.replace('→', svg.includes('•') ? '•' : '→'))
      }
    }
  })
})

describe('the story of a history that was read here', async () => {
  const { scanned } = await scannedHere(golden('history'))
  const shown = (fragment: string) =>
    localDetails(scanned, placeIn(fragment), { timeZone: 'UTC', now: 1_751_000_000 })

  it('is that of its latest year, and names tools, models and other periods', () => {
    const html = shown('#/wrapped')
    expect(html).toMatch(/<h1>2025<\/h1>[\s\S]*href="#\/wrapped\?period=2025-06"/)
    expect(textOf(html)).toContain('110 sessions')
    expect(textOf(html)).toMatch(/Favourites \S+ used \d+ times/)
    expect(textOf(shown('#/wrapped?period=2025-06'))).toContain('Where it began')
  })

  it('of another period is said to be empty', () => {
    expect(textOf(shown('#/wrapped?period=1999'))).toContain('This history has nothing to tell of 1999.')
  })
})
