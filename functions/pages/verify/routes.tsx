import { Hono } from 'hono'
import { VerifyRequestSchema } from '../../../src/contract/credentials.ts'
import { ROUTES } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { formFields } from '../../http/form-fields.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { verificationResult } from '../../public/credentials/verifying.ts'
import { htmlPage } from '../html-page.tsx'
import { VerifyPage } from './page.tsx'

const NOT_TAKEN = {
  message: 'There’s nothing to verify here.',
  hint: 'Paste the whole credential, and nothing else.',
}

/** The page to verify credentials. */
export const verifyRoutes = new Hono<AppEnv>()
  .get(ROUTES.verify, (c) => htmlPage(c, <VerifyPage />))
  .post(ROUTES.verify, rateLimit('write'), async (c) => {
    const sent = VerifyRequestSchema.safeParse(await formFields(c, 'credential'))
    c.header('Cache-Control', 'no-store')
    if (!sent.success) return htmlPage(c, <VerifyPage error={NOT_TAKEN} />, 400)
    const verdict = await verificationResult(c.env, c.var.urls, sent.data.credential)
    return htmlPage(c, <VerifyPage verdict={verdict} />)
  })
