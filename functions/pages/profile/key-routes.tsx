import { Hono } from 'hono'
import { LaurelError } from '../../../src/errors.ts'
import { HANDLE_ROUTE, ROUTES } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formFields } from '../../http/form-fields.ts'
import { handleTyped } from '../../http/owner-key.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { replaceKey } from '../../http/replace-key.ts'
import { profileClient } from '../../profile/client.ts'
import { htmlPage } from '../html-page.tsx'
import { KeyPage } from './key-page.tsx'
import { RecoverPage } from './recover.tsx'

/** What an owner does about the key and the browsers that are signed in. */
export const keyRoutes = new Hono<AppEnv>()
  .post(`${HANDLE_ROUTE}/owner-key`, rateLimit('write'), access('owner'), async (c) => {
    const { profile, presented } = c.var.access
    if (!presented || (await formFields(c, 'confirm')).confirm !== 'yes') {
      throw new LaurelError('invalid_request', 'You didn’t confirm the new key, so the current one stays.', {
        hint: 'Tick the box above the button, then try again.',
      })
    }
    const path = c.var.paths.ownerAction(profile.handle, 'owner-key')
    const key = await replaceKey(c, profile.handle, presented.proof)
    return htmlPage(c, <KeyPage handle={profile.handle} path={path} {...key} />)
  })
  .post(`${HANDLE_ROUTE}/sign-ins/:signIn/end`, rateLimit('write'), access('owner'), async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).ownerKey.end(c.req.param('signIn'))
    return c.redirect(c.var.paths.panel(handle, 'settings'), 303)
  })
  .get(ROUTES.recover, (c) => htmlPage(c, <RecoverPage handle={c.req.query('handle')} />))
  .post(ROUTES.recover, rateLimit('key'), async (c) => {
    const fields = await formFields(c, 'handle', 'recovery_code')
    const handle = handleTyped(fields.handle)
    try {
      const key = await replaceKey(c, handle, { recoveryCode: fields.recovery_code })
      return htmlPage(c, <KeyPage handle={handle} path={c.var.paths.recover} {...key} />)
    } catch (error) {
      if (!(error instanceof LaurelError) || error.code !== 'wrong_recovery_code') throw error
      return htmlPage(c, <RecoverPage error={error} handle={handle} />, error.status)
    }
  })
