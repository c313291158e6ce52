import { Hono } from 'hono'
import { SourceNameSchema } from '../../../src/contract/profiles.ts'
import { SetPullSchema } from '../../../src/contract/pulls.ts'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formFields, valid } from '../../http/form-fields.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileClient } from '../../profile/client.ts'

const FormSchema = SetPullSchema.extend({ name: SourceNameSchema })

/** The targets of the forms on an owner's page that say where histories are fetched from. */
export const pullRoutes = new Hono<AppEnv>()
  .post(`${HANDLE_ROUTE}/pulls`, rateLimit('strict'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    const fields = await formFields(c, 'name', 'url', 'interval', 'header_name', 'header_value')
    const hasHeader = fields.header_name !== '' || fields.header_value !== ''
    const { name: source, ...wanted } = valid(FormSchema, {
      name: fields.name,
      url: fields.url.trim(),
      interval_seconds: Number(fields.interval),
      header: hasHeader ? { name: fields.header_name, value: fields.header_value } : null,
    })
    await profileClient(c.env, handle).pulls.set({ ...wanted, source, origin: c.var.urls.root })
    return c.redirect(c.var.paths.panel(handle, 'histories'), 303)
  })
  .post(`${HANDLE_ROUTE}/pulls/:source/now`, rateLimit('strict'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).pulls.now(c.req.param('source'))
    return c.redirect(c.var.paths.panel(handle, 'histories'), 303)
  })
  .post(`${HANDLE_ROUTE}/pulls/:source/remove`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).pulls.remove(c.req.param('source'))
    return c.redirect(c.var.paths.panel(handle, 'histories'), 303)
  })
