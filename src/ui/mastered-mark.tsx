import type { FC } from 'hono/jsx'
import type { Mastered } from '../contract/achievements.ts'
import { Sentence } from '../language/sentence.tsx'
import { day, isoMoment } from './dates.ts'

/** Says of a category that it is mastered, since when, and whether there is more to earn in it by now. */
export const MasteredMark: FC<{ mastered: Mastered | undefined; timeZone: string }> = ({
  mastered,
  timeZone,
}) => {
  if (mastered === undefined) return null
  const { mastered_at, new_badges } = mastered
  const when = <time datetime={isoMoment(mastered_at)}>{day(mastered_at, timeZone)}</time>
  return (
    <span class="mastered">
      {new_badges === 0 ? (
        <Sentence text="Mastered on {day}" with={{ day: when }} />
      ) : (
        <Sentence
          n={new_badges}
          one="Mastered on {day}, {n} new badge since"
          text="Mastered on {day}, {n} new badges since"
          with={{ day: when }}
        />
      )}
    </span>
  )
}
