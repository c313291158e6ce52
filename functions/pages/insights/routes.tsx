import { Hono } from 'hono'
import { LaurelError } from '../../../src/errors.ts'
import { choiceIn } from '../../../src/ui/insights/periods.ts'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { formFields } from '../../http/form-fields.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { profileClient } from '../../profile/client.ts'
import { htmlPage } from '../html-page.tsx'
import { InsightsPage } from './page.tsx'

/** The insights page, and the switch that publishes its totals. */
export const insightsRoutes = new Hono<AppEnv>()
  .get(`${HANDLE_ROUTE}/insights`, access('owner'), async (c) => {
    const { handle, publish_insights = false } = c.var.access.profile
    const choice = choiceIn(new URL(c.req.url).searchParams)
    const client = profileClient(c.env, handle)
    const [insights, totals] = await Promise.all([
      client.insights.report(choice),
      client.insights.summary(true),
    ])
    return htmlPage(
      c,
      <InsightsPage
        handle={handle}
        choice={choice}
        insights={insights}
        totals={totals}
        publishes={publish_insights}
      />,
    )
  })
  .post(`${HANDLE_ROUTE}/insights`, rateLimit('write'), access('owner'), async (c) => {
    const { profile } = c.var.access
    const { publish } = await formFields(c, 'publish')
    if (publish !== 'yes' && publish !== 'no') {
      throw new LaurelError('invalid_request', 'publish must be yes or no.')
    }
    await profileClient(c.env, profile.handle).profile.change({ publish_insights: publish === 'yes' })
    return c.redirect(`${c.var.paths.insights(profile.handle)}#publish-heading`, 303)
  })
