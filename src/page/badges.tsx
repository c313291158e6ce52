import type { FC } from 'hono/jsx'
import { Badge, SecretBadge } from './badge.tsx'
import { CategoryIcon } from './icon.tsx'
import type { Score } from './score.ts'
import type { Selection } from './selection.ts'

export interface BadgesProps {
  selection: Selection
  score: Score
  /** IANA name: what a badge is dated by. */
  timeZone: string
  /** Where every badge is shown. */
  allHref: string
  /** The page of a badge by its id, where each has one. */
  badgeHref?: (id: string) => string
}

/** The badges that were selected, by category, hidden secrets at the end. */
export const Badges: FC<BadgesProps> = ({ selection, score, timeZone, allHref, badgeHref }) => (
  <div id="badges" class="badges" data-live>
    {selection.categories.map(({ name, badges }) => (
      <section aria-label={name}>
        <h2>
          <CategoryIcon category={name} /> {name} <CategoryCount name={name} score={score} />
        </h2>
        <ul class="badge-grid">
          {badges.map((achievement) => (
            <Badge achievement={achievement} timeZone={timeZone} href={badgeHref?.(achievement.id)} />
          ))}
        </ul>
      </section>
    ))}
    {selection.secretCount > 0 && (
      <section aria-label="Secrets" class="secrets">
        <h2>
          Secrets <span class="count">{selection.secretCount} hidden</span>
        </h2>
        <ul class="badge-grid">
          {Array.from({ length: selection.secretCount }, (_, index) => (
            <SecretBadge number={index + 1} />
          ))}
        </ul>
      </section>
    )}
    {selection.categories.length === 0 && selection.secretCount === 0 && (
      <p class="empty">
        Nothing here yet. <a href={`${allHref}#badges`}>Show every badge</a>
      </p>
    )}
  </div>
)

const CategoryCount: FC<{ name: string; score: Score }> = ({ name, score }) => {
  const sums = score.categories.find((category) => category.name === name)
  return sums ? (
    <span class="count">
      {sums.unlocked} of {sums.total}
    </span>
  ) : null
}
