import { WrappedPage, type WrappedPageProps } from '../../functions/pages/wrapped/page.tsx'
import type { OwnerOfStory } from '../../functions/pages/wrapped/publishing.tsx'
import { urls } from '../../src/urls.ts'
import { madeStory, STORY_MONTH, STORY_YEAR } from './made-stories.ts'
import { NOW } from './made-views.ts'
import { RARITY } from './rare-badges.tsx'

export function wrappedPage(change: Partial<WrappedPageProps> = {}): string {
  const props: WrappedPageProps = {
    profile: { handle: 'ada', time_zone: 'Europe/Berlin', visibility: 'public', publish_insights: true },
    story: madeStory(),
    published_at: NOW,
    keys: ['2026', '2026-09'],
    site: urls({ origin: 'https://laurel.example' }),
    owner: null,
    ...change,
  }
  return String(<WrappedPage {...props} />)
}

export function ownerOf(change: Partial<OwnerOfStory> = {}): OwnerOfStory {
  const shown = { isDraft: true, names: false, digest: 'abc', unlisted: 0, changed: false }
  return { period: STORY_YEAR, ...shown, now: NOW, ...change }
}

/** The story of a year and of a month, in all states that differ in markup. */
export const wrappedPages = (): Readonly<Record<string, string>> => ({
  'a story': wrappedPage(),
  'a story of a quiet month': wrappedPage({
    story: madeStory(STORY_MONTH, { isQuiet: true }),
    keys: ['2026-09'],
  }),
  'a story with a badge that is rare': wrappedPage({
    story: madeStory(STORY_YEAR, { rarity: RARITY.scanned }),
  }),
  'a story, as a preview': wrappedPage({ published_at: null, keys: [], owner: ownerOf({ unlisted: 3 }) }),
  'a story, as another preview': wrappedPage({ owner: ownerOf({ names: true, changed: true }) }),
  'a story, for its owner': wrappedPage({ owner: ownerOf({ isDraft: false }) }),
  'a story of nothing': wrappedPage({
    profile: { handle: 'ada', time_zone: 'UTC', visibility: 'private' },
    story: null,
    published_at: null,
    keys: [],
    owner: ownerOf(),
  }),
})
