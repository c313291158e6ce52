import type { FC } from 'hono/jsx'
import type { InsightsReport as Insights, InsightsSummary } from '../../../src/contract/insights.ts'
import { t } from '../../../src/language/language.ts'
import { InsightsReport } from '../../../src/ui/insights/insights-report.tsx'
import type { InsightsChoice } from '../../../src/ui/insights/periods.ts'
import type { Query } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { NoSessions, Unlisted } from '../parts/no-sessions.tsx'
import { OwnerNav } from '../parts/owner-nav.tsx'
import { paths } from '../paths.ts'
import { type Published, Publishing } from './publishing.tsx'

export interface InsightsPageProps {
  handle: string
  /** The query. */
  choice: InsightsChoice
  insights: Insights
  /** The totals that the owner may publish. */
  totals: InsightsSummary
  publishes: Published
}

/** A report on a profile's sessions, for its owner. Complete without a script: charts are rendered on the server. */
export const InsightsPage: FC<InsightsPageProps> = ({ handle, choice, insights, totals, publishes }) => {
  const { platforms, unlisted } = insights
  const links = {
    insights: (query: Query) => paths.insights(handle, query),
    sessions: (query: Query) => paths.sessions(handle, query),
  }
  return (
    <Layout title={t('Insights of @{handle}', { handle })} path={paths.insights(handle)} noindex>
      <div class="insights">
        <OwnerNav handle={handle} current="insights" />
        <h1>{t('Insights')}</h1>
        <InsightsReport
          links={links}
          choice={choice}
          insights={insights}
          none={unlisted > 0 ? null : <NoSessions handle={handle} />}
        >
          <Unlisted count={unlisted} handle={handle} />
        </InsightsReport>
        {(publishes.totals || publishes.calendar || platforms.length > 0) && (
          <Publishing handle={handle} totals={totals} publishes={publishes} />
        )}
      </div>
    </Layout>
  )
}
