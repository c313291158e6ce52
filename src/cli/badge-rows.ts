import { type EvaluatedAchievement, TIER_NAMES, type TierName } from '../engine/types.ts'
import { ONE_TIME } from '../ui/wording.ts'
import type { Colour, Paint } from './colours.ts'
import { bar, count } from './figures.ts'

/** Where badges are printed. */
export interface BadgeStyle {
  /** Width of the terminal. */
  columns: number
  paint: Paint
}

export const INDENT = '  '
export const WIDTH_MAX = 112
export const TIER_WIDTH = Math.max(...TIER_NAMES.map(({ length }) => length))
/** Below this, a badge takes two lines. */
const ONE_LINE_COLUMNS = 72
/** From this width on, an unlocked badge also names its next tier. */
const NEXT_TIER_COLUMNS = 96
const BAR_MAX = 30

/** What the column beside a badge's name says: the tier that a badge has, or the next one. */
type Standing = 'present' | 'next'

interface Layout extends BadgeStyle {
  standing: Standing
  standingWidth: number
  nameWidth: number
  progressWidth: number
}

/** Returns a line for each badge, or two on a narrow terminal. A locked one always says which tier is next. */
export function badgeRows(
  badges: readonly EvaluatedAchievement[],
  style: BadgeStyle,
  standing: Standing = 'present',
): string[][] {
  const rows = badges.map((item) => ({ item, progress: progressText(item) }))
  const layout = {
    paint: style.paint,
    columns: Math.min(style.columns, WIDTH_MAX),
    standing,
    standingWidth: Math.max(...badges.map((item) => standingOf(item, standing).length), TIER_WIDTH),
    nameWidth: Math.max(...rows.map(({ item }) => item.name.length)),
    progressWidth: Math.max(...rows.map(({ progress }) => progress.length)),
  }
  return rows.map(({ item, progress }) => badgeRow(item, progress, layout))
}

function badgeRow(item: EvaluatedAchievement, progress: string, layout: Layout): string[] {
  const { columns, paint, nameWidth, progressWidth, standingWidth } = layout
  const name = (text: string) => (item.unlocked ? text : paint('faint', text))
  const standing = standingOf(item, layout.standing)
  const shownStanding = paint(colourOf(item), standing.padEnd(standingWidth))
  if (columns < ONE_LINE_COLUMNS) {
    const width = Math.max(0, columns - 1 - INDENT.length - 4 - progress.length)
    return [
      `${INDENT}${markOf(item, paint)} ${name(item.name)}${standing === '' ? '' : `  ${paint(colourOf(item), standing)}`}`,
      `${INDENT}  ${progressBar(item, Math.min(BAR_MAX, width), paint)}  ${progress}`,
    ]
  }
  const nextTier = columns >= NEXT_TIER_COLUMNS && layout.standing === 'present' ? TIER_WIDTH + 4 : 0
  const fixed = INDENT.length + 2 + nameWidth + 2 + standingWidth + 2 + 2 + progressWidth + nextTier + 1
  const width = Math.max(0, Math.min(BAR_MAX, columns - fixed))
  const next =
    nextTier > 0 && item.unlocked && item.next_tier !== null
      ? `  ${paint('faint', '→')} ${paint(item.next_tier, item.next_tier)}`
      : ''
  return [
    `${INDENT}${markOf(item, paint)} ${name(item.name.padEnd(nameWidth))}  ${shownStanding}  ` +
      `${progressBar(item, width, paint)}  ${progress.padStart(progressWidth)}${next}`,
  ]
}

/** The tier that a badge has; `→ Copper` for the next one. */
function standingOf({ tier, next_tier, unlocked }: EvaluatedAchievement, standing: Standing): string {
  if (next_tier !== null && (tier === null || standing === 'next')) return `→ ${next_tier}`
  return tier ?? (unlocked ? ONE_TIME : '')
}

export function markOf(item: EvaluatedAchievement, paint: Paint): string {
  return paint(colourOf(item), item.unlocked ? '●' : '○')
}

/** The bar has the colour of the next tier, if there is one. */
export function progressBar(item: EvaluatedAchievement, width: number, paint: Paint): string {
  const { filled, rest } = bar(item.progress_pct / 100, width)
  return paint(item.next_tier ?? colourOf(item), filled) + paint('faint', rest)
}

export function colourOf(item: EvaluatedAchievement): TierName | Colour {
  return item.tier ?? (item.unlocked ? 'good' : 'faint')
}

function progressText({ kind, progress, next_tier, next_threshold, unlocked }: EvaluatedAchievement): string {
  if (kind === 'multi_condition') return unlocked ? 'all met' : `${progress} %`
  return next_tier === null ? count(progress) : `${count(progress)} / ${count(next_threshold)}`
}
