import type { FC } from 'hono/jsx'
import { SETTINGS } from '../../../src/config.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { periodName } from '../../../src/ui/wrapped/words.ts'
import { periodIn } from '../../../src/wrapped/period.ts'
import { paths } from '../paths.ts'

/** Links to the published stories of a profile, the latest ones. `keys`: their periods. */
export const StoryLinks: FC<{ handle: string; keys: readonly string[] }> = ({ handle, keys }) =>
  keys.length > 0 && (
    <nav class="story-links" aria-label={t('Looking back')}>
      <p>
        <Sentence
          text="Looking back: {stories}"
          with={{
            stories: <Links handle={handle} keys={keys.slice(0, SETTINGS.STORIES_LINKED_MAX.value)} />,
          }}
        />
      </p>
    </nav>
  )

const Links: FC<{ handle: string; keys: readonly string[] }> = ({ handle, keys }) => (
  <>
    {keys.map((key, at) => {
      const period = periodIn(key)
      return (
        <>
          {at > 0 && ' · '}
          <a href={paths.story(handle, key)}>{period === null ? key : periodName(period)}</a>
        </>
      )
    })}
  </>
)
