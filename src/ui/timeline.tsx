import type { FC } from 'hono/jsx'
import type { AchievementsPayload } from '../contract/achievements.ts'
import { plural, t } from '../language/language.ts'
import { calendarDay, dayOfMonth, isoMoment, month } from './dates.ts'
import { metalClass, rank } from './metal.ts'
import { NewMark, type Viewing } from './new-mark.tsx'
import { type UnlockEntry, unlockEntries } from './unlock-entries.ts'
import { ONE_TIME } from './wording.ts'

export interface TimelineProps {
  view: AchievementsPayload
  /** IANA name of the zone for months and days. */
  timeZone: string
  viewing: Viewing
  /** Returns the page of a badge by its id. */
  badgeHref: (id: string) => string
}

/** Unlocks by month and day, latest first. The latest month is open. */
export const Timeline: FC<TimelineProps> = ({ view, timeZone, viewing, badgeHref }) => {
  const entries = entriesOf(view).map((entry) => ({ ...entry, day: calendarDay(entry.at, timeZone) }))
  const months = grouped(entries, ({ day }) => day.slice(0, -'-DD'.length))
  return (
    <section
      id="timeline"
      class="timeline"
      aria-labelledby="timeline-heading"
      data-live
      hidden={!months.length}
    >
      <h2 id="timeline-heading">{t('Timeline')}</h2>
      {months.map(({ name, entries }, index) => (
        <details id={`month-${name}`} open={index === 0}>
          <summary>
            <h3>{month(entries[0]?.at ?? 0, timeZone)}</h3>{' '}
            <span class="count">{plural(entries.length, '{n} unlock', '{n} unlocks')}</span>
          </summary>
          <ol>
            {grouped(entries, ({ day }) => day).map((day) => (
              <li class="timeline-day">
                <p>
                  <time datetime={day.name}>{dayOfMonth(day.entries[0]?.at ?? 0, timeZone)}</time>{' '}
                  <NewMark at={newsOf(day.entries)} {...viewing} />
                </p>
                <ul>
                  {day.entries.map((entry) => (
                    <Entry entry={entry} href={badgeHref(entry.achievement.id)} />
                  ))}
                </ul>
              </li>
            ))}
          </ol>
        </details>
      ))}
    </section>
  )
}

const Entry: FC<{ entry: UnlockEntry; href: string }> = ({ entry, href }) => {
  const { achievement, tier, recordedAt, imported } = entry
  const standing = tier ?? t(ONE_TIME)
  return (
    <li
      class={`${metalClass(tier ?? 'earned')} with-pip is-on`}
      data-unlock={achievement.name}
      data-standing={standing}
      data-recorded={isoMoment(recordedAt)}
      data-imported={imported ? '' : undefined}
    >
      <a href={href}>{achievement.name}</a> <span class="tier">{standing}</span>
    </li>
  )
}

/**
 * Merges tiers that one badge reached in the same scan into the highest, and sorts unlocks of a scan by tier, highest
 * first.
 */
function entriesOf(view: AchievementsPayload): UnlockEntry[] {
  const seen = new Set<string>()
  return unlockEntries(view, Number.POSITIVE_INFINITY)
    .filter(({ achievement, at }) => {
      const step = `${achievement.id} ${at}`
      return !seen.has(step) && Boolean(seen.add(step))
    })
    .sort((a, b) => b.at - a.at || rank(b.tier ?? 'earned') - rank(a.tier ?? 'earned'))
}

/** Returns when the latest of some entries became news; null if none did. */
function newsOf(entries: readonly UnlockEntry[]): number | null {
  const news = entries.filter(({ imported }) => !imported)
  return news.length === 0 ? null : Math.max(...news.map(({ recordedAt }) => recordedAt))
}

/** Groups consecutive entries by key. */
function grouped<T>(entries: readonly T[], nameOf: (entry: T) => string): { name: string; entries: T[] }[] {
  const groups: { name: string; entries: T[] }[] = []
  for (const entry of entries) {
    const name = nameOf(entry)
    const last = groups.at(-1)
    if (last?.name === name) last.entries.push(entry)
    else groups.push({ name, entries: [entry] })
  }
  return groups
}
