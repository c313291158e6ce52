import { Hono } from 'hono'
import { LiveIdSchema } from '../../../src/contract/live.ts'
import { LaurelError } from '../../../src/errors.ts'
import { listOf, sessionsQueryIn } from '../../../src/ui/sessions/query.ts'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formFields } from '../../http/form-fields.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileClient } from '../../profile/client.ts'
import { htmlPage } from '../html-page.tsx'
import { SessionsPage } from './page.tsx'

/** The page of sessions, and the form that renames one that is reported live. */
export const sessionsRoutes = new Hono<AppEnv>()
  .get(`${HANDLE_ROUTE}/sessions`, access('owner'), async (c) => {
    const { profile } = c.var.access
    const query = sessionsQueryIn(new URL(c.req.url).searchParams)
    const client = profileClient(c.env, profile.handle)
    const [list, sources, opened] = await Promise.all([
      client.sessions.list(listOf(query)),
      client.sources.list(),
      query.open === null ? null : client.views.sessionBadges(query.open).catch(nullIfRefused),
    ])
    return htmlPage(
      c,
      <SessionsPage
        profile={profile}
        query={query}
        list={list}
        histories={sources.sources.map(({ name }) => name)}
        opened={opened?.badges ?? null}
        now={Date.now() / 1000}
      />,
    )
  })
  .post(`${HANDLE_ROUTE}/sessions/:id/rename`, rateLimit('write'), access('owner'), async (c) => {
    const { profile } = c.var.access
    const id = LiveIdSchema.safeParse(c.req.param('id'))
    if (!id.success) throw new LaurelError('session_not_found', 'There is no live session with this id.')
    const { title } = await formFields(c, 'title')
    const change = { kind: 'rename' as const, title: title || null }
    await profileClient(c.env, profile.handle).live.change(profile.id, id.data, change)
    return c.redirect(c.var.paths.sessions(profile.handle, { open: id.data }), 303)
  })

/** A session that is unknown, or not scanned yet, has nothing to open. */
function nullIfRefused(error: unknown): null {
  if (error instanceof LaurelError) return null
  throw error
}
