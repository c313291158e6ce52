import { ExplorePage, type ExplorePageProps } from '../../functions/pages/explore/page.tsx'
import { exploreQuery } from '../../functions/pages/explore/query.ts'
import { ReaderProvider } from '../../functions/pages/reader.ts'
import { NOW } from './made-views.ts'

const LISTED: ExplorePageProps['pages'] = [
  {
    handle: 'ada',
    listed_at: NOW - 3600,
    tiers: { toolchain_maxxer: 2, let_him_cook: 5, autonomous_avalanche: 0, no_longer_there: 4 },
  },
  { handle: 'the-longest-handle-that-anyone-can-have', listed_at: NOW - 86_400, tiers: {} },
]

export function explorePage(
  query: Record<string, string> = {},
  change: Partial<ExplorePageProps> = {},
): string {
  return String(<ExplorePage query={exploreQuery(query)} pages={LISTED} next={null} {...change} />)
}

export const explorePages = (): Readonly<Record<string, string>> => ({
  explore: explorePage({}, { next: '1750000000.ada' }),
  'explore, by a badge': explorePage({ badge: 'toolchain_maxxer', tier: 'Silver', after: '1.ada' }),
  'explore, none found': explorePage({ badge: 'let_him_cook' }, { pages: [] }),
  'explore, before any': String(
    <ReaderProvider value={{ handle: 'ada' }}>
      <ExplorePage query={exploreQuery({})} pages={[]} next={null} />
    </ReaderProvider>,
  ),
})
