import type { FC } from 'hono/jsx'
import type { AchievementsPayload } from '../../../src/contract/achievements.ts'
import { grouped } from '../../../src/page/wording.ts'

/** What the scan could not count as a whole: told to the owner, who alone has it in the view. */
export const ScanWarnings: FC<{ view: AchievementsPayload }> = ({ view }) => {
  const { warnings = [], more_warnings: more = 0 } = view.scan_meta
  const effects = [...new Set(warnings.map(({ effect }) => effect))]
  return (
    <section
      id="scan-warnings"
      class="notice"
      aria-label="Not counted as a whole"
      data-live
      hidden={warnings.length === 0}
    >
      <details>
        <summary>
          {grouped(warnings.length + more)} {warnings.length + more === 1 ? 'session was' : 'sessions were'}{' '}
          not counted as a whole
        </summary>
        {effects.map((effect) => (
          <div key={effect}>
            <p>{effect}</p>
            <ul>
              {warnings
                .filter((warning) => warning.effect === effect)
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
