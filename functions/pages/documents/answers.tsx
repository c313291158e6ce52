import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { AchievementDefinition } from '../../../src/contract/credentials.ts'
import { issuerProfile } from '../../../src/credentials/credential.ts'
import { feedEntries } from '../../../src/feeds/feed-entries.ts'
import type { FeedSource } from '../../../src/feeds/feed-source.ts'
import type { AppEnv } from '../../app-env.ts'
import type { KnownKey } from '../../issuer/object.ts'
import { htmlPage } from '../html-page.tsx'
import { AchievementPage, IssuerPage, KeysPage, StatusListPage } from './credential-pages.tsx'
import { FeedPage } from './feed-page.tsx'

/** Responds with a feed as a page. */
export async function feedPage(c: Context<AppEnv>, source: FeedSource, format: 'atom' | 'json') {
  const { profile } = c.var.access
  const entries = await feedEntries(source)
  return page(c, <FeedPage profile={profile} entries={entries} format={format} site={source.site} />)
}

export function issuerPage(c: Context<AppEnv>) {
  return page(c, <IssuerPage issuer={issuerProfile(c.var.urls)} />)
}

export function achievementPage(c: Context<AppEnv>, id: string, definition: AchievementDefinition) {
  return page(c, <AchievementPage id={id} definition={definition} issuer={issuerProfile(c.var.urls)} />)
}

/** Responds with one key of the issuer as a page, or with all. */
export function keysPage(c: Context<AppEnv>, keys: readonly KnownKey[], id?: string) {
  return page(c, <KeysPage keys={keys} id={id} />)
}

export function statusListPage(c: Context<AppEnv>, number: number, revoked: number) {
  return page(c, <StatusListPage number={number} revoked={revoked} />)
}

/** Responds with a page at the URL of a document, so what there is depends on what the client accepts. */
async function page(c: Context<AppEnv>, child: Child): Promise<Response> {
  const response = await htmlPage(c, child)
  response.headers.append('Vary', 'Accept')
  return response
}
