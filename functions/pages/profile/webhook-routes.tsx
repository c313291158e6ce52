import { Hono } from 'hono'
import { AddWebhookSchema } from '../../../src/contract/webhooks.ts'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formAs } from '../../http/form-fields.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileClient } from '../../profile/client.ts'
import { htmlPage } from '../html-page.tsx'
import { WebhookAddedPage } from './webhook-added.tsx'

/** The targets of the webhook forms on an owner's page. */
export const webhookRoutes = new Hono<AppEnv>()
  .post(`${HANDLE_ROUTE}/webhooks`, rateLimit('strict'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    const wanted = await formAs(c, AddWebhookSchema)
    const webhook = await profileClient(c.env, handle).webhooks.add({ ...wanted, origin: c.var.urls.root })
    return htmlPage(c, <WebhookAddedPage handle={handle} webhook={webhook} />, 201)
  })
  .post(`${HANDLE_ROUTE}/webhooks/:webhook/test`, rateLimit('strict'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).webhooks.try(c.req.param('webhook'))
    return c.redirect(c.var.paths.panel(handle, 'webhooks'), 303)
  })
  .post(`${HANDLE_ROUTE}/webhooks/:webhook/remove`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).webhooks.remove(c.req.param('webhook'))
    return c.redirect(c.var.paths.panel(handle, 'webhooks'), 303)
  })
