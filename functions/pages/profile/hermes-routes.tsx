import { Hono } from 'hono'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileClient } from '../../profile/client.ts'
import { htmlPage } from '../html-page.tsx'
import { HermesSetUpPage } from './hermes-set-up.tsx'

/** The target of the form. */
export const hermesRoutes = new Hono<AppEnv>().post(
  `${HANDLE_ROUTE}/hermes-events`,
  rateLimit('write'),
  access('owner'),
  async (c) => {
    const { handle } = c.var.access.profile
    const { hermesEvents } = profileClient(c.env, handle)
    const { action } = await c.req.parseBody()
    if (action === 'stop') {
      await hermesEvents.removeSecret()
      return c.redirect(c.var.paths.panel(handle, 'hermes'), 303)
    }
    const hook = { url: c.var.urls.hermesEventsApi(handle), secret: await hermesEvents.makeSecret() }
    return htmlPage(c, <HermesSetUpPage handle={handle} hook={hook} />, 201)
  },
)
