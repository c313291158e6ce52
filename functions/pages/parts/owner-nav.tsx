import type { FC } from 'hono/jsx'
import { insightsPath, profilePath, sessionsPath } from '../paths.ts'

/** Where an owner goes from a page that is the owner's alone. */
export const OwnerNav: FC<{ handle: string; current: 'insights' | 'sessions' }> = ({ handle, current }) => (
  <nav class="owner-nav" aria-label={`Of @${handle}`}>
    <ul>
      <li>
        <a href={profilePath(handle)}>@{handle}</a>
      </li>
      <li>
        <a href={sessionsPath(handle)} aria-current={current === 'sessions' ? 'page' : undefined}>
          Sessions
        </a>
      </li>
      <li>
        <a href={insightsPath(handle)} aria-current={current === 'insights' ? 'page' : undefined}>
          Insights
        </a>
      </li>
    </ul>
  </nav>
)
