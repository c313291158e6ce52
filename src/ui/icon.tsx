import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import { badgeIcon, type ControlIcon, categoryIcon, controlIcon } from './icons.ts'

/** Decorative icons: adjacent text says the same, so they are hidden from screen readers. */

export const BadgeIcon: FC<{ name: string }> = ({ name }) => <Glyph shapes={badgeIcon(name)} />

export const CategoryIcon: FC<{ category: string }> = ({ category }) => (
  <Glyph shapes={categoryIcon(category)} />
)

export const Icon: FC<{ name: ControlIcon }> = ({ name }) => <Glyph shapes={controlIcon(name)} />

const FALLBACK = '<circle cx="12" cy="12" r="4"/>'

const Glyph: FC<{ shapes: string | undefined }> = ({ shapes }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    {raw(shapes ?? FALLBACK)}
  </svg>
)
