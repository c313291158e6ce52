import type { FC } from 'hono/jsx'
import type { AchievementsPayload } from '../contract/achievements.ts'
import { calendarDay, dayOfMonth, isoMoment, month } from './dates.ts'
import { metalClass, rank } from './metal.ts'
import { NewMark, type Viewing } from './new-mark.tsx'
import { type UnlockEntry, unlockEntries } from './unlock-entries.ts'
import { counted, ONE_TIME } from './wording.ts'

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
  const months = grouped(entriesOf(view), ({ at }) => month(at, timeZone))
  return (
    <section
      id="timeline"
      class="timeline"
      aria-labelledby="timeline-heading"
      data-live
      hidden={!months.length}
    >
      <h2 id="timeline-heading">Timeline</h2>
      {months.map(({ name, entries }, index) => (
        <details id={`month-${calendarDay(entries[0]?.at ?? 0, timeZone).slice(0, 7)}`} open={index === 0}>
          <summary>
            <h3>{name}</h3> <span class="count">{counted(entries.length, 'unlock')}</span>
          </summary>
          <ol>
            {grouped(entries, ({ at }) => calendarDay(at, timeZone)).map((day) => (
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
  const standing = tier ?? ONE_TIME
  const metal = metalClass(tier ?? 'earned')
  return (
    <li
      class={metal}
      data-unlock={achievement.name}
      data-standing={standing}
      data-recorded={isoMoment(recordedAt)}
      data-imported={imported ? '' : undefined}
    >
      <i class={`pip ${metal} is-on`} aria-hidden="true" />
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
function grouped(
  entries: readonly UnlockEntry[],
  nameOf: (entry: UnlockEntry) => string,
): { name: string; entries: UnlockEntry[] }[] {
  const groups: { name: string; entries: UnlockEntry[] }[] = []
  for (const entry of entries) {
    const name = nameOf(entry)
    const last = groups.at(-1)
    if (last?.name === name) last.entries.push(entry)
    else groups.push({ name, entries: [entry] })
  }
  return groups
}
