import { Hono } from 'hono'
import { LiveIdSchema } from '../../../src/contract/live.ts'
import { LaurelError } from '../../../src/errors.ts'
import { HANDLE_ROUTE, paths } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formFields } from '../../http/form-fields.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileObject } from '../../profile/lifecycle.ts'
import { unwrap } from '../../profile/outcome.ts'
import { SessionsPage } from './page.tsx'
import { listOf, sessionsQueryIn } from './query.ts'

/** The sessions page, and the form to rename a live session. */
export const sessionsRoutes = new Hono<AppEnv>()
  .get(`${HANDLE_ROUTE}/sessions`, access('owner'), async (c) => {
    const { profile } = c.var.access
    const query = sessionsQueryIn(new URL(c.req.url).searchParams)
    const object = profileObject(c.env, profile.handle)
    const [list, sources, opened] = await Promise.all([
      object.listSessions(listOf(query)),
      object.sources(),
      query.open === null ? null : object.sessionBadges(query.open),
    ])
    return c.html(
      <SessionsPage
        profile={profile}
        query={query}
        list={unwrap(list)}
        histories={unwrap(sources).sources.map(({ name }) => name)}
        opened={opened?.ok ? opened.value.badges : null}
        now={Date.now() / 1000}
      />,
    )
  })
  .post(`${HANDLE_ROUTE}/sessions/:id/rename`, rateLimit('write'), access('owner'), async (c) => {
    const { profile } = c.var.access
    const id = LiveIdSchema.safeParse(c.req.param('id'))
    if (!id.success) throw new LaurelError('session_not_found', 'No session of this id is reported live.')
    const { title } = await formFields(c, 'title')
    const change = { kind: 'rename' as const, title: title || null }
    unwrap(await profileObject(c.env, profile.handle).changeLive(profile.id, id.data, change))
    return c.redirect(paths.sessions(profile.handle, { open: id.data }), 303)
  })
