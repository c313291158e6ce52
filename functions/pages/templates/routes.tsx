import { type Context, Hono } from 'hono'
import { CreateTemplateSchema, TemplateNameSchema } from '../../../src/contract/session-templates.ts'
import { LaurelError } from '../../../src/errors.ts'
import { templateNotFound } from '../../../src/templates/template.ts'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formFields, valid } from '../../http/form-fields.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileClient } from '../../profile/client.ts'
import { htmlPage } from '../html-page.tsx'
import { TemplatesPage } from './page.tsx'
import { TemplatePage } from './template-page.tsx'

const SUGGESTIONS_SHOWN = 10

/** The owner's pages of session templates, and the targets of their forms. */
export const templateRoutes = new Hono<AppEnv>()
  .get(`${HANDLE_ROUTE}/templates`, access('owner'), async (c) => htmlPage(c, await listPage(c)))
  .post(`${HANDLE_ROUTE}/templates`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    const { session_id } = await formFields(c, 'session_id')
    try {
      const wanted = valid(CreateTemplateSchema, {
        session_id: session_id.trim(),
        source: c.req.query('source'),
      })
      const { name } = await profileClient(c.env, handle).templates.create(wanted)
      return c.redirect(c.var.paths.template(handle, name), 303)
    } catch (error) {
      if (!(error instanceof LaurelError) || error.status >= 500) throw error
      return htmlPage(c, await listPage(c, error), error.status)
    }
  })
  .get(`${HANDLE_ROUTE}/templates/:name`, access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    const template = await profileClient(c.env, handle).templates.show(nameIn(c))
    return htmlPage(
      c,
      <TemplatePage handle={handle} template={template} now={Date.now() / 1000} site={c.var.urls} />,
    )
  })
  .post(`${HANDLE_ROUTE}/templates/:name/delete`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).templates.remove(nameIn(c))
    return c.redirect(c.var.paths.templates(handle), 303)
  })

async function listPage(c: Context<AppEnv>, error?: LaurelError) {
  const { profile } = c.var.access
  const client = profileClient(c.env, profile.handle)
  const [templates, sources] = await Promise.all([client.templates.list(null), client.sources.list()])
  const kept = sources.sources.some(({ bytes }) => bytes > 0)
  const wanted = kept && c.req.query('suggest') !== undefined
  return (
    <TemplatesPage
      profile={profile}
      templates={templates}
      suggestions={wanted ? await client.templates.suggest(SUGGESTIONS_SHOWN, 'today') : null}
      kept={kept}
      now={Date.now() / 1000}
      error={error}
    />
  )
}

/** @throws LaurelError `template_not_found` */
function nameIn(c: Context<AppEnv>): string {
  const name = TemplateNameSchema.safeParse(c.req.param('name'))
  if (!name.success) throw templateNotFound()
  return name.data
}
