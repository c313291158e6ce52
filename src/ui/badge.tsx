import type { FC } from 'hono/jsx'
import type { Achievement } from '../contract/achievements.ts'
import { TIER_NAMES, type TierName } from '../engine/types.ts'
import { t, translated } from '../language/language.ts'
import { CodeSpans } from './code-spans.tsx'
import { day, isoMoment } from './dates.ts'
import { drawnOnce } from './drawn-once.ts'
import { Evidence } from './evidence.tsx'
import { iconOf } from './icons.ts'
import { Medal, metalClass, metalOf } from './medal.tsx'
import { NewMark, type Viewing } from './new-mark.tsx'
import { progressMetal } from './next.ts'
import { Way } from './tier-ladder.tsx'
import { newsAt, reachedAt } from './unlock-entries.ts'
import { ONE_TIME, STATE_WORDS } from './wording.ts'

export interface BadgeProps {
  achievement: Achievement
  timeZone: string
  viewing: Viewing
  /** Shows the category, if the badge is not below its heading. */
  withCategory: boolean
  /** The badge's own page, if it has one. */
  href?: string | undefined
  /** How rare it is; null if nothing is known of that. */
  rarity?: string | null | undefined
}

/** One achievement: its medal, progress and criteria. The id stays the same between scans. */
export const Badge: FC<BadgeProps> = ({ achievement, timeZone, viewing, withCategory, href, rarity }) => {
  const metal = metalOf(achievement)
  const { id, name, category } = achievement
  const since = reachedAt(achievement)
  return (
    <li
      id={`badge-${id}`}
      class={`badge ${metalClass(metal)} ${achievement.unlocked ? 'is-unlocked' : 'is-locked'}`}
      data-badge={name}
      data-standing={standing(achievement)}
    >
      <Medal metal={metal} icon={iconOf(achievement)} />
      <div class="badge-body">
        <h3 id={`name-${id}`}>
          {href ? <a href={href}>{name}</a> : name} <NewMark at={newsAt(achievement)} {...viewing} />
        </h3>
        <p class="standing">
          <span class="tier">{standing(achievement)}</span>
          {since !== null && (
            <>
              {' '}
              <time datetime={isoMoment(since)}>{t('since {date}', { date: day(since, timeZone) })}</time>
            </>
          )}
        </p>
        {rarity && <p class="rarity">{rarity}</p>}
        <p class="description">{translated(achievement.description)}</p>
        {withCategory && <p class="of-category">{translated(category)}</p>}
      </div>
      <div class="badge-foot">
        <progress
          class={`bar ${metalClass(progressMetal(achievement))}`}
          max={100}
          value={achievement.progress_pct}
          aria-labelledby={`name-${id}`}
        />
        <details id={`way-${id}`} class="way">
          <summary class="figures">
            <span>{figures(achievement)}</span>
            {achievement.tiers && <Ladder reached={achievement.tier} />}
            <span class="sr-only">{t('Tiers and conditions of {badge}', { badge: name })}</span>
          </summary>
          <Way achievement={achievement} timeZone={timeZone} />
          <Evidence achievement={achievement} />
        </details>
        <p class="criteria">
          <CodeSpans text={translated(achievement.criteria)} />
        </p>
      </div>
    </li>
  )
}

/** A hidden secret. Nothing that the view holds of it is rendered. */
export const SecretBadge: FC<{ number: number }> = ({ number }) => (
  <li id={`secret-${number}`} class="badge badge-secret metal-secret">
    <Medal metal="secret" icon="secret" />
    <div class="badge-body">
      <h3>
        <span aria-hidden="true">? ? ?</span>
        <span class="sr-only">{t('Secret {n}', { n: number })}</span>
      </h3>
      <p class="description">{t('Hidden until you earn it.')}</p>
    </div>
  </li>
)

/** The five tiers as pips, filled if reached. The tier's name is next to the badge's. */
const Ladder = drawnOnce<{ reached: TierName | null }>(
  ({ reached }) => reached ?? '',
  ({ reached }) => (
    <span class="ladder" aria-hidden="true">
      {TIER_NAMES.map((tier, step) => (
        <i
          class={`pip ${metalClass(tier)} ${reached && step <= TIER_NAMES.indexOf(reached) ? 'is-on' : ''}`}
          title={tier}
        />
      ))}
    </span>
  ),
)

function standing(achievement: Achievement): string {
  if (achievement.unlocked) return achievement.tier ?? t(ONE_TIME)
  return t(achievement.progress > 0 ? STATE_WORDS.inProgress : STATE_WORDS.notStarted)
}

/** `6,240 of 8,000 to Gold`, or the figure alone after the last tier. */
function figures({
  progress,
  next_tier,
  next_threshold,
  progress_pct,
  tiers,
  unlocked,
}: Achievement): string {
  if (tiers === undefined) {
    return unlocked ? t('All conditions met') : t('{n} % of the conditions', { n: progress_pct })
  }
  if (next_tier === null || next_threshold === null) return t('{n} · highest tier reached', { n: progress })
  return t('{progress} of {threshold} to {tier}', { progress, threshold: next_threshold, tier: next_tier })
}
