import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { DETAILS_TOO } from '../../../src/ui/wording.ts'
import { paths } from '../paths.ts'

/** Says that no session is here, and how they get here. */
export const NoSessions: FC<{ handle: string }> = ({ handle }) => (
  <>
    <strong>{t('No sessions yet.')}</strong> <Ways handle={handle} />{' '}
    {t('Agents can also report sessions live.')}
  </>
)

/** Says that only the counts of some sessions are here, and how to add the rest. */
export const Unlisted: FC<{ handle: string; count: number }> = ({ handle, count }) =>
  count === 0 ? null : (
    <div class="notice" id="unlisted" data-live>
      <p>
        <strong>
          <Sentence
            n={count}
            one="Of {n} session, only the counts were published."
            text="Of {n} sessions, only the counts were published."
          />
        </strong>{' '}
        <Ways handle={handle} />
      </p>
    </div>
  )

const Ways: FC<{ handle: string }> = ({ handle }) => (
  <Sentence
    text="To see them here, for you alone, drop {file} on {page} and tick “{choice}” when you publish. From a terminal, run {command}."
    with={{
      file: <code>state.db</code>,
      page: <a href={paths.profile(handle)}>{t('your page')}</a>,
      choice: t(DETAILS_TOO),
      command: <code>laurel push --sessions</code>,
    }}
  />
)
