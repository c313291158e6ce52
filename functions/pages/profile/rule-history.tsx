import type { FC } from 'hono/jsx'
import { changesOf } from '../../../src/engine/rule-history.ts'
import { t, translated } from '../../../src/language/language.ts'
import { day, isoMoment } from '../../../src/ui/dates.ts'

/** When the rule of a badge, or what counts for it, has changed; the last change first. */
export const RuleHistory: FC<{ id: string }> = ({ id }) => (
  <details class="rule-history">
    <summary>{t('History of the rule')}</summary>
    <ol>
      {changesOf(id).map(({ at, engine, what }) => (
        <li>
          <p class="when">
            <time datetime={isoMoment(at).slice(0, 10)}>{day(at, 'UTC')}</time> ·{' '}
            {t('Engine version {version}', { version: engine })}
          </p>
          <p>{translated(what)}</p>
        </li>
      ))}
    </ol>
  </details>
)
