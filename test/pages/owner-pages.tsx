import { InsightsPage, type InsightsPageProps } from '../../functions/pages/insights/page.tsx'
import { SessionsPage, type SessionsPageProps } from '../../functions/pages/sessions/page.tsx'
import { sessionsQueryIn } from '../../src/ui/sessions/query.ts'
import { circlePages } from './circle-pages.tsx'
import { everyKind, insightsOver, totals } from './made-sessions.ts'
import { NOW } from './made-views.ts'

/** The pages that only an owner sees, as they are sent. */

export function insightsPage(change: Partial<InsightsPageProps> = {}): string {
  const props: InsightsPageProps = {
    handle: 'ada',
    choice: { days: 30, source: null },
    insights: insightsOver(12),
    totals: totals(),
    publishes: { totals: false, calendar: false },
    ...change,
  }
  return String(<InsightsPage {...props} />)
}

export function sessionsPage(query = '', change: Partial<SessionsPageProps> = {}): string {
  const props: SessionsPageProps = {
    profile: { handle: 'ada', time_zone: 'Europe/Berlin' },
    query: sessionsQueryIn(new URLSearchParams(query)),
    list: everyKind(),
    histories: ['default', 'laptop'],
    opened: null,
    now: NOW,
    ...change,
  }
  return String(<SessionsPage {...props} />)
}

export const ownerPages = (): Readonly<Record<string, string>> => ({
  ...circlePages(),
  'insights of a month': insightsPage(),
  'insights of years': insightsPage({
    choice: { days: 36_500, source: 'cli' },
    insights: { ...insightsOver(50, 36_500, 20), unlisted: 7 },
    publishes: { totals: true, calendar: true },
  }),
  'insights of nothing': insightsPage({ insights: insightsOver(0), totals: totals({ total_sessions: 0 }) }),
  sessions: sessionsPage('open=s1&page=2', { opened: [{ id: 'one', name: 'One', tier: 'Gold' }] }),
  'sessions, none found': sessionsPage('q=nothing&children=1', {
    list: { ...everyKind(), sessions: [], total: 0 },
  }),
})
