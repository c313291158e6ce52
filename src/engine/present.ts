import { HIDDEN } from './evaluate.ts'
import type { EvaluatedAchievement } from './types.ts'

/**
 * Returns achievements as they may be published: hidden secrets lose everything that identifies them, including their
 * place in the catalog, and come last.
 */
export function present<Item extends EvaluatedAchievement>(
  items: readonly Item[],
): (Item | ReturnType<typeof hiddenAchievement>)[] {
  const open = items.filter(({ state }) => state !== 'secret')
  const hidden = Array.from({ length: items.length - open.length }, (_, index) =>
    hiddenAchievement(index + 1),
  )
  return [...open, ...hidden]
}

/**
 * Returns a hidden secret as the public sees it: nothing in it distinguishes one secret from another.
 * @param number its place among the hidden ones, which reveals nothing of the catalog
 */
function hiddenAchievement(number: number) {
  const tier_history: [] = []
  return {
    ...HIDDEN,
    id: `secret_${number}`,
    category: 'Hidden',
    kind: 'secret',
    secret: true,
    state: 'secret',
    unlocked: false,
    discovered: false,
    progress: 0,
    progress_pct: 0,
    tier: null,
    next_tier: null,
    next_threshold: null,
    unlocked_at: null,
    tier_history,
  } as const
}
