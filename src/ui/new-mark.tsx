import type { FC } from 'hono/jsx'

/** From when a page is looked at. What is new to one reader is not to the next. */
export interface Viewing {
  /** Unix seconds. */
  now: number
  /** How long what was reached counts as new; 0 marks nothing. */
  newSeconds: number
}

/**
 * Marks what was reached a short while ago. It says until when it holds, so that a script takes it away from a page that
 * is shown for longer, or again.
 */
export const NewMark: FC<Viewing & { at: number | null }> = ({ at, now, newSeconds }) =>
  at !== null && now < at + newSeconds ? (
    <span class="new-mark" data-new-until={String(Math.ceil(at + newSeconds))}>
      New
    </span>
  ) : null
