import { Hono } from 'hono'
import { credentialId } from '../../../src/credentials/credential.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { LaurelError } from '../../../src/errors.ts'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { keepAnswer } from '../../http/kept-answers.ts'
import { profileClient } from '../../profile/client.ts'
import { htmlPage } from '../html-page.tsx'
import { BadgePage } from './badge-page.tsx'

const IDS = CATALOG.map(({ id }) => id).join('|')

/** The page of each badge that is not hidden. */
export const badgeRoutes = new Hono<AppEnv>().get(
  `${HANDLE_ROUTE}/:achievement{${IDS}}`,
  access('anyone'),
  async (c) => {
    const { profile, owner, stamp } = c.var.access
    keepAnswer(c, { handle: profile.handle, stamp })
    const view = await profileClient(c.env, profile.handle).views.achievements(owner)
    const id = c.req.param('achievement')
    // A hidden secret looks like a missing badge.
    const achievement = view.achievements.find((item) => item.id === id && item.state !== 'secret')
    if (!achievement) throw new LaurelError('not_found', 'There is nothing here.')
    return htmlPage(
      c,
      <BadgePage
        profile={profile}
        achievement={achievement}
        site={c.var.urls}
        credentialId={
          achievement.unlocked_at === null ? null : await credentialId(profile.id, id, achievement.tier)
        }
        viewing={{ now: Date.now() / 1000, newSeconds: c.var.config.NEW_UNLOCK_SECONDS }}
      />,
    )
  },
)
