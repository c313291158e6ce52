import { TIER_NAMES } from '../engine/types.ts'
import { nextUp } from '../ui/next.ts'
import { ONE_TIME } from '../ui/wording.ts'
import type { EarnedAchievement } from '../view/unlocks.ts'
import { type BadgeStyle, badgeRows, colourOf, INDENT, markOf, TIER_WIDTH, WIDTH_MAX } from './badge-rows.ts'
import type { ScanResult } from './payload.ts'
import { wrapped } from './terminal-text.ts'

/** Returns what is unlocked, best tier first, and what is next up: at most 34 lines of 80 columns. */
export function badgeSummary(
  { achievements }: Pick<ScanResult, 'achievements'>,
  style: BadgeStyle,
): string[] {
  const { paint } = style
  const unlocked = [...TIER_NAMES.toReversed(), null].flatMap((tier) =>
    tierLines(
      tier ?? ONE_TIME,
      achievements.filter((item) => item.unlocked && item.tier === tier),
      style,
    ),
  )
  const next = nextUp(achievements).flatMap(({ achievement: { id } }) =>
    achievements.filter((item) => item.id === id),
  )
  return [
    ...(unlocked.length === 0 ? [] : ['', INDENT + paint('heading', 'Unlocked'), ...unlocked]),
    ...(next.length === 0
      ? []
      : ['', INDENT + paint('heading', 'Next up'), ...badgeRows(next, style, 'next').flat()]),
  ]
}

/** `● Gold      Let Him Cook, Full Send` */
function tierLines(
  tier: string,
  badges: readonly EarnedAchievement[],
  { columns, paint }: BadgeStyle,
): string[] {
  const [first] = badges
  if (first === undefined) return []
  const label = `${INDENT}${markOf(first, paint)} ${paint(colourOf(first), tier.padEnd(TIER_WIDTH))}${INDENT}`
  const labelWidth = 2 * INDENT.length + 2 + TIER_WIDTH
  const names = badges.map(({ name }, index) => (index === badges.length - 1 ? name : `${name},`))
  const width = Math.max(0, Math.min(columns, WIDTH_MAX) - labelWidth - 1)
  return wrapped(names, width, ' ').map(
    (line, index) => (index === 0 ? label : ' '.repeat(labelWidth)) + line,
  )
}
