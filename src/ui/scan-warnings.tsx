import type { FC } from 'hono/jsx'
import type { ScanMeta } from '../contract/achievements.ts'
import { counted, grouped } from './wording.ts'

/** What the scan could not count completely. Only the owner of the history sees it. */
export const ScanWarnings: FC<{ meta: Pick<ScanMeta, 'warnings' | 'more_warnings'> }> = ({ meta }) => {
  const { warnings = [], more_warnings: more = 0 } = meta
  const sessions = warnings.filter(({ kind }) => kind !== 'pages_unreadable').length + more
  const effects = [...new Set(warnings.map(({ effect }) => effect))]
  return (
    <section
      id="scan-warnings"
      class="notice"
      aria-label="Not counted completely"
      data-live
      hidden={warnings.length === 0}
    >
      <details>
        <summary>
          {sessions === 0 ? 'Some messages' : counted(sessions, 'session')} {sessions === 1 ? 'was' : 'were'}{' '}
          not counted completely
        </summary>
        {effects.map((effect) => (
          <div key={effect}>
            <p>{effect}</p>
            <ul>
              {warnings
                .filter(({ effect: own, kind }) => own === effect && kind !== 'pages_unreadable')
                .map(({ session }) => (
                  <li key={session ?? ''}>
                    {session === null ? 'A session without a readable id' : <code>{session}</code>}
                  </li>
                ))}
            </ul>
          </div>
        ))}
        {more > 0 && <p>And {grouped(more)} more.</p>}
      </details>
    </section>
  )
}
