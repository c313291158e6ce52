import type { FC, PropsWithChildren } from 'hono/jsx'
import type { Achievement } from '../contract/achievements.ts'
import { TIER_NAMES, type TierName } from '../engine/types.ts'
import { number, t } from '../language/language.ts'
import { day, isoMoment } from './dates.ts'
import { drawnOnce } from './drawn-once.ts'
import { metalClass } from './metal.ts'
import { measured } from './units.ts'

export interface WayProps {
  achievement: Achievement
  /** IANA name of the zone for dates. */
  timeZone: string
}

/** What an achievement requires: its tiers, or its conditions. */
export const Way: FC<WayProps> = ({ achievement, timeZone }) =>
  achievement.tiers ? (
    <TierLadder achievement={achievement} timeZone={timeZone} />
  ) : (
    <Conditions requirements={achievement.requirements ?? []} />
  )

/** The tiers from Copper up: their thresholds, when they were reached, and the progress to the next. */
const TierLadder: FC<WayProps> = ({ achievement, timeZone }) => {
  const { tiers = [], tier_history, tier, progress, next_tier } = achievement
  const reachedAt = new Map(tier_history.map((reached) => [reached.tier, reached.reached_at]))
  const rank = tier === null ? -1 : TIER_NAMES.indexOf(tier)
  return (
    <ol class="tier-ladder">
      {tiers.map(({ name, threshold }) => {
        const at = reachedAt.get(name)
        const isReached = TIER_NAMES.indexOf(name) <= rank
        const isNext = name === next_tier
        if (at === undefined && !isReached && !isNext) return <StepAhead name={name} threshold={threshold} />
        return (
          <Step name={name} threshold={threshold} isReached={isReached}>
            {at !== undefined && <time datetime={isoMoment(at)}>{day(at, timeZone)}</time>}
            {at === undefined && isReached && t('reached')}
            {isNext && t('{n} to go', { n: Math.max(0, threshold - progress) })}
          </Step>
        )
      })}
    </ol>
  )
}

interface StepProps {
  name: TierName
  threshold: number
}

const Step: FC<PropsWithChildren<StepProps & { isReached: boolean }>> = ({
  name,
  threshold,
  isReached,
  children,
}) => (
  <li class={`${metalClass(name)} with-pip ${isReached ? 'is-on' : ''}`}>
    <strong class="tier">{name}</strong>
    <span class="threshold">{number(threshold)}</span>
    <span class="when">{children}</span>
  </li>
)

/** A step after the next one, of which there is nothing to say yet: the same on every page. */
const StepAhead = drawnOnce<StepProps>(
  ({ name, threshold }) => `${name} ${threshold}`,
  (step) => <Step {...step} isReached={false} />,
)

const Conditions: FC<{ requirements: NonNullable<Achievement['requirements']> }> = ({ requirements }) => (
  <ul class="conditions" aria-label={t('All of these')}>
    {requirements.map(({ metric, gte }) => (
      <li>{measured(gte, metric)}</li>
    ))}
  </ul>
)
