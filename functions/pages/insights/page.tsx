import type { FC } from 'hono/jsx'
import type { InsightsReport, InsightsSummary } from '../../../src/contract/insights.ts'
import { dayOf } from '../../../src/ui/charts/days.ts'
import { calendarDay } from '../../../src/ui/dates.ts'
import { paths } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { OwnerNav } from '../parts/owner-nav.tsx'
import { Unlisted } from '../parts/unlisted.tsx'
import { Activity } from './activity.tsx'
import { Breakdowns } from './breakdowns.tsx'
import { DayByDay, daysShown } from './day-by-day.tsx'
import { Overview } from './overview.tsx'
import { daysName, type InsightsChoice, PERIODS, periodName } from './periods.ts'
import { Publishing } from './publishing.tsx'

export interface InsightsPageProps {
  handle: string
  /** The query. */
  choice: InsightsChoice
  insights: InsightsReport
  /** The totals that the owner may publish. */
  totals: InsightsSummary
  publishes: boolean
}

/** A report on a profile's sessions, for its owner. Complete without a script: charts are rendered on the server. */
export const InsightsPage: FC<InsightsPageProps> = ({ handle, choice, insights, totals, publishes }) => {
  const { report, daily, platforms, unlisted } = insights
  const today = dayOf(calendarDay(report.generated_at, report.timezone))
  return (
    <Layout title={`Insights of @${handle}`} path={paths.insights(handle)} noindex>
      <div class="insights">
        <OwnerNav handle={handle} current="insights" />
        <h1>Insights</h1>
        <Choice handle={handle} choice={choice} platforms={platforms} />
        <Unlisted count={unlisted} />
        {report.empty ? (
          <Nothing handle={handle} choice={choice} hasSessions={platforms.length > 0} />
        ) : (
          <>
            <Overview overview={report.overview} />
            <Activity activity={report.activity} timeZone={report.timezone} />
            {daily.length > 0 && (
              <DayByDay daily={daily} {...daysShown(daily, { days: choice.days, today })} />
            )}
            <Breakdowns handle={handle} report={report} />
          </>
        )}
        <Publishing handle={handle} totals={totals} publishes={publishes} />
      </div>
    </Layout>
  )
}

/** Links to choose a period and a platform; each preserves the other. */
const Choice: FC<{ handle: string; choice: InsightsChoice; platforms: readonly string[] }> = ({
  handle,
  choice,
  platforms,
}) => {
  const days = daysName(choice.days)
  const { source } = choice
  return (
    <div class="filters choice">
      <nav aria-label="Period">
        <ul class="chips">
          {PERIODS.map((period) => {
            const name = period.days === '30' ? '' : period.days
            return (
              <li>
                <a
                  class="chip"
                  href={paths.insights(handle, { days: name, source })}
                  aria-current={name === days ? 'true' : undefined}
                >
                  {period.label}
                </a>
              </li>
            )
          })}
        </ul>
      </nav>
      {platforms.length > 1 && (
        <nav aria-label="Platform">
          <ul class="chips chips-quiet">
            {[null, ...platforms].map((platform) => (
              <li>
                <a
                  class="chip"
                  href={paths.insights(handle, { days, source: platform })}
                  aria-current={platform === source ? 'true' : undefined}
                >
                  {platform ?? 'All platforms'}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  )
}

const Nothing: FC<{ handle: string; choice: InsightsChoice; hasSessions: boolean }> = (props) => {
  const { handle, choice, hasSessions } = props
  const where = choice.source === null ? '' : ` on ${choice.source}`
  return (
    <div class="notice">
      <p>
        {hasSessions ? (
          <>
            <strong>No sessions{`${periodName(choice.days)}${where}.`}</strong>{' '}
            <a href={paths.insights(handle, { days: 'all' })}>Show all sessions</a>
          </>
        ) : (
          <>
            <strong>No sessions yet.</strong> Add a history, or let an agent report sessions live.
          </>
        )}
      </p>
    </div>
  )
}
