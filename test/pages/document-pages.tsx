import type { KnownKey } from '../../functions/issuer/object.ts'
import {
  AchievementPage,
  IssuerPage,
  KeysPage,
  StatusListPage,
} from '../../functions/pages/documents/credential-pages.tsx'
import { FeedPage } from '../../functions/pages/documents/feed-page.tsx'
import { achievementDefinition, issuerProfile } from '../../src/credentials/credential.ts'
import type { FeedEntry } from '../../src/feeds/feed-entries.ts'
import { urls } from '../../src/urls.ts'
import { NOW } from './made-views.ts'

const SITE = urls({ origin: 'https://laurel.example' })

const ENTRY: FeedEntry = {
  id: 'urn:uuid:00000000-0000-5000-8000-000000000001',
  title: 'Name of one: Gold',
  text: 'Description of one. Criteria of one.',
  achievement: 'one',
  tags: [],
  earnedAt: NOW,
  updated: '2026-09-21T14:13:20Z',
}

const KEY: KnownKey = {
  jwk: {
    kty: 'RSA',
    n: 'n',
    e: 'AQAB',
    alg: 'RS256',
    use: 'sig',
    kid: SITE.issuerKey('key'),
  },
  made_at: NOW,
  retired_at: null,
}

const issuer = issuerProfile(SITE)
const definition = achievementDefinition(SITE, {
  id: 'let_him_cook',
  name: 'Let Him Cook',
  description: 'Description.',
  criteria: 'Calls `terminal`.',
  category: 'Vibe Coding',
  tiers: [{ name: 'Copper', threshold: 10 }],
})

/** Pages at the URLs of documents. */
export const documentPages = (): Readonly<Record<string, string>> => ({
  feed: String(
    <FeedPage
      profile={{ handle: 'ada', time_zone: 'UTC' }}
      entries={[ENTRY, { ...ENTRY, achievement: null }]}
      format="atom"
      site={SITE}
    />,
  ),
  issuer: String(<IssuerPage issuer={issuer} />),
  achievement: String(<AchievementPage id="let_him_cook" definition={definition} issuer={issuer} />),
  keys: String(<KeysPage keys={[KEY, { ...KEY, retired_at: NOW }]} />),
  'status list': String(<StatusListPage number={1} revoked={2} />),
})
