import type { FC } from 'hono/jsx'
import { counted } from '../../../src/ui/wording.ts'
import { paths } from '../paths.ts'

/** Tells the owner that badges stand higher than the histories of today reach, and leads to what a recount changes. */
export const Unreached: FC<{ handle: string; count: number }> = ({ handle, count }) => (
  <form
    id="unreached"
    class="notice"
    method="post"
    action={paths.ownerAction(handle, 'recount')}
    data-live
    hidden={count === 0}
  >
    <p>
      {counted(count, 'badge')} {count === 1 ? 'is' : 'are'} higher than your current histories support.
      Badges stay unless you recount.
    </p>
    <button class="button" type="submit">
      See what would change
    </button>
  </form>
)
