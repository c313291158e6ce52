import type { FC } from 'hono/jsx'
import type { InsightsActivity } from '../../contract/insights.ts'
import { BarChart } from '../charts/bar-chart.tsx'
import { compact } from '../charts/figures.ts'
import { counted, grouped } from '../wording.ts'
import { ChartCard } from './chart-card.tsx'

const WEEKDAYS: Readonly<Record<string, string>> = {
  Mon: 'Monday',
  Tue: 'Tuesday',
  Wed: 'Wednesday',
  Thu: 'Thursday',
  Fri: 'Friday',
  Sat: 'Saturday',
  Sun: 'Sunday',
}
/** Hours between two labels. */
const HOURS_NAMED = 6

/** When sessions start, by hour and by weekday. */
export const Activity: FC<{ activity: InsightsActivity; timeZone: string }> = ({ activity, timeZone }) => {
  const { by_day, by_hour, busiest_day, busiest_hour, active_days, max_streak } = activity
  const sessions = (value: number) => counted(value, 'session')
  return (
    <section class="insights-part" aria-labelledby="when-heading">
      <h2 id="when-heading">When sessions start</h2>
      <p class="hint">
        Busiest on {weekdayName(busiest_day.day)} and at {hours(busiest_hour.hour)} ({timeZone}).{' '}
        {counted(active_days, 'active day')}, longest streak {counted(max_streak, 'day')}.
      </p>
      <div class="chart-row">
        <ChartCard
          heading="By hour"
          columns={['Hour', 'Sessions']}
          rows={by_hour.map(({ hour, count }) => [hours(hour), grouped(count)])}
        >
          <BarChart
            id="by-hour"
            title="Sessions by starting hour"
            description={`Most, ${sessions(busiest_hour.count)}, start at ${hours(busiest_hour.hour)}.`}
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
          heading="By weekday"
          columns={['Weekday', 'Sessions']}
          rows={by_day.map(({ day, count }) => [weekdayName(day), grouped(count)])}
        >
          <BarChart
            id="by-weekday"
            title="Sessions by starting weekday"
            description={`Most, ${sessions(busiest_day.count)}, start on ${weekdayName(busiest_day.day)}.`}
            bars={by_day.map(({ day, count }) => ({ label: day, name: weekdayName(day), value: count }))}
            format={sessions}
            short={compact}
            values
          />
        </ChartCard>
      </div>
    </section>
  )
}

function weekdayName(day: string): string {
  return WEEKDAYS[day] ?? day
}

/** `09:00–10:00` */
function hours(hour: number): string {
  return `${clock(hour)}–${clock(hour + 1)}`
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}
