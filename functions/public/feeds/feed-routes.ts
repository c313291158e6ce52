import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { HANDLE_PATTERN } from '../../../src/contract/profiles.ts'
import { sha256Hex } from '../../../src/digest.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { LaurelError } from '../../../src/errors.ts'
import { atomFeed } from '../../../src/feeds/atom.ts'
import type { FeedSource } from '../../../src/feeds/feed-source.ts'
import { jsonFeed } from '../../../src/feeds/json-feed.ts'
import { oEmbed, oEmbedXml } from '../../../src/feeds/oembed.ts'
import { SITEMAP_ADDRESSES_MAX, sitemap, sitemapIndex } from '../../../src/feeds/sitemap.ts'
import { HANDLE_ROUTE, ROUTES, type Urls } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { otherSites } from '../../http/other-sites.ts'
import { prefersPage } from '../../http/prefers-page.ts'
import { validated } from '../../http/validation.ts'
import { feedPage } from '../../pages/documents/answers.tsx'
import { profileClient } from '../../profile/client.ts'
import { findProfile } from '../../profile/lifecycle.ts'

const OEmbedQuery = z.object({
  url: z.url(),
  format: z.enum(['json', 'xml']).default('json'),
  maxwidth: z.coerce.number().int().positive().optional(),
  maxheight: z.coerce.number().int().positive().optional(),
})

const BADGES = new Set(CATALOG.map(({ id }) => id))

/** Routes for feed readers, sites that preview links, and search engines. */
export const feedRoutes = new Hono<AppEnv>()
  .get(`${HANDLE_ROUTE}/feed.atom`, otherSites, access('anyone'), async (c) => {
    const source = await feedSource(c)
    if (isForPeople(c, 'application/atom+xml')) return feedPage(c, source, 'atom')
    return tagged(c, await atomFeed(source), 'application/atom+xml; charset=utf-8')
  })
  .get(`${HANDLE_ROUTE}/feed.json`, otherSites, access('anyone'), async (c) => {
    const source = await feedSource(c)
    if (isForPeople(c, 'application/feed+json')) return feedPage(c, source, 'json')
    return tagged(c, JSON.stringify(await jsonFeed(source)), 'application/feed+json; charset=utf-8')
  })
  .get(ROUTES.oEmbed(), async (c) => {
    const { url, format, maxwidth, maxheight } = validated(c, OEmbedQuery, c.req.query())
    const page = pageNamed(url, c.var.urls)
    const profile = await findProfile(c.env, page?.handle ?? '')
    // The request comes from a site, never from the owner.
    if (!profile || profile.visibility === 'private') throw noSuchPage()
    const view = await profileClient(c.env, profile.handle).views.achievements(false)
    // A hidden secret looks like a missing badge.
    const badge = view.achievements.find(({ id, state }) => id === page?.badge && state !== 'secret') ?? null
    if (page?.badge !== undefined && !badge) throw noSuchPage()
    const answer = oEmbed({
      handle: profile.handle,
      identity: view.identity,
      unlocked: view.unlocked_count,
      total: view.total_count,
      badge,
      site: c.var.urls,
      maxWidth: maxwidth,
      maxHeight: maxheight,
    })
    c.header('Access-Control-Allow-Origin', '*')
    if (format === 'json') return c.json(answer)
    return c.body(oEmbedXml(answer), 200, { 'Content-Type': 'text/xml; charset=utf-8' })
  })
  .get(ROUTES.sitemapIndex, async (c) => {
    const profiles = await c.var.registry.countPublic()
    const sitemaps = Math.max(1, Math.ceil(profiles / SITEMAP_ADDRESSES_MAX))
    return xml(c, sitemapIndex(c.var.urls, sitemaps))
  })
  .get('/:file{sitemap-[1-9][0-9]{0,5}\\.xml}', async (c) => {
    const number = Number.parseInt(c.req.param('file').slice('sitemap-'.length), 10)
    const handles = await c.var.registry.publicHandles(
      (number - 1) * SITEMAP_ADDRESSES_MAX,
      SITEMAP_ADDRESSES_MAX,
    )
    if (handles.length === 0 && number > 1) throw noSuchPage()
    return xml(c, sitemap(c.var.urls, number === 1 ? [c.var.urls.explore] : [], handles))
  })
  .get(ROUTES.robots, (c) =>
    c.text(`User-agent: *\nDisallow: ${c.var.paths.anyApi}\nSitemap: ${c.var.urls.sitemapIndex}\n`),
  )

async function feedSource(c: Context<AppEnv>): Promise<FeedSource> {
  const { profile } = c.var.access
  const { payload, uuidsSince } = await profileClient(c.env, profile.handle).views.feed()
  return {
    profileId: profile.id,
    handle: profile.handle,
    createdAt: profile.created_at,
    uuidsSince,
    view: payload,
    site: c.var.urls,
  }
}

/** Whether to answer with a page: not to readers that accept what browsers do and follow its link to the feed. */
function isForPeople(c: Context<AppEnv>, type: string): boolean {
  return prefersPage(c, type) && c.req.query('as') !== 'feed'
}

/** Responds with a strong ETag, or with 304 if the client has it (RFC 9110 section 13.1.2). */
async function tagged(c: Context<AppEnv>, body: string, type: string): Promise<Response> {
  const etag = `"${(await sha256Hex(body)).slice(0, 32)}"`
  c.header('ETag', etag)
  const known = c.req.header('If-None-Match')?.split(',') ?? []
  if (known.some((tag) => tag.trim().replace(/^W\//, '') === etag)) return c.body(null, 304)
  return c.body(body, 200, { 'Content-Type': type })
}

function xml(c: Context<AppEnv>, body: string): Response {
  return c.body(body, 200, {
    'Content-Type': 'application/xml; charset=utf-8',
    'Cache-Control': 'max-age=3600',
  })
}

/**
 * Returns what a URL of this site names: a profile, and a badge if it is the page of one; null for any other URL. The
 * other pages of a profile stand for the profile.
 */
function pageNamed(page: string, site: Urls): { handle: string; badge?: string } | null {
  const url = new URL(page).href
  if (!url.startsWith(site.home)) return null
  const [, name = '', rest = ''] = /^(?:@|%40)([^/?#]+)\/?([^/?#]*)/.exec(url.slice(site.home.length)) ?? []
  const handle = name.toLowerCase()
  if (!HANDLE_PATTERN.test(handle)) return null
  return BADGES.has(rest) ? { handle, badge: rest } : { handle }
}

function noSuchPage(): LaurelError {
  return new LaurelError('not_found', 'This page doesn’t exist or is private.')
}
