import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import { drawnOnce } from './drawn-once.ts'
import { badgeIcon, type ControlIcon, categoryIcon, controlIcon } from './icons.ts'

/** Decorative icons: adjacent text says the same, so they are hidden from screen readers. */

export const BadgeIcon: FC<{ name: string }> = ({ name }) => <Glyph shapes={badgeIcon(name)} />

export const CategoryIcon: FC<{ category: string }> = ({ category }) => (
  <Glyph shapes={categoryIcon(category)} />
)

export const Icon: FC<{ name: ControlIcon }> = ({ name }) => <Glyph shapes={controlIcon(name)} />

const FALLBACK = '<circle cx="12" cy="12" r="4"/>'

const Glyph = drawnOnce<{ shapes: string | undefined }>(
  ({ shapes = FALLBACK }) => shapes,
  ({ shapes = FALLBACK }) => (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {raw(shapes)}
    </svg>
  ),
)
