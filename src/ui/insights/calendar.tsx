import type { FC } from 'hono/jsx'
import type { InsightsDay } from '../../contract/insights.ts'
import { plural, t } from '../../language/language.ts'
import { dayName, dayOf, firstOf, yearOf } from '../charts/days.ts'
import { compact, dollars } from '../charts/figures.ts'
import { HeatLegend, HeatMap } from '../charts/heat-map.tsx'
import { grouped, sessions } from '../wording.ts'
import { ChartCard } from './chart-card.tsx'

export interface CalendarProps {
  /** Oldest first; at least one. */
  daily: readonly InsightsDay[]
  /** The requested days, counted from 1970-01-01. */
  from: number
  to: number
}

/** Days shown as one calendar: a year, including the week that it starts in. */
const ONE_CALENDAR = 372
/** Maximum number of yearly calendars, newest first. */
const YEARS_MAX = 10
/** Maximum days in the table, newest first. */
const ROWS_MAX = 400

/** Sessions by day: one calendar, or one for each year with sessions. */
export const Calendar: FC<CalendarProps> = ({ daily, from, to }) => {
  const days = new Map(
    daily.map((day) => [dayOf(day.date), { count: day.sessions, text: wordsOf(day) }] as const),
  )
  const greatest = daily.reduce((max, { sessions }) => Math.max(max, sessions), 0)
  const rows = daily.slice(-ROWS_MAX).reverse()
  return (
    <ChartCard
      heading={t('Sessions per day')}
      wide
      note={<HeatLegend />}
      columns={[t('Day'), t('Sessions'), t('Messages'), t('Tokens'), t('Cost')]}
      rows={rows.map((day) => [
        dayName(dayOf(day.date)),
        grouped(day.sessions),
        grouped(day.messages),
        grouped(day.total_tokens),
        dollars(day.estimated_cost || day.actual_cost),
      ])}
    >
      {stretchesOf(daily, from, to).map((stretch) => (
        <section class="heat-scroll" aria-label={t('Calendar, {span}', { span: stretch.name })} tabindex={0}>
          {stretch.titled && <h4>{stretch.name}</h4>}
          <HeatMap
            id={`heat-${stretch.from}`}
            title={t('Sessions per day, {span}', { span: stretch.name })}
            description={descriptionOf(daily, stretch)}
            from={stretch.from}
            to={stretch.to}
            days={days}
            greatest={greatest}
          />
        </section>
      ))}
    </ChartCard>
  )
}

interface Stretch {
  name: string
  from: number
  to: number
  titled: boolean
}

function stretchesOf(daily: readonly InsightsDay[], from: number, to: number): Stretch[] {
  if (to - from < ONE_CALENDAR)
    return [{ name: t('{from} to {to}', { from: dayName(from), to: dayName(to) }), from, to, titled: false }]
  const years = [...new Set(daily.map(({ date }) => yearOf(dayOf(date))))].reverse().slice(0, YEARS_MAX)
  return years.map((year) => ({
    name: `${year}`,
    from: firstOf(year, 0),
    to: Math.min(to, firstOf(year + 1, 0) - 1),
    titled: true,
  }))
}

function descriptionOf(daily: readonly InsightsDay[], { from, to }: Stretch): string {
  const days = daily.filter(({ date }) => dayOf(date) >= from && dayOf(date) <= to)
  const [first] = days
  if (!first) return t('No sessions.')
  const busiest = days.reduce((best, day) => (day.sessions > best.sessions ? day : best), first)
  return t('{active}; busiest {day}: {what}.', {
    active: plural(days.length, '{n} active day', '{n} active days'),
    day: dayName(dayOf(busiest.date)),
    what: wordsOf(busiest),
  })
}

/** `14 sessions, 1.2M tokens` */
function wordsOf(day: InsightsDay): string {
  return t('{sessions}, {tokens} tokens', {
    sessions: sessions(day.sessions),
    tokens: compact(day.total_tokens),
  })
}
