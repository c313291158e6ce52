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

/** The insights page, and the switches that publish its totals and the calendar. */
export const insightsRoutes = new Hono<AppEnv>()
  .get(`${HANDLE_ROUTE}/insights`, access('owner'), async (c) => {
    const { handle, publish_insights = false, publish_calendar = false } = c.var.access.profile
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
        publishes={{ totals: publish_insights, calendar: publish_calendar }}
      />,
    )
  })
  .post(`${HANDLE_ROUTE}/insights`, rateLimit('write'), access('owner'), async (c) => {
    const { profile } = c.var.access
    const { publish, calendar } = await formFields(c, 'publish', 'calendar')
    const [totals, year] = [saidIn(publish), saidIn(calendar)]
    if (totals === undefined && year === undefined) {
      throw new LaurelError('invalid_request', 'publish or calendar must be yes or no.')
    }
    await profileClient(c.env, profile.handle).profile.change({
      publish_insights: totals,
      publish_calendar: year,
    })
    const place = totals === undefined ? 'calendar-heading' : 'publish-heading'
    return c.redirect(`${c.var.paths.insights(profile.handle)}#${place}`, 303)
  })

/** Returns what a switch is set to; undefined if the form does not say. */
function saidIn(value: string): boolean | undefined {
  return value === 'yes' ? true : value === 'no' ? false : undefined
}
