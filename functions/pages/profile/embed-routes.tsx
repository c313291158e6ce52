import { Hono } from 'hono'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { profileClient } from '../../profile/client.ts'
import { htmlPage } from '../html-page.tsx'
import { choiceFrom } from './embed-choice.ts'
import { EmbedPage } from './embed-page.tsx'

/** The page to configure images for other sites. */
export const embedRoutes = new Hono<AppEnv>().get(`${HANDLE_ROUTE}/embed`, access('anyone'), async (c) => {
  const { profile, owner } = c.var.access
  const { achievements } = await profileClient(c.env, profile.handle).views.achievements(owner)
  const badges = achievements.filter(({ state }) => state !== 'secret')
  const choice = choiceFrom(c.req.queries(), new Set(badges.map(({ id }) => id)))
  return htmlPage(c, <EmbedPage profile={profile} choice={choice} badges={badges} site={c.var.urls} />)
})
