import { Hono } from 'hono'
import { ListingTable } from '../../../src/storage/listing-table.ts'
import { ROUTES } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { htmlPage } from '../html-page.tsx'
import { ExplorePage } from './page.tsx'
import { exploreQuery, placeName, tiersOf } from './query.ts'

/** Public pages whose owners list them. */
export const exploreRoutes = new Hono<AppEnv>().get(ROUTES.explore, async (c) => {
  const { EXPLORE_PAGES, EXPLORE_TTL_SECONDS } = c.var.config
  const query = exploreQuery(c.req.query())
  const wanted = { badge: query.badge?.id ?? null, tiers: tiersOf(query), after: query.after }
  // One more tells whether there are any.
  const found = await new ListingTable(c.env.REGISTRY).pages(wanted, EXPLORE_PAGES + 1)
  const pages = found.slice(0, EXPLORE_PAGES)
  const last = found.length > pages.length ? pages.at(-1) : undefined
  c.header('Cache-Control', `max-age=${EXPLORE_TTL_SECONDS}`)
  return htmlPage(c, <ExplorePage query={query} pages={pages} next={last ? placeName(last) : null} />, 200)
})
