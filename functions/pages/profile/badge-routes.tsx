import { Hono } from 'hono'
import type { Achievement, AchievementsPayload } from '../../../src/contract/achievements.ts'
import { credentialId } from '../../../src/credentials/credential.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { LaurelError } from '../../../src/errors.ts'
import { rarityAmong } from '../../../src/ui/rarity.ts'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formFields } from '../../http/form-fields.ts'
import { keepAnswer } from '../../http/kept-answers.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileClient } from '../../profile/client.ts'
import { revoke } from '../../public/credentials/issuing.ts'
import { rarityNow } from '../../rarity.ts'
import { htmlPage } from '../html-page.tsx'
import { BadgePage } from './badge-page.tsx'
import { RevokePage } from './revoke-page.tsx'

const BADGE_ROUTE = `${HANDLE_ROUTE}/:achievement{${CATALOG.map(({ id }) => id).join('|')}}` as const

/** The page of each badge that is not hidden. */
export const badgeRoutes = new Hono<AppEnv>()
  .get(BADGE_ROUTE, access('anyone'), async (c) => {
    const { profile, owner, stamp } = c.var.access
    keepAnswer(c, { handle: profile.handle, stamp })
    const id = c.req.param('achievement')
    const [{ achievement, provenance, identity }, rarity] = await Promise.all([
      shown(c.env, profile.handle, id, owner),
      rarityNow(c.env, c.var.config),
    ])
    return htmlPage(
      c,
      <BadgePage
        profile={profile}
        identity={identity}
        achievement={achievement}
        rarity={rarityAmong(rarity, provenance)}
        site={c.var.urls}
        credentialId={
          achievement.unlocked_at === null ? null : await credentialId(profile.id, id, achievement.tier)
        }
        viewing={{ now: Date.now() / 1000, newSeconds: c.var.config.NEW_UNLOCK_SECONDS }}
      />,
    )
  })
  .post(`${BADGE_ROUTE}/credential/revoke`, rateLimit('write'), access('owner'), async (c) => {
    const { id: profileId, handle } = c.var.access.profile
    const { achievement: badge } = await shown(c.env, handle, c.req.param('achievement'), true)
    const revoked = (await formFields(c, 'confirm')).confirm === 'yes'
    if (revoked) await revoke(c.env, profileId, badge.id)
    return htmlPage(
      c,
      <RevokePage
        handle={handle}
        badge={badge}
        revoked={revoked}
        ttlSeconds={c.var.config.STATUS_LIST_TTL_SECONDS}
      />,
    )
  })

/** Returns a badge as it is shown, who counted, and whose page it is. @throws LaurelError `not_found` for a hidden secret, too */
async function shown(
  env: Env,
  handle: string,
  id: string,
  owner: boolean,
): Promise<Pick<AchievementsPayload, 'provenance' | 'identity'> & { achievement: Achievement }> {
  const view = await profileClient(env, handle).views.achievements(owner)
  const achievement = view.achievements.find((item) => item.id === id && item.state !== 'secret')
  if (!achievement) throw new LaurelError('not_found', 'There is nothing here.')
  return { achievement, provenance: view.provenance, ...(view.identity && { identity: view.identity }) }
}
