import type { FC } from 'hono/jsx'
import { t } from '../language/language.ts'

/** The time of viewing: what is new to one reader may not be to the next. */
export interface Viewing {
  /** Unix seconds. */
  now: number
  /** How long an unlock counts as new; 0 disables the mark. */
  newSeconds: number
}

/**
 * Marks a recent unlock. It carries its expiry, so that a script can remove it from a page that is open for longer, or
 * shown from a cache.
 */
export const NewMark: FC<Viewing & { at: number | null }> = ({ at, now, newSeconds }) =>
  at !== null && now < at + newSeconds ? (
    <span class="new-mark" data-new-until={String(Math.ceil(at + newSeconds))}>
      {t('New')}
    </span>
  ) : null
