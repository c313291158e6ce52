import type { FC } from 'hono/jsx'
import type { InsightsActivity } from '../../contract/insights.ts'
import { plural, t } from '../../language/language.ts'
import { BarChart } from '../charts/bar-chart.tsx'
import { weekdayName } from '../charts/days.ts'
import { compact } from '../charts/figures.ts'
import { grouped, sessions } from '../wording.ts'
import { ChartCard } from './chart-card.tsx'

/** As reports call them. */
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
/** Hours between two labels. */
const HOURS_NAMED = 6

/** When sessions start, by hour and by weekday. */
export const Activity: FC<{ activity: InsightsActivity; timeZone: string }> = ({ activity, timeZone }) => {
  const { by_day, by_hour, busiest_day, busiest_hour, active_days, max_streak } = activity
  return (
    <section class="insights-part" aria-labelledby="when-heading">
      <h2 id="when-heading">{t('When sessions start')}</h2>
      <p class="hint">
        {t('Busiest on {weekday} and at {hours} ({zone}).', {
          weekday: named(busiest_day.day),
          hours: hours(busiest_hour.hour),
          zone: timeZone,
        })}{' '}
        {t('{active}, longest streak {streak}.', {
          active: plural(active_days, '{n} active day', '{n} active days'),
          streak: plural(max_streak, '{n} day', '{n} days'),
        })}
      </p>
      <div class="chart-row">
        <ChartCard
          heading={t('By hour')}
          columns={[t('Hour'), t('Sessions')]}
          rows={by_hour.map(({ hour, count }) => [hours(hour), grouped(count)])}
        >
          <BarChart
            id="by-hour"
            title={t('Sessions by starting hour')}
            description={t('Most, {sessions}, start at {hours}.', {
              sessions: sessions(busiest_hour.count),
              hours: hours(busiest_hour.hour),
            })}
            bars={by_hour.map(({ hour, count }) => ({
              label: hour % HOURS_NAMED === 0 ? clock(hour) : '',
              name: hours(hour),
              value: count,
            }))}
            format={sessions}
            short={compact}
          />
        </ChartCard>
        <ChartCard
          heading={t('By weekday')}
          columns={[t('Weekday'), t('Sessions')]}
          rows={by_day.map(({ day, count }) => [named(day), grouped(count)])}
        >
          <BarChart
            id="by-weekday"
            title={t('Sessions by starting weekday')}
            description={t('Most, {sessions}, start on {weekday}.', {
              sessions: sessions(busiest_day.count),
              weekday: named(busiest_day.day),
            })}
            bars={by_day.map(({ day, count }) => ({
              label: named(day, 'short'),
              name: named(day),
              value: count,
            }))}
            format={sessions}
            short={compact}
            values
          />
        </ChartCard>
      </div>
    </section>
  )
}

function named(day: string, width: 'long' | 'short' = 'long'): string {
  const index = WEEKDAYS.indexOf(day)
  return index === -1 ? day : weekdayName(index, width)
}

/** `09:00–10:00` */
function hours(hour: number): string {
  return `${clock(hour)}–${clock(hour + 1)}`
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}
