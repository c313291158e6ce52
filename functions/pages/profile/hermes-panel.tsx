import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { PANELS } from '../../../src/urls.ts'
import { paths } from '../paths.ts'
import { Tool } from './panel.tsx'

/** The form that has Hermes post its events, and the one that ends it. */
export const HermesPanel: FC<{ handle: string }> = ({ handle }) => (
  <Tool icon="webhooks" label={t('Hermes events')}>
    <div class="tool-body" id={PANELS.hermes}>
      <h2 class="sr-only">{t('Hermes events')}</h2>
      <p class="hint">
        {t(
          'Hermes can tell this page what it is doing: your session list shows who is at work, and insights count each request at once. These sessions earn no badges.',
        )}
      </p>
      <form method="post" action={paths.ownerAction(handle, 'hermes-events')}>
        <button class="button" type="submit" name="action" value="set-up">
          {t('Set up, with a new secret')}
        </button>{' '}
        <button class="link-button" type="submit" name="action" value="stop">
          {t('Stop taking events')}
        </button>
      </form>
    </div>
  </Tool>
)
