import type { Child, FC } from 'hono/jsx'
import type { AchievementsPayload, Provenance } from '../contract/achievements.ts'
import { type Message, number, t } from '../language/language.ts'
import { Sentence } from '../language/sentence.tsx'
import { age, isoMoment } from './dates.ts'
import { iconOf } from './icons.ts'
import { Medal, metalClass, metalOf } from './medal.tsx'
import { NewMark, type Viewing } from './new-mark.tsx'
import type { Score } from './score.ts'
import { newsAt } from './unlock-entries.ts'
import { ONE_TIME, STATE_WORDS } from './wording.ts'
import { Wreath } from './wreath.tsx'

export interface HeroProps {
  /** The profile's handle. */
  name: string
  view: AchievementsPayload
  score: Score
  now: number
  /** Takes the place of the bare handle. */
  heading?: Child
  /** What can be done with it. */
  children?: Child
}

/** The profile and its summary: the score in a wreath of the highest tier, counts by tier, the latest unlocks. */
export const Hero: FC<HeroProps> = ({ name, view, score, now, heading, children }) => {
  const { highest } = score
  const metal = highest ? metalOf(highest) : 'open'
  return (
    <section id="hero" class={`hero ${metalClass(metal)}`} data-live>
      <div class="laurels">
        <Wreath growth={5} class={highest ? 'wreath-earned' : 'wreath-ghost'} />
        <p>
          <strong>{number(view.unlocked_count)}</strong>
          <span>{t('of {total}', { total: view.total_count })}</span> <span>{t('unlocked')}</span>
        </p>
      </div>
      <div class="hero-body">
        {heading ?? <h1>{name}</h1>}
        <p class="lead">
          {highest ? (
            <Sentence
              text="Highest: {tier} in {badge}"
              with={{
                tier: <span class="tier">{metal === 'earned' ? t(ONE_TIME) : metal}</span>,
                badge: highest.name,
              }}
            />
          ) : (
            t('The first laurel is still to be won.')
          )}
        </p>
        <Tally score={score} />
        <dl class="stats">
          <Stat label={t(STATE_WORDS.inProgress)} value={view.discovered_count} />
          <Stat label={t(STATE_WORDS.secret)} value={view.secret_count} />
          <Stat label={t('Sessions')} value={view.scan_meta.sessions_total} />
        </dl>
        <div class="hero-foot">
          {children}
          <Freshness view={view} now={now} />
        </div>
        <CountedBy provenance={view.provenance} />
      </div>
    </section>
  )
}

/** The number of badges at each tier reached. */
const Tally: FC<{ score: Score }> = ({ score }) => {
  const reached = score.tiers.filter(({ count }) => count > 0)
  if (reached.length === 0 && score.feats === 0) return null
  return (
    <ul class="tally" aria-label={t('Achievements by tier')}>
      {reached.map(({ tier, count }) => (
        <li class={`${metalClass(tier)} with-pip is-on`}>
          <strong>{count}</strong> {tier}
        </li>
      ))}
      {score.feats > 0 && (
        <li class={`${metalClass('earned')} with-pip is-on`}>
          <strong>{score.feats}</strong> {t(ONE_TIME)}
        </li>
      )}
    </ul>
  )
}

const Stat: FC<{ label: string; value: number }> = ({ label, value }) => (
  <div>
    <dt>{label}</dt>
    <dd>{number(value)}</dd>
  </div>
)

const Freshness: FC<{ view: AchievementsPayload; now: number }> = ({ view, now }) => {
  if (view.generated_at === null) return null
  const { mode, status } = view.scan_meta
  const isDue = view.is_stale && mode !== 'in_progress'
  const isRunning = status?.state === 'running'
  const when = <time datetime={isoMoment(view.generated_at)}>{age(view.generated_at, now)}</time>
  return (
    <p class="freshness">
      {!isDue && <Sentence text="Updated {when}" with={{ when }} />}
      {isDue && isRunning && <Sentence text="Updated {when}, refreshing now" with={{ when }} />}
      {isDue && !isRunning && <Sentence text="Updated {when}, refresh due" with={{ when }} />}
    </p>
  )
}

export const COUNTED_BY = {
  scanned: 'Counted by this server from an uploaded history.',
  'self-reported':
    'Self-reported: counted on the owner’s machine, checked here for plausibility, not for truth.',
  mixed:
    'Partly counted by this server from an uploaded history, partly self-reported: those numbers were checked for plausibility, not for truth.',
  none: '',
} as const satisfies Record<Provenance, Message | ''>

/** What the counts prove, and what they do not. */
const CountedBy: FC<{ provenance: Provenance }> = ({ provenance }) =>
  provenance === 'none' ? null : <p class="provenance">{t(COUNTED_BY[provenance])}</p>

export interface LatestUnlocksProps {
  score: Score
  viewing: Viewing
  /** Returns the link to a badge on the page, by its id. */
  badgeHref: (id: string) => string
  /** Link to the timeline. */
  timelineHref?: string
}

/** The latest unlocks, newest first. */
export const LatestUnlocks: FC<LatestUnlocksProps> = ({ score, viewing, badgeHref, timelineHref }) => (
  <section
    id="latest"
    class="latest"
    aria-labelledby="latest-heading"
    data-live
    hidden={!score.latest.length}
  >
    <h2 id="latest-heading">{t('Latest')}</h2>
    {timelineHref && (
      <a class="more" href={timelineHref}>
        {t('All by date')}
      </a>
    )}
    <ul>
      {score.latest.map(({ achievement, tier, reachedAt }) => (
        <li class={metalClass(tier ?? 'earned')}>
          <Medal metal={tier ?? 'earned'} icon={iconOf(achievement)} />
          <p>
            <a href={badgeHref(achievement.id)}>{achievement.name}</a>
            <span class="tier">{tier ?? t(ONE_TIME)}</span>{' '}
            <time datetime={isoMoment(reachedAt)}>{age(reachedAt, viewing.now)}</time>{' '}
            <NewMark at={newsAt(achievement)} {...viewing} />
          </p>
        </li>
      ))}
    </ul>
  </section>
)
