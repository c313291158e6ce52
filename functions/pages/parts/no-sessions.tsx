import type { FC } from 'hono/jsx'
import { counted, DETAILS_TOO } from '../../../src/ui/wording.ts'
import { paths } from '../paths.ts'

/** Says that no session is here, and how they get here. */
export const NoSessions: FC<{ handle: string }> = ({ handle }) => (
  <>
    <strong>No sessions yet.</strong> <Ways handle={handle} /> Agents can also report sessions live.
  </>
)

/** Says that only the counts of some sessions are here, and how to add the rest. */
export const Unlisted: FC<{ handle: string; count: number }> = ({ handle, count }) =>
  count === 0 ? null : (
    <div class="notice" id="unlisted" data-live>
      <p>
        <strong>Of {counted(count, 'session')}, only the counts were published.</strong>{' '}
        <Ways handle={handle} />
      </p>
    </div>
  )

const Ways: FC<{ handle: string }> = ({ handle }) => (
  <>
    To see them here, for you alone, drop <code>state.db</code> on{' '}
    <a href={paths.profile(handle)}>your page</a> and tick “{DETAILS_TOO}” when you publish. From a terminal,
    run <code>laurel push --sessions</code>.
  </>
)
