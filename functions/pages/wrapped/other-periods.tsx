import type { FC } from 'hono/jsx'
import type { Period } from '../../../src/contract/wrapped.ts'
import { t } from '../../../src/language/language.ts'
import { periodName, shortPeriodName } from '../../../src/ui/wrapped/words.ts'
import { monthAt, periodIn, periodKey } from '../../../src/wrapped/period.ts'
import { paths } from '../paths.ts'

export interface OtherPeriodsProps {
  handle: string
  period: Period
  /** The periods of published stories. */
  keys: readonly string[]
  timeZone: string
  /** Null for visitors, who see the published ones alone. `now`: Unix seconds. */
  owner: { now: number } | null
}

/** Links to the stories of other periods. */
export const OtherPeriods: FC<OtherPeriodsProps> = ({ handle, period, keys, timeZone, owner }) => {
  const others = owner
    ? around(period, owner.now, timeZone)
    : keys.flatMap((key) => {
        const known = periodIn(key)
        return known ? [known] : []
      })
  if (others.length < 2) return null
  const current = periodKey(period)
  return (
    <nav aria-label={t('Other periods')}>
      <ul class="chips chips-quiet story-periods">
        {others.map((other) => {
          const key = periodKey(other)
          return (
            <li>
              <a
                class="chip"
                href={paths.story(handle, key)}
                aria-current={key === current ? 'page' : undefined}
              >
                {owner ? shortPeriodName(other) : periodName(other)}
                {owner && keys.includes(key) && <span class="hint"> {t('public')}</span>}
              </a>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

/** The year, its months so far, and the years beside it. */
function around({ year }: Period, now: number, timeZone: string): Period[] {
  const today = monthAt(now, timeZone)
  const months = Array.from({ length: 12 }, (_, at) => ({ year, month: at + 1 }))
  const begun = ({ year: other, month }: Period) =>
    other < today.year || (other === today.year && (month ?? 1) <= today.month)
  return [
    { year: year + 1, month: null },
    { year, month: null },
    ...months.reverse(),
    { year: year - 1, month: null },
  ].filter((other) => begun(other) && other.year >= 1970)
}
