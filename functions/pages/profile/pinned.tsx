import type { FC } from 'hono/jsx'
import type { Achievement } from '../../../src/contract/achievements.ts'
import { t } from '../../../src/language/language.ts'
import { day, isoMoment } from '../../../src/ui/dates.ts'
import { iconOf } from '../../../src/ui/icons.ts'
import { Medal, metalClass, metalOf } from '../../../src/ui/medal.tsx'
import { reachedAt } from '../../../src/ui/unlock-entries.ts'
import { ONE_TIME } from '../../../src/ui/wording.ts'

export interface PinnedProps {
  achievements: readonly Achievement[]
  /** Ids, in the order of their owner. One that is not unlocked is passed over. */
  pins: readonly string[]
  timeZone: string
  /** Returns the page of a badge by its id. */
  badgeHref: (id: string) => string
}

/** The badges that an owner shows first. */
export const Pinned: FC<PinnedProps> = ({ achievements, pins, timeZone, badgeHref }) => {
  const badges = pins.flatMap((id) => achievements.filter((item) => item.id === id && item.unlocked))
  return (
    <section
      id="pinned"
      class="pinned"
      aria-label={t('Pinned badges')}
      data-live
      hidden={badges.length === 0}
    >
      <ul>
        {badges.map((badge) => {
          const since = reachedAt(badge)
          return (
            <li class={metalClass(metalOf(badge))}>
              <Medal metal={metalOf(badge)} icon={iconOf(badge)} />
              <p>
                <a href={badgeHref(badge.id)}>{badge.name}</a>
                <span class="tier">{badge.tier ?? t(ONE_TIME)}</span>
                {since !== null && (
                  <>
                    {' '}
                    <time datetime={isoMoment(since)}>
                      {t('since {date}', { date: day(since, timeZone) })}
                    </time>
                  </>
                )}
              </p>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
