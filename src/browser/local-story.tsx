import type { SessionRecord } from '../engine/session-record.ts'
import { t } from '../language/language.ts'
import type { Checkpoint } from '../scan/checkpoint.ts'
import { fragmentOf } from '../ui/local-place.ts'
import { StoryCards } from '../ui/wrapped/story-cards.tsx'
import { periodName } from '../ui/wrapped/words.ts'
import { countedLocally } from '../view/local-view.ts'
import { periodIn, periodKey } from '../wrapped/period.ts'
import { periodsWith, storyOf } from '../wrapped/story.ts'

export interface LocalStoryProps {
  scanned: readonly Checkpoint[]
  records: readonly SessionRecord[]
  query: URLSearchParams
  /** `timeZone`: an IANA name. `now`: Unix seconds. */
  seen: { timeZone: string; now: number }
}

/** The story of a period of a scanned history: of the latest year, unless the query names another. */
export function LocalStory({ scanned, records, query, seen }: LocalStoryProps) {
  const { timeZone, now } = seen
  const periods = periodsWith(records, timeZone)
  const period = periodIn(query.get('period') ?? '') ?? periods[0]
  const { items: badges } = countedLocally(
    scanned.map(({ stats }) => stats),
    timeZone,
    now,
  )
  const facts = { badges, provenance: 'none', favourites: 'names', timeZone, now } as const
  const story = period ? storyOf(records, period, facts) : null
  return (
    <div class="wrapped">
      <header>
        <h1>{period ? periodName(period) : t('Looking back')}</h1>
        <nav aria-label={t('Periods')}>
          <ul class="chips chips-quiet story-periods">
            {periods.map((other) => (
              <li>
                <a
                  class="chip"
                  href={fragmentOf('wrapped', { period: periodKey(other) })}
                  aria-current={period && periodKey(other) === periodKey(period) ? 'true' : undefined}
                >
                  {periodName(other)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      {story ? (
        <StoryCards story={story} pictures={null} progress={false} />
      ) : (
        <p class="notice">
          <strong>
            {period
              ? t('This history has nothing to tell of {period}.', { period: periodName(period) })
              : t('This history has nothing to tell of any year.')}
          </strong>
        </p>
      )}
    </div>
  )
}
