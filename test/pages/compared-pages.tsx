import { ChooseOtherPage, ComparePage } from '../../functions/pages/profile/compare-page.tsx'
import { ReaderProvider } from '../../functions/pages/reader.ts'
import { urls } from '../../src/urls.ts'
import { compare } from '../../src/view/comparison.ts'
import { conditional, unlocked } from './made-views.ts'

const SHARED = { time_zone: 'UTC', visibility: 'public' } as const
const ADA = [unlocked('one', 'Gold'), unlocked('two', 'Copper'), conditional('three')]
const BOB = [unlocked('one', 'Silver'), conditional('two'), unlocked('three', 'Diamond')]

/** Two profiles that have a badge in common, and one each; and the form before. */
export const comparedPages = (): Readonly<Record<string, string>> => ({
  'two pages compared': String(
    <ComparePage
      one={{ handle: 'ada', achievements: ADA, provenance: 'scanned', ...SHARED }}
      other={{ handle: 'bob', achievements: BOB, provenance: 'self-reported', ...SHARED }}
      comparison={{ ...compare(ADA, BOB), firsts: { one: 1, other: 0 } }}
      site={urls({ origin: 'https://laurel.example' })}
    />,
  ),
  'a page to compare with': String(
    <ReaderProvider value={{ handle: 'bob' }}>
      <ChooseOtherPage handle="ada" typed="" />
    </ReaderProvider>,
  ),
})
