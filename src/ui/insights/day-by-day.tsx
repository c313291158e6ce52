import type { FC } from 'hono/jsx'
import type { InsightsDay } from '../../contract/insights.ts'
import { t } from '../../language/language.ts'
import { BarChart } from '../charts/bar-chart.tsx'
import { dayOf } from '../charts/days.ts'
import { compact, dollars, dollarsShort } from '../charts/figures.ts'
import { bySpan, type Span, type SpanUnit, spansBetween, unitOf } from '../charts/spans.ts'
import { grouped, tokens } from '../wording.ts'
import { Calendar, type CalendarProps } from './calendar.tsx'
import { ChartCard } from './chart-card.tsx'

/** More labels would overlap on a phone. */
const LABELS = 4
/** Days whose calendar is no wider than the other charts. */
const SHORT = 84

/** A calendar, tokens and cost: by day or, for long periods, by week, month or year. */
export const DayByDay: FC<CalendarProps> = ({ daily, from, to }) => {
  const unit = unitOf(from, to)
  const spans = spansBetween(from, to, unit)
  const groups = bySpan(spans, unit, daily)
  return (
    <section class="insights-part" aria-labelledby="days-heading">
      <h2 id="days-heading">{t('Day by day')}</h2>
      <div class={to - from < SHORT ? 'chart-row chart-row-short' : 'chart-row'}>
        <Calendar daily={daily} from={from} to={to} />
        <Tokens spans={spans} groups={groups} unit={unit} />
        <Costs spans={spans} groups={groups} unit={unit} />
      </div>
    </section>
  )
}

interface SpansProps {
  spans: readonly Span[]
  /** Rows of each span. */
  groups: readonly InsightsDay[][]
  unit: SpanUnit
}

const Tokens: FC<SpansProps> = ({ spans, groups, unit }) => {
  const rows = spans.map((span, index) => {
    const days = groups[index] ?? []
    const total = sumOf(days, (day) => day.total_tokens)
    const cached = sumOf(days, (day) => day.cache_read_tokens + day.cache_write_tokens)
    return { span, total, cached }
  })
  const total = rows.reduce((sum, row) => sum + row.total, 0)
  const hasCache = rows.some(({ cached }) => cached > 0)
  return (
    <ChartCard
      heading={t(TOKENS_PER[unit])}
      note={hasCache && t('Hatched: cached.')}
      columns={[t(UNITS[unit]), t('In and out'), t('Cached'), t('Total')]}
      rows={rows
        .filter((row) => row.total > 0)
        .reverse()
        .map((row) => [
          row.span.name,
          grouped(row.total - row.cached),
          grouped(row.cached),
          grouped(row.total),
        ])}
    >
      <BarChart
        id="tokens"
        title={t(TOKENS_PER[unit])}
        description={descriptionOf(rows, total, tokens)}
        bars={rows.map((row, index) => ({
          label: labelAt(spans, index),
          name: row.span.name,
          value: row.total,
          hatched: row.cached,
        }))}
        format={tokens}
        short={compact}
      />
    </ChartCard>
  )
}

const Costs: FC<SpansProps> = ({ spans, groups, unit }) => {
  const estimated = groups.some((days) => days.some(({ estimated_cost }) => estimated_cost > 0))
  const costOf = (day: InsightsDay) => (estimated ? day.estimated_cost : day.actual_cost)
  const rows = spans.map((span, index) => ({ span, total: sumOf(groups[index] ?? [], costOf) }))
  const total = rows.reduce((sum, row) => sum + row.total, 0)
  return (
    <ChartCard
      heading={t(COST_PER[unit])}
      note={t(
        total === 0 ? 'The history has no costs.' : estimated ? 'Estimated by the agent.' : 'As billed.',
      )}
      columns={[t(UNITS[unit]), t('Cost')]}
      rows={rows
        .filter((row) => row.total !== 0)
        .reverse()
        .map((row) => [row.span.name, dollars(row.total)])}
    >
      <BarChart
        id="costs"
        title={t(DOLLARS_PER[unit])}
        description={descriptionOf(rows, total, dollars)}
        bars={rows.map((row, index) => ({
          label: labelAt(spans, index),
          name: row.span.name,
          value: row.total,
        }))}
        format={dollars}
        short={dollarsShort}
      />
    </ChartCard>
  )
}

const UNITS = { day: 'Day', week: 'Week', month: 'Month', year: 'Year' } as const
const TOKENS_PER = {
  day: 'Tokens per day',
  week: 'Tokens per week',
  month: 'Tokens per month',
  year: 'Tokens per year',
} as const
const COST_PER = {
  day: 'Cost per day',
  week: 'Cost per week',
  month: 'Cost per month',
  year: 'Cost per year',
} as const
const DOLLARS_PER = {
  day: 'Cost per day, in US dollars',
  week: 'Cost per week, in US dollars',
  month: 'Cost per month, in US dollars',
  year: 'Cost per year, in US dollars',
} as const

/** The total, and the maximum with its date. */
function descriptionOf(
  rows: readonly { span: Span; total: number }[],
  total: number,
  format: (value: number) => string,
): string {
  const max = rows.reduce((best, row) => (row.total > best.total ? row : best), rows[0] ?? NO_ROW)
  if (!(max.total > 0)) return t('None.')
  return t('{total} in total; most in {span}: {most}.', {
    total: format(total),
    span: max.span.name,
    most: format(max.total),
  })
}

const NO_ROW = { span: { from: 0, name: '', label: '' }, total: 0 }

/** Labels every span if there are few, else some at even intervals, including the last. */
function labelAt(spans: readonly Span[], index: number): string {
  const every = Math.max(1, Math.ceil(spans.length / LABELS))
  return (spans.length - 1 - index) % every === 0 ? (spans[index]?.label ?? '') : ''
}

function sumOf(days: readonly InsightsDay[], of: (day: InsightsDay) => number): number {
  return days.reduce((sum, day) => sum + of(day), 0)
}

/** Returns the days to show: from the first requested or with a session, to today or a later one with a session. */
export function daysShown(
  daily: readonly InsightsDay[],
  period: { days: number; today: number },
): { from: number; to: number } {
  const active = daily.map(({ date }) => dayOf(date))
  const begin = period.today - period.days
  return {
    from: Math.max(begin, Math.min(period.today, ...active.slice(0, 1))),
    to: Math.max(period.today, ...active.slice(-1)),
  }
}
