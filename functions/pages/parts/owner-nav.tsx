import type { FC } from 'hono/jsx'
import { insightsPath, profilePath, sessionsPath, templatesPath } from '../paths.ts'

export type OwnerPlace = 'page' | 'sessions' | 'insights' | 'templates'

const PLACES = [
  { place: 'page', path: profilePath, label: (handle: string) => `@${handle}` },
  { place: 'sessions', path: (handle: string) => sessionsPath(handle), label: () => 'Sessions' },
  { place: 'insights', path: (handle: string) => insightsPath(handle), label: () => 'Insights' },
  { place: 'templates', path: (handle: string) => templatesPath(handle), label: () => 'Templates' },
] as const

/** The pages that an owner has, on top of each of them. */
export const OwnerNav: FC<{ handle: string; current: OwnerPlace }> = ({ handle, current }) => (
  <nav class="owner-nav" aria-label={`Of @${handle}`}>
    <ul>
      {PLACES.map(({ place, path, label }) => (
        <li>
          <a href={path(handle)} aria-current={place === current ? 'page' : undefined}>
            {label(handle)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
