import { Hono } from 'hono'
import { AddWebhookSchema } from '../../../src/contract/webhooks.ts'
import { HANDLE_ROUTE, paths } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formAs } from '../../http/form-fields.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileObject } from '../../profile/lifecycle.ts'
import { unwrap } from '../../profile/outcome.ts'
import { WebhookAddedPage } from './webhook-added.tsx'

/** The targets of the webhook forms on an owner's page. */
export const webhookRoutes = new Hono<AppEnv>()
  .post(`${HANDLE_ROUTE}/webhooks`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    const wanted = await formAs(c, AddWebhookSchema)
    const webhook = unwrap(
      await profileObject(c.env, handle).addWebhook({ ...wanted, origin: c.var.urls.root }),
    )
    return c.html(<WebhookAddedPage handle={handle} webhook={webhook} />, 201)
  })
  .post(`${HANDLE_ROUTE}/webhooks/:webhook/test`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    unwrap(await profileObject(c.env, handle).tryWebhook(c.req.param('webhook')))
    return c.redirect(paths.panel(handle, 'webhooks'), 303)
  })
  .post(`${HANDLE_ROUTE}/webhooks/:webhook/remove`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    unwrap(await profileObject(c.env, handle).removeWebhook(c.req.param('webhook')))
    return c.redirect(paths.panel(handle, 'webhooks'), 303)
  })
