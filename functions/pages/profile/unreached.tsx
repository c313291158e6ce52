import type { FC } from 'hono/jsx'
import { plural, t } from '../../../src/language/language.ts'
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
      {plural(
        count,
        '{n} badge is higher than your current histories support. Badges stay unless you recount.',
        '{n} badges are higher than your current histories support. Badges stay unless you recount.',
      )}
    </p>
    <button class="button" type="submit">
      {t('See what would change')}
    </button>
  </form>
)
