import type { Child, FC } from 'hono/jsx'
import { t } from '../language/language.ts'
import { Icon } from './icon.tsx'
import { Wreath } from './wreath.tsx'

/**
 * Where a script shows what was earned since the reader's last visit, or in a scan that they watched. Hidden until
 * then, and without scripts. `children`: what can be done about it.
 */
export const Celebration: FC<{ children?: Child }> = ({ children }) => (
  <section id="celebration" class="celebration" aria-labelledby="celebration-heading" hidden>
    <Wreath growth={5} class="wreath-earned" />
    <div>
      <h2 id="celebration-heading">{t('Newly earned')}</h2>
      <ul data-earned />
      {children}
    </div>
    <button class="icon-button" type="button" data-dismiss>
      <Icon name="close" /> <span class="sr-only">{t('Dismiss')}</span>
    </button>
  </section>
)
