import type { Child, FC } from 'hono/jsx'
import type { InsightsReport as Insights } from '../../contract/insights.ts'
import { t } from '../../language/language.ts'
import { dayOf } from '../charts/days.ts'
import { calendarDay } from '../dates.ts'
import { Activity } from './activity.tsx'
import { Breakdowns } from './breakdowns.tsx'
import { DayByDay, daysShown } from './day-by-day.tsx'
import type { InsightsLinks } from './insights-links.ts'
import { Overview } from './overview.tsx'
import { daysName, type InsightsChoice, noSessions, PERIODS, periodLabel } from './periods.ts'

export interface InsightsReportProps {
  links: InsightsLinks
  /** The query. */
  choice: InsightsChoice
  insights: Insights
  /** Why there are no sessions at all; null if something else says so. */
  none: Child
  /** Notes above the report. */
  children?: Child
}

/** A report on sessions, and links to choose its period and platform. */
export const InsightsReport: FC<InsightsReportProps> = ({ links, choice, insights, none, children }) => {
  const { report, daily, leading, platforms } = insights
  const today = dayOf(calendarDay(report.generated_at, report.timezone))
  const hasSessions = platforms.length > 0
  return (
    <>
      {hasSessions && <Choice links={links} choice={choice} platforms={platforms} />}
      {children}
      {report.empty ? (
        <Nothing links={links} choice={choice} none={hasSessions ? undefined : none} />
      ) : (
        <>
          <Overview overview={report.overview} />
          <Activity activity={report.activity} timeZone={report.timezone} />
          {daily.length > 0 && <DayByDay daily={daily} {...daysShown(daily, { days: choice.days, today })} />}
          <Breakdowns links={links} report={report} leading={leading} />
        </>
      )}
    </>
  )
}

/** Links to choose a period and a platform; each preserves the other. */
const Choice: FC<{ links: InsightsLinks; choice: InsightsChoice; platforms: readonly string[] }> = ({
  links,
  choice,
  platforms,
}) => {
  const days = daysName(choice.days)
  const { source } = choice
  return (
    <div class="filters choice">
      <nav aria-label={t('Period')}>
        <ul class="chips">
          {PERIODS.map((period) => {
            const name = period === '30' ? '' : period
            return (
              <li>
                <a
                  class="chip"
                  href={links.insights({ days: name, source })}
                  aria-current={name === days ? 'true' : undefined}
                >
                  {periodLabel(period)}
                </a>
              </li>
            )
          })}
        </ul>
      </nav>
      {platforms.length > 1 && (
        <nav aria-label={t('Platform')}>
          <ul class="chips chips-quiet">
            {[null, ...platforms].map((platform) => (
              <li>
                <a
                  class="chip"
                  href={links.insights({ days, source: platform })}
                  aria-current={platform === source ? 'true' : undefined}
                >
                  {platform ?? t('All platforms')}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  )
}

/** @param none why there are no sessions at all; undefined if there are some in other periods */
const Nothing: FC<{ links: InsightsLinks; choice: InsightsChoice; none: Child | undefined }> = (props) => {
  const { links, choice, none } = props
  if (none === null) return null
  return (
    <div class="notice">
      <p>
        {none ?? (
          <>
            <strong>{noSessions(choice)}</strong>{' '}
            <a href={links.insights({ days: 'all' })}>{t('Show all sessions')}</a>
          </>
        )}
      </p>
    </div>
  )
}
