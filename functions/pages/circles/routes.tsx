import { type Context, Hono } from 'hono'
import {
  CIRCLE_ID_PATTERN,
  CircleMonthQuery,
  JoinCircleSchema,
  MakeCircleSchema,
  RenameCircleSchema,
} from '../../../src/contract/circles.ts'
import { HANDLE_PATTERN } from '../../../src/contract/profiles.ts'
import { LaurelError } from '../../../src/errors.ts'
import { HANDLE_ROUTE, ROUTES } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formAs, valid } from '../../http/form-fields.ts'
import { handlesOfCookies } from '../../http/owner-cookie.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileClient } from '../../profile/client.ts'
import { circleNotFound } from '../../profile/services/circles.ts'
import { htmlPage } from '../html-page.tsx'
import { CirclePage } from './circle-page.tsx'
import { JoinPage } from './join-page.tsx'
import { CirclesPage } from './list-page.tsx'

const CIRCLES = `${HANDLE_ROUTE}/circles`
const CIRCLE = `${CIRCLES}/:circle`

/** The pages of circles, for their members, and where an invitation leads. */
export const circleRoutes = new Hono<AppEnv>()
  .get(ROUTES.joinCircle(), (c) => {
    const handles = handlesOfCookies(c).filter((handle) => HANDLE_PATTERN.test(handle))
    return htmlPage(c, <JoinPage handles={handles} />)
  })
  .get(CIRCLES, access('owner'), async (c) => htmlPage(c, await listPage(c)))
  .post(CIRCLES, rateLimit('strict'), access('owner'), (c) =>
    entered(c, async (circles) => circles.make(await formAs(c, MakeCircleSchema))),
  )
  .post(`${CIRCLES}/join`, rateLimit('key'), access('owner'), (c) =>
    entered(c, async (circles) => circles.join((await formAs(c, JoinCircleSchema)).code)),
  )
  .get(CIRCLE, access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    const { month = null } = valid(CircleMonthQuery, c.req.query())
    const circle = await profileClient(c.env, handle).circles.show(idIn(c), month)
    return htmlPage(c, <CirclePage handle={handle} circle={circle} site={c.var.urls} />)
  })
  .post(`${CIRCLE}/rename`, rateLimit('write'), access('owner'), async (c) => {
    const { name } = await formAs(c, RenameCircleSchema)
    return changed(c, (circles, id) => circles.rename(id, name))
  })
  .post(`${CIRCLE}/code`, rateLimit('strict'), access('owner'), (c) =>
    changed(c, (circles, id) => circles.renewCode(id)),
  )
  .post(`${CIRCLE}/members/:member/remove`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    const member = c.req.param('member')
    if (member !== handle) return changed(c, (circles, id) => circles.remove(id, member))
    await profileClient(c.env, handle).circles.leave(idIn(c))
    return c.redirect(c.var.paths.circles(handle), 303)
  })
  .post(`${CIRCLE}/end`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).circles.end(idIn(c))
    return c.redirect(c.var.paths.circles(handle), 303)
  })

type Calls = ReturnType<typeof profileClient>['circles']

/** Leads to the circle that somebody entered, or back to the forms with what went wrong. */
async function entered(c: Context<AppEnv>, enter: (circles: Calls) => Promise<string>) {
  const { handle } = c.var.access.profile
  try {
    const id = await enter(profileClient(c.env, handle).circles)
    return c.redirect(c.var.paths.circle(handle, id), 303)
  } catch (error) {
    if (!(error instanceof LaurelError) || error.status >= 500) throw error
    return htmlPage(c, await listPage(c, error), error.status)
  }
}

async function changed(c: Context<AppEnv>, change: (circles: Calls, id: string) => Promise<void>) {
  const { handle } = c.var.access.profile
  const id = idIn(c)
  await change(profileClient(c.env, handle).circles, id)
  return c.redirect(c.var.paths.circle(handle, id), 303)
}

async function listPage(c: Context<AppEnv>, error?: LaurelError) {
  const { profile } = c.var.access
  c.header('Cache-Control', 'no-store')
  const circles = await profileClient(c.env, profile.handle).circles.list()
  return <CirclesPage profile={profile} circles={circles} error={error} />
}

/** @throws LaurelError `circle_not_found` */
function idIn(c: Context<AppEnv>): string {
  const id = c.req.param('circle') ?? ''
  if (!CIRCLE_ID_PATTERN.test(id)) throw circleNotFound()
  return id
}
