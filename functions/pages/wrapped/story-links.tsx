import type { FC } from 'hono/jsx'
import { SETTINGS } from '../../../src/config.ts'
import { periodName } from '../../../src/ui/wrapped/words.ts'
import { periodIn } from '../../../src/wrapped/period.ts'
import { paths } from '../paths.ts'

/** Links to the published stories of a profile, the latest ones. `keys`: their periods. */
export const StoryLinks: FC<{ handle: string; keys: readonly string[] }> = ({ handle, keys }) =>
  keys.length > 0 && (
    <nav class="story-links" aria-label="Looking back">
      <p>
        Looking back:{' '}
        {keys.slice(0, SETTINGS.STORIES_LINKED_MAX.value).map((key, at) => {
          const period = periodIn(key)
          return (
            <>
              {at > 0 && ' · '}
              <a href={paths.story(handle, key)}>{period === null ? key : periodName(period)}</a>
            </>
          )
        })}
      </p>
    </nav>
  )
