import type { FC } from 'hono/jsx'
import { Icon } from './icon.tsx'
import { Wreath } from './wreath.tsx'

/**
 * Where a script says what was earned since the reader was here last, or by a scan that they watched. Out of sight until
 * there is something to say, and for who runs no script.
 */
export const Celebration: FC = () => (
  <section id="celebration" class="celebration" aria-labelledby="celebration-heading" hidden>
    <Wreath growth={5} class="wreath-earned" />
    <div>
      <h2 id="celebration-heading">Newly earned</h2>
      <ul data-earned />
    </div>
    <button class="icon-button" type="button" data-dismiss>
      <Icon name="close" /> <span class="sr-only">Dismiss</span>
    </button>
  </section>
)
