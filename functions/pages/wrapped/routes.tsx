import { type Context, Hono } from 'hono'
import type { Period } from '../../../src/contract/wrapped.ts'
import { LaurelError } from '../../../src/errors.ts'
import { HANDLE_ROUTE, MONTH_ROUTE, YEAR_ROUTE } from '../../../src/urls.ts'
import { monthAt, periodIn, periodKey } from '../../../src/wrapped/period.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formFields } from '../../http/form-fields.ts'
import { keepAnswer } from '../../http/kept-answers.ts'
import { nothingHere } from '../../http/not-found.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileClient } from '../../profile/client.ts'
import { htmlPage } from '../html-page.tsx'
import { WrappedPage } from './page.tsx'

/** The story of each year and month: its preview for the owner, and what the owner publishes of it. */
export const wrappedRoutes = new Hono<AppEnv>().get(`${HANDLE_ROUTE}/wrapped`, access('owner'), (c) => {
  const { handle, time_zone } = c.var.access.profile
  const { year } = monthAt(Date.now() / 1000, time_zone)
  return c.redirect(c.var.paths.story(handle, periodKey({ year, month: null })), 303)
})

for (const route of [`${HANDLE_ROUTE}${YEAR_ROUTE}`, `${HANDLE_ROUTE}${YEAR_ROUTE}${MONTH_ROUTE}`]) {
  wrappedRoutes.get(route, access('anyone'), (c) => (c.var.access.owner ? owned(c) : shown(c)))
  wrappedRoutes.post(route, rateLimit('write'), access('owner'), change)
}

async function shown(c: Context<AppEnv>): Promise<Response> {
  const { profile, stamp } = c.var.access
  const period = periodOf(c)
  const client = profileClient(c.env, profile.handle).stories
  const [stored, keys] = await Promise.all([client.shown(period), client.keys()])
  if (stored === null) throw nothingHere()
  keepAnswer(c, { handle: profile.handle, stamp })
  c.header('X-Robots-Tag', 'noindex')
  return htmlPage(c, <WrappedPage profile={profile} {...stored} keys={keys} site={c.var.urls} owner={null} />)
}

/** What is published, if the owner did not ask how it would be now. */
async function owned(c: Context<AppEnv>): Promise<Response> {
  const { profile } = c.var.access
  const period = periodOf(c)
  const names = c.req.query('names') === 'yes'
  const client = profileClient(c.env, profile.handle).stories
  const [{ published, draft, digest, unlisted }, keys] = await Promise.all([
    client.owned(period, names),
    client.keys(),
  ])
  const isDraft = published === null || names || c.req.query('as') === 'draft'
  c.header('X-Robots-Tag', 'noindex')
  return htmlPage(
    c,
    <WrappedPage
      profile={profile}
      story={isDraft ? draft : published.story}
      published_at={published?.published_at ?? null}
      keys={keys}
      site={c.var.urls}
      owner={{
        period,
        isDraft,
        names,
        digest,
        unlisted,
        changed: c.req.query('changed') === 'yes',
        now: Date.now() / 1000,
      }}
    />,
  )
}

async function change(c: Context<AppEnv>): Promise<Response> {
  const { handle } = c.var.access.profile
  const period = periodOf(c)
  const { publish, names, seen } = await formFields(c, 'publish', 'names', 'seen')
  if (publish !== 'yes' && publish !== 'no') {
    throw new LaurelError('invalid_request', 'publish must be yes or no.')
  }
  const { stories } = profileClient(c.env, handle)
  const key = periodKey(period)
  if (publish === 'no') {
    await stories.withdraw(period)
    return c.redirect(c.var.paths.story(handle, key), 303)
  }
  const isSame = await stories.publish(period, names === 'yes', seen)
  const query = isSame ? {} : { as: 'draft', names, changed: 'yes' }
  return c.redirect(c.var.paths.story(handle, key, query), 303)
}

function periodOf(c: Context<AppEnv>): Period {
  const { year = '', month } = c.req.param() as { year?: string; month?: string }
  const period = periodIn(month === undefined ? year : `${year}-${month}`)
  if (period === null) throw nothingHere()
  return period
}
