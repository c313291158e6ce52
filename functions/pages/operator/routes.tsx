import { type Context, Hono } from 'hono'
import { LaurelError } from '../../../src/errors.ts'
import { ROUTES } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { formFields } from '../../http/form-fields.ts'
import { operatorOnly } from '../../http/operator.ts'
import { handleTyped } from '../../http/owner-key.ts'
import { readOverview } from '../../overview.ts'
import { eraseProfile } from '../../profile/lifecycle.ts'
import { htmlPage } from '../html-page.tsx'
import { OperatorPage, type OperatorPageProps } from './page.tsx'

/** The page of whoever runs the server. */
export const operatorRoutes = new Hono<AppEnv>()
  .use(`${ROUTES.operator}/*`, operatorOnly)
  .get(ROUTES.operator, (c) => operatorPage(c, { erased: c.req.query('done') === 'erased' }))
  .post(ROUTES.operatorErase, async (c) => {
    const fields = await formFields(c, 'handle', 'confirm')
    const handle = handleTyped(fields.handle)
    try {
      await erase(c, handle, fields.confirm === 'yes')
    } catch (error) {
      if (!(error instanceof LaurelError)) throw error
      return operatorPage(c, { error, handle }, error.status)
    }
    return c.redirect(`${c.var.urls.operator}?done=erased`, 303)
  })

async function operatorPage(
  c: Context<AppEnv>,
  props: Omit<OperatorPageProps, 'overview' | 'now'>,
  status?: LaurelError['status'],
) {
  const overview = await readOverview(c.env, c.var.config)
  const answer = htmlPage(c, <OperatorPage overview={overview} now={Date.now() / 1000} {...props} />, status)
  c.header('Cache-Control', 'no-store')
  return answer
}

/** @throws LaurelError `invalid_request` unless it is confirmed; `profile_not_found` */
async function erase(c: Context<AppEnv>, handle: string, confirmed: boolean): Promise<void> {
  if (!confirmed) {
    throw new LaurelError('invalid_request', 'You didn’t confirm, so nothing was erased.', {
      hint: 'Tick the box above the button, then try again.',
    })
  }
  const profile = await c.var.registry.find(handle)
  if (profile === null) {
    throw new LaurelError('profile_not_found', 'Nobody has this handle.', {
      hint: 'Check how it is spelled.',
    })
  }
  await eraseProfile(c.env, profile)
}
