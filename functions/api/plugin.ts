import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import { recentUnlocks } from '../../src/view/selection.ts'
import type { AppEnv } from '../app-env.ts'
import { nothingHere } from '../http/not-found.ts'
import { handleTyped } from '../http/owner-key.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { thisMachineOnly } from '../http/this-machine.ts'
import { type ProfileClient, profileClient } from '../profile/client.ts'
import { findProfile } from '../profile/lifecycle.ts'
import { withArray } from './rescan.ts'

type PluginEnv = AppEnv & { Variables: { shown: ProfileClient } }

/** Without PLUGIN_PROFILE, these paths look like any others that do not exist. */
const switchedOn = createMiddleware<PluginEnv>(async (c, next) => {
  if (!c.env.PLUGIN_PROFILE) throw nothingHere()
  await next()
})

const shownProfile = createMiddleware<PluginEnv>(async (c, next) => {
  const profile = await findProfile(c.env, handleTyped(c.env.PLUGIN_PROFILE ?? ''))
  if (profile === null) {
    throw new LaurelError('profile_not_found', 'PLUGIN_PROFILE names a profile that doesn’t exist.', {
      hint: 'Create it, or set PLUGIN_PROFILE to the handle of another one.',
    })
  }
  c.set('shown', profileClient(c.env, profile.handle))
  c.header('Cache-Control', 'no-store')
  await next()
})

/**
 * The API of Hermes' achievements plugin (its dashboard/plugin_api.py), for one profile, to whoever is at the server's
 * own machine. Clients of the plugin have its path built in and know no key.
 */
export const pluginApi = new Hono<PluginEnv>()
  .use(switchedOn, thisMachineOnly, shownProfile)
  .get('/achievements', async (c) => c.json(await c.var.shown.plugin.achievements()))
  .get('/scan-status', async (c) => c.json(await c.var.shown.plugin.status()))
  .get('/recent-unlocks', async (c) => {
    const { achievements } = await c.var.shown.plugin.achievements()
    return c.json(recentUnlocks(achievements, c.var.config.RECENT_UNLOCKS_MAX))
  })
  .get('/sessions/:id/badges', async (c) => c.json(await c.var.shown.plugin.sessionBadges(c.req.param('id'))))
  .post('/rescan', rateLimit('write'), async (c) => {
    const { shown } = c.var
    const { payload, aggregate } = await shown.plugin.rescan()
    const answer = withArray({ ok: true, ...payload, aggregate }, 'sessions', await shown.archive.sessions())
    return c.body(answer, 200, { 'Content-Type': 'application/json' })
  })
  .post('/reset-state', rateLimit('write'), async (c) => {
    await c.var.shown.profile.reset()
    return c.json({ ok: true })
  })
