import type { FC } from 'hono/jsx'
import type { ScanMeta } from '../contract/achievements.ts'
import { plural, t, translated } from '../language/language.ts'

/** What the scan could not count completely. Only the owner of the history sees it. */
export const ScanWarnings: FC<{ meta: Pick<ScanMeta, 'warnings' | 'more_warnings'> }> = ({ meta }) => {
  const { warnings = [], more_warnings: more = 0 } = meta
  const sessions = warnings.filter(({ kind }) => kind !== 'pages_unreadable').length + more
  const effects = [...new Set(warnings.map(({ effect }) => effect))]
  return (
    <section
      id="scan-warnings"
      class="notice"
      aria-label={t('Not counted completely')}
      data-live
      hidden={warnings.length === 0}
    >
      <details>
        <summary>
          {sessions === 0
            ? t('Some messages were not counted completely')
            : plural(
                sessions,
                '{n} session was not counted completely',
                '{n} sessions were not counted completely',
              )}
        </summary>
        {effects.map((effect) => (
          <div key={effect}>
            <p>{effectText(effect)}</p>
            <ul>
              {warnings
                .filter(({ effect: own, kind }) => own === effect && kind !== 'pages_unreadable')
                .map(({ session }) => (
                  <li key={session ?? ''}>
                    {session === null ? t('A session without a readable id') : <code>{session}</code>}
                  </li>
                ))}
            </ul>
          </div>
        ))}
        {more > 0 && <p>{t('And {n} more.', { n: more })}</p>}
      </details>
    </section>
  )
}

/** Returns a stored sentence in the reader's language. One of them has a number in it. */
function effectText(effect: string): string {
  const pages = /^\d+(?= pages? of messages )/.exec(effect)
  return pages === null
    ? translated(effect)
    : plural(
        Number(pages[0]),
        '{n} page of messages is damaged, so any session may count less than it should.',
        '{n} pages of messages are damaged, so any session may count less than it should.',
      )
}
