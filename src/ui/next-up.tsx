import type { FC } from 'hono/jsx'
import { t } from '../language/language.ts'
import { Sentence } from '../language/sentence.tsx'
import { iconOf } from './icons.ts'
import { Medal, metalClass, metalOf } from './medal.tsx'
import { missingLine, type Next, progressMetal } from './next.ts'
import { percent } from './wording.ts'

export interface NextUpProps {
  next: readonly Next[]
  /** Returns the link to a badge on the page, by its id. */
  badgeHref: (id: string) => string
}

/** The achievements closest to being earned, and what they lack. */
export const NextUp: FC<NextUpProps> = ({ next, badgeHref }) => (
  <section id="next" class="next" aria-labelledby="next-heading" data-live hidden={next.length === 0}>
    <h2 id="next-heading">{t('Next up')}</h2>
    <ol>
      {next.map((way) => (
        <Step way={way} href={badgeHref(way.achievement.id)} />
      ))}
    </ol>
  </section>
)

const Step: FC<{ way: Next; href: string }> = ({ way, href }) => {
  const { achievement, progress, missing } = way
  const { id, name } = achievement
  return (
    <li class={metalClass(missing?.tier ?? 'earned')}>
      <Medal metal={metalOf(achievement)} icon={iconOf(achievement)} />
      <div>
        <p>
          <a id={`next-${id}`} href={href}>
            {name}
          </a>{' '}
          <span class="percent">{percent(progress)}</span>
        </p>
        <progress
          class={`bar ${metalClass(progressMetal(achievement))}`}
          max={100}
          value={progress}
          aria-labelledby={`next-${id}`}
        />
        <p class="missing">
          {missing ? (
            <Sentence
              text="{missing} to {tier}"
              with={{ missing: missingLine(way), tier: <span class="tier">{missing.tier}</span> }}
            />
          ) : (
            missingLine(way)
          )}
        </p>
      </div>
    </li>
  )
}
