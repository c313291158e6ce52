import type { FC } from 'hono/jsx'
import { counted } from '../../../src/ui/wording.ts'

/** Says that some sessions only have figures, and what to do about it. */
export const Unlisted: FC<{ count: number }> = ({ count }) =>
  count === 0 ? null : (
    <div class="notice" id="unlisted" data-live>
      <p>
        <strong>
          {counted(count, 'session')} {count === 1 ? 'is' : 'are'} not here.
        </strong>{' '}
        Of these only the figures for badges were reported. Report them with{' '}
        <code>laurel push --sessions</code>, or upload the history, and they are listed for you alone.
      </p>
    </div>
  )
