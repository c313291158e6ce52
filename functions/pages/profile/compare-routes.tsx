import { type Context, Hono } from 'hono'
import { HANDLE_PATTERN } from '../../../src/contract/profiles.ts'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import { compare } from '../../../src/view/comparison.ts'
import type { AppEnv } from '../../app-env.ts'
import { access, admitted } from '../../http/access.ts'
import { handleTyped } from '../../http/owner-key.ts'
import { profileClient } from '../../profile/client.ts'
import { htmlPage } from '../html-page.tsx'
import { ChooseOtherPage, ComparePage } from './compare-page.tsx'

/** Two profiles badge by badge, for whoever may see both. Nothing of it is stored. */
export const compareRoutes = new Hono<AppEnv>()
  .get(`${HANDLE_ROUTE}/with`, access('anyone'), (c) => {
    const { profile } = c.var.access
    const typed = handleTyped(c.req.query('handle') ?? '')
    c.header('X-Robots-Tag', 'noindex')
    if (HANDLE_PATTERN.test(typed)) return c.redirect(c.var.paths.comparison(profile.handle, typed), 303)
    return htmlPage(c, <ChooseOtherPage handle={profile.handle} typed={typed} />)
  })
  .get(`${HANDLE_ROUTE}/with/:other{@[a-z0-9-]+}`, access('anyone'), async (c) => {
    const { profile } = c.var.access
    const { profile: other } = await admitted(c, 'anyone', 'other')
    // Any two pages make one: too many to index.
    c.header('X-Robots-Tag', 'noindex')
    if (other.handle === profile.handle) return c.redirect(c.var.paths.profile(profile.handle), 303)
    const [one, two] = await Promise.all([badgesOf(c, profile.handle), badgesOf(c, other.handle)])
    return htmlPage(
      c,
      <ComparePage
        one={{ ...profile, ...one }}
        other={{ ...other, ...two }}
        comparison={compare(one.achievements, two.achievements)}
        site={c.var.urls}
      />,
    )
  })

/** What visitors see of a profile, for owners too. */
async function badgesOf({ env }: Context<AppEnv>, handle: string) {
  const { achievements, provenance } = await profileClient(env, handle).views.achievements(false)
  return { achievements, provenance }
}
