import type { FC } from 'hono/jsx'
import type { Achievement } from '../contract/achievements.ts'
import { plural, t, translated } from '../language/language.ts'
import { Badge, SecretBadge } from './badge.tsx'
import { CategoryIcon } from './icon.tsx'
import { MasteredMark } from './mastered-mark.tsx'
import type { Viewing } from './new-mark.tsx'
import type { Score } from './score.ts'
import type { Selection } from './selection.ts'

export interface BadgesProps {
  selection: Selection
  score: Score
  /** IANA name of the zone for dates. */
  timeZone: string
  viewing: Viewing
  /** URL of the list of all badges. */
  allHref: string
  /** Returns the page of a badge by its id, if badges have one. */
  badgeHref?: (id: string) => string
  /** Returns how rare a badge is, if that is known. */
  rarityOf?: (achievement: Achievement) => string | null
}

/** The selected badges in their groups, hidden secrets last. */
export const Badges: FC<BadgesProps> = (props) => {
  const { selection, score, allHref } = props
  return (
    <div id="badges" class="badges" data-live>
      {selection.groups.map(({ name, badges }) => (
        <section aria-label={translated(name)}>
          <h2>
            {!selection.sorted && <CategoryIcon category={name} />} {translated(name)}{' '}
            <CategoryCount name={name} score={score} />{' '}
            {!selection.sorted && (
              <MasteredMark mastered={masteredOf(name, score)} timeZone={props.timeZone} />
            )}
          </h2>
          {selection.folded ? (
            <Folded name={name} badges={badges} page={props} />
          ) : (
            <Grid badges={badges} page={props} />
          )}
        </section>
      ))}
      {selection.secretCount > 0 && (
        <section aria-label={t('Secrets')} class="secrets">
          <h2>
            {t('Secrets')}{' '}
            <span class="count">{plural(selection.secretCount, '{n} still secret', '{n} still secret')}</span>
          </h2>
          <ul class="badge-grid">
            {Array.from({ length: selection.secretCount }, (_, index) => (
              <SecretBadge number={index + 1} />
            ))}
          </ul>
        </section>
      )}
      {selection.shown === 0 && selection.secretCount === 0 && (
        <p class="empty">
          <a class="button" href={`${allHref}#badges`} data-narrow="all">
            {t('Show all badges')}
          </a>
        </p>
      )}
    </div>
  )
}

interface GroupProps {
  badges: readonly Achievement[]
  page: BadgesProps
}

/** Earned badges, and below them those still to earn: folded where the screen is narrow. */
const Folded: FC<GroupProps & { name: string }> = ({ name, badges, page }) => {
  const earned = badges.filter(({ unlocked }) => unlocked)
  const locked = badges.filter(({ unlocked }) => !unlocked)
  return (
    <>
      {earned.length > 0 && <Grid badges={earned} page={page} />}
      {locked.length > 0 && (
        <details id={`to-earn-${name.toLowerCase().replace(/[^a-z]+/g, '-')}`} class="to-earn">
          <summary>
            {plural(locked.length, '{n} badge to earn', '{n} badges to earn')}
            <span class="sr-only"> {t('in {category}', { category: translated(name) })}</span>
          </summary>
          <Grid badges={locked} page={page} />
        </details>
      )}
    </>
  )
}

const Grid: FC<GroupProps> = ({ badges, page: { selection, timeZone, viewing, badgeHref, rarityOf } }) => (
  <ul class="badge-grid">
    {badges.map((achievement) => (
      <Badge
        achievement={achievement}
        timeZone={timeZone}
        viewing={viewing}
        withCategory={selection.sorted}
        href={badgeHref?.(achievement.id)}
        rarity={rarityOf?.(achievement)}
      />
    ))}
  </ul>
)

function masteredOf(name: string, { categories }: Score) {
  return categories.find((category) => category.name === name)?.mastered
}

const CategoryCount: FC<{ name: string; score: Score }> = ({ name, score }) => {
  const sums = score.categories.find((category) => category.name === name)
  return sums ? (
    <span class="count">{t('{unlocked} of {total}', { unlocked: sums.unlocked, total: sums.total })}</span>
  ) : null
}
