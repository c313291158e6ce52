import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { paths } from '../paths.ts'

export type OwnerPlace = 'page' | 'sessions' | 'insights' | 'wrapped' | 'templates' | 'circles'

const PLACES = [
  { place: 'page', path: (handle: string) => paths.profile(handle), label: 'Your page' },
  { place: 'sessions', path: (handle: string) => paths.sessions(handle), label: 'Sessions' },
  { place: 'insights', path: (handle: string) => paths.insights(handle), label: 'Insights' },
  { place: 'wrapped', path: (handle: string) => paths.wrapped(handle), label: 'Wrapped' },
  { place: 'templates', path: (handle: string) => paths.templates(handle), label: 'Templates' },
  { place: 'circles', path: (handle: string) => paths.circles(handle), label: 'Circles' },
] as const

/** Navigation among the owner's pages. */
export const OwnerNav: FC<{ handle: string; current: OwnerPlace }> = ({ handle, current }) => (
  <nav class="owner-nav" aria-label={t('Pages of @{handle}', { handle })}>
    <ul>
      {PLACES.map(({ place, path, label }) => (
        <li>
          <a href={path(handle)} aria-current={place === current ? 'page' : undefined}>
            {t(label)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
