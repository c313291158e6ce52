import { BadgePage } from '../../functions/pages/profile/badge-page.tsx'
import type { BasisRarity, Rarity } from '../../src/contract/rarity.ts'
import { rarityAmong } from '../../src/ui/rarity.ts'
import { urls } from '../../src/urls.ts'
import { NOW, unlocked } from './made-views.ts'

const SCANNED: BasisRarity = {
  pages: 1412,
  badges: {
    one: [
      { tier: 'Copper', band: 'most', median_days: 3 },
      { tier: 'Silver', band: 'one_in_2', median_days: 30 },
      { tier: 'Gold', band: 'one_in_20', median_days: 365 },
      { tier: 'Diamond', band: 'one_in_100', median_days: null },
    ],
    two: [{ tier: 'Copper', band: 'one_in_5', median_days: 14 }],
    four: [{ tier: null, band: 'one_in_5', median_days: null }],
  },
}

export const RARITY: Rarity = { scanned: SCANNED, self_reported: { pages: 60, badges: {} } }

/** The page of a badge of which it is known how rare it is. */
export const rareBadge = (): string =>
  String(
    <BadgePage
      credentialId={null}
      profile={{ handle: 'ada', time_zone: 'UTC', visibility: 'public' }}
      achievement={unlocked('one', 'Gold', {
        evidence: { session_id: 'session-9', title: 'a title', value: 7 },
      })}
      rarity={rarityAmong(RARITY, 'scanned')}
      site={urls({ origin: 'https://laurel.example' })}
      viewing={{ now: NOW, newSeconds: 172_800 }}
    />,
  )
