import { Hono } from 'hono'
import { ChangeProfileSchema } from '../../../src/contract/profiles.ts'
import { AddSourceSchema, ChangeSourceSchema } from '../../../src/contract/sources.ts'
import { LaurelError } from '../../../src/errors.ts'
import { filtersIn } from '../../../src/ui/filters.ts'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formAs, formFields, valid } from '../../http/form-fields.ts'
import { keepAnswer } from '../../http/kept-answers.ts'
import { dropOwnerCookie } from '../../http/owner-cookie.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileClient } from '../../profile/client.ts'
import { eraseProfile } from '../../profile/lifecycle.ts'
import { rarityNow } from '../../rarity.ts'
import { htmlPage } from '../html-page.tsx'
import { DeletedPage } from './deleted-page.tsx'
import { ProfilePage } from './page.tsx'
import { RecountPage } from './recount-page.tsx'

/** A profile's page, and the targets of its owner's forms. */
export const profileRoutes = new Hono<AppEnv>()
  .get(HANDLE_ROUTE, access('anyone'), async (c) => {
    const { profile, owner, signIn, stamp } = c.var.access
    keepAnswer(c, { handle: profile.handle, stamp })
    const { views, ownerKey } = profileClient(c.env, profile.handle)
    const [{ payload, hasSnapshot, unreached, sources, pulls, webhooks, totals, stories }, signIns, rarity] =
      await Promise.all([
        views.overview(owner),
        owner ? ownerKey.list(signIn) : null,
        rarityNow(c.env, c.var.config),
      ])
    return htmlPage(
      c,
      <ProfilePage
        profile={profile}
        view={payload}
        sources={sources}
        pulls={pulls}
        webhooks={webhooks}
        signIns={signIns}
        totals={totals}
        rarity={rarity}
        stories={stories}
        unreached={unreached}
        identityLimits={{
          links: c.var.config.IDENTITY_LINKS_MAX,
          pins: c.var.config.IDENTITY_PINS_MAX,
        }}
        filters={filtersIn(new URL(c.req.url).searchParams)}
        viewing={{ now: Date.now() / 1000, newSeconds: c.var.config.NEW_UNLOCK_SECONDS }}
        hasSnapshot={hasSnapshot}
        site={c.var.urls}
      />,
    )
  })
  // Redirects `@handle`, plain or percent-encoded, to the page's own URL.
  .get('/:handle{(?:@|%40)[A-Za-z0-9-]+}', (c) => {
    const handle = c.req.param('handle').slice(1).toLowerCase()
    return c.redirect(c.var.paths.profile(handle) + new URL(c.req.url).search, 301)
  })
  .post(`${HANDLE_ROUTE}/rescan`, rateLimit('write'), access('owner'), async (c) => {
    const { profile } = c.var.access
    await profileClient(c.env, profile.handle).scans.refresh()
    return c.redirect(c.var.paths.profile(profile.handle), 303)
  })
  .post(`${HANDLE_ROUTE}/recount`, rateLimit('write'), access('owner'), async (c) => {
    const { handle, time_zone } = c.var.access.profile
    const confirmed = (await formFields(c, 'confirm')).confirm === 'yes'
    const recount = await profileClient(c.env, handle).scans.recount(confirmed)
    if (confirmed) return c.redirect(c.var.paths.profile(handle), 303)
    c.header('Cache-Control', 'no-store')
    return htmlPage(c, <RecountPage handle={handle} timeZone={time_zone} recount={recount} />)
  })
  .post(`${HANDLE_ROUTE}/settings`, rateLimit('write'), access('owner'), async (c) => {
    const { profile } = c.var.access
    // Visibility has its own form.
    const form = await formFields(c, 'time_zone', 'visibility', 'live_reports', 'listed')
    const { live_reports: live, listed, ...fields } = form
    const named = Object.fromEntries(Object.entries(fields).filter(([, value]) => value))
    const change = valid(ChangeProfileSchema, {
      ...named,
      ...(live ? { sync_to_insights: live === 'kept' } : {}),
      // The form has it beside every visibility, and it is for public pages.
      ...(listed ? { listed: listed === 'yes' && fields.visibility === 'public' } : {}),
    })
    await profileClient(c.env, profile.handle).profile.change(change)
    return c.redirect(c.var.paths.profile(profile.handle), 303)
  })
  .post(`${HANDLE_ROUTE}/sources`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    const { name, retention } = await formAs(c, AddSourceSchema)
    await profileClient(c.env, handle).sources.add(name, { retention })
    return c.redirect(c.var.paths.panel(handle, 'histories'), 303)
  })
  .post(`${HANDLE_ROUTE}/sources/:source/change`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    const change = await formAs(c, ChangeSourceSchema)
    await profileClient(c.env, handle).sources.change(c.req.param('source'), change)
    return c.redirect(c.var.paths.panel(handle, 'histories'), 303)
  })
  .post(`${HANDLE_ROUTE}/sources/:source/remove`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).sources.remove(c.req.param('source'))
    return c.redirect(c.var.paths.panel(handle, 'histories'), 303)
  })
  .post(`${HANDLE_ROUTE}/delete`, rateLimit('write'), access('owner'), async (c) => {
    const { profile } = c.var.access
    const { confirm } = await formFields(c, 'confirm')
    if (confirm !== profile.handle) {
      throw new LaurelError('invalid_request', 'That isn’t this page’s handle, so nothing was deleted.', {
        hint: `Type ${profile.handle} to confirm.`,
      })
    }
    // What can no longer be shown can still be deleted.
    const held = await profileClient(c.env, profile.handle)
      .views.overview(true)
      .catch(() => null)
    await eraseProfile(c.env, profile)
    dropOwnerCookie(c, profile.handle)
    c.header('Cache-Control', 'no-store')
    return htmlPage(
      c,
      <DeletedPage
        handle={profile.handle}
        held={held}
        restDays={c.var.config.HANDLE_REST_SECONDS / 86_400}
      />,
    )
  })
