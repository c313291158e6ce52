import { Hono } from 'hono'
import { LaurelError } from '../../../src/errors.ts'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formFields } from '../../http/form-fields.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileClient } from '../../profile/client.ts'

/** The target of the form that says whose page it is. Its links and pins have a field each, `link1`, `link2`, … */
export const identityRoutes = new Hono<AppEnv>().post(
  `${HANDLE_ROUTE}/identity`,
  rateLimit('strict'),
  access('owner'),
  async (c) => {
    const { handle } = c.var.access.profile
    const { IDENTITY_LINKS_MAX, IDENTITY_PINS_MAX } = c.var.config
    const { name, line } = await formFields(c, 'name', 'line')
    // Each field that is empty takes away what was there: a form that lacks them must not.
    const sent = await c.req.parseBody()
    if (typeof sent.name !== 'string' || typeof sent.line !== 'string')
      throw new LaurelError('invalid_request', 'The form lacks fields. Nothing was changed.')
    const links = await numbered('link', IDENTITY_LINKS_MAX)
    const pins = await numbered('pin', IDENTITY_PINS_MAX)
    await profileClient(c.env, handle).identities.set({ name, line, links, pins }, c.var.urls.root)
    return c.redirect(c.var.paths.panel(handle, 'identity'), 303)

    async function numbered(field: string, count: number): Promise<string[]> {
      const names = Array.from({ length: count }, (_, index) => `${field}${index + 1}`)
      return Object.values(await formFields(c, ...names))
    }
  },
)
