import type { FC } from 'hono/jsx'
import { counted } from '../../../src/ui/wording.ts'

/** Says that some sessions only have figures, and what to do about it. */
export const Unlisted: FC<{ count: number }> = ({ count }) =>
  count === 0 ? null : (
    <div class="notice" id="unlisted" data-live>
      <p>
        <strong>Details of {counted(count, 'session')} weren’t published.</strong> Only their counts for
        badges were. Run <code>laurel push --sessions</code> or upload the history to list them here, for you
        alone.
      </p>
    </div>
  )
