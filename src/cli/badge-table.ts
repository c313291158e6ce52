import { CATEGORIES } from '../engine/achievement.ts'
import { type EvaluatedAchievement, TIER_NAMES, type TierName } from '../engine/types.ts'
import type { Colour, Paint } from './colours.ts'
import { bar, count, duration, megabytes } from './figures.ts'
import type { ScanPayload } from './payload.ts'
import { fitted, shown, wrapped } from './terminal-text.ts'

/** What the scan itself cost. */
export interface ScanCost {
  seconds: number
  /** Bytes of text read, in UTF-8. */
  textBytes: number
}

export interface BadgeTableStyle {
  /** Width of the terminal. */
  columns: number
  paint: Paint
}

const INDENT = '  '
const WIDTH_MAX = 112
/** Below this, a badge takes two lines. */
const ONE_LINE_COLUMNS = 72
/** From this width on, a badge also names its next tier. */
const NEXT_TIER_COLUMNS = 96
const BAR_MAX = 30
const TIER_WIDTH = Math.max(...TIER_NAMES.map(({ length }) => length))

/**
 * Returns a scan's result as text for a terminal: a heading, then the badges by category. Badges that are still
 * secret show only as a total, and are left out of their category's count.
 */
export function badgeTable(payload: ScanPayload, cost: ScanCost, style: BadgeTableStyle): string {
  const columns = Math.min(style.columns, WIDTH_MAX)
  const open = payload.achievements.filter(({ state }) => state !== 'secret')
  const rows = open.map((item) => ({ item, progress: progressText(item) }))
  const layout: Layout = {
    columns,
    paint: style.paint,
    nameWidth: Math.max(...rows.map(({ item }) => item.name.length)),
    progressWidth: Math.max(...rows.map(({ progress }) => progress.length)),
  }
  const groups = CATEGORIES.flatMap((category) => {
    const members = rows.filter(({ item }) => item.category === category)
    if (members.length === 0) return []
    const unlocked = members.filter(({ item }) => item.unlocked).length
    const heading = `${style.paint('heading', category)}  ${style.paint('faint', `${unlocked} / ${members.length}`)}`
    return ['', INDENT + heading, ...members.flatMap((row) => badgeLines(row, layout))]
  })
  return `${['', ...heading(payload, cost, style), ...groups, ...closing(payload, style), ...warningLines(payload, layout), ''].join('\n')}\n`
}

interface Layout extends BadgeTableStyle {
  nameWidth: number
  progressWidth: number
}

function heading(
  payload: ScanPayload,
  { seconds, textBytes }: ScanCost,
  { columns, paint }: BadgeTableStyle,
) {
  const { scan_meta, unlocked_count, total_count, achievements } = payload
  const highest = TIER_NAMES.findLast((tier) => achievements.some((item) => item.tier === tier))
  const unlocked = `${unlocked_count} of ${total_count} unlocked`
  const top = highest === undefined ? [] : [`highest tier ${highest}`]
  const sessions = `${count(scan_meta.sessions_total)} ${scan_meta.sessions_total === 1 ? 'session' : 'sessions'}`
  const reused = scan_meta.sessions_reused > 0 ? ` (${count(scan_meta.sessions_reused)} unchanged)` : ''
  const rate =
    textBytes === 0 ? [] : [`${megabytes(textBytes)} of text`, `${megabytes(textBytes / seconds)}/s`]
  const facts = [`${sessions}${reused}`, duration(seconds), ...rate, payload.timezone]
  const [title = '', ...below] = wrapped([`Laurel · ${unlocked}`, ...top], columns - INDENT.length - 2)
  const coloured = (line: string) => {
    const bold = line.replace(/^Laurel · .* unlocked/, (words) => paint('heading', words))
    return highest === undefined ? bold : bold.replace(highest, paint(highest, highest))
  }
  return [
    `${INDENT}${paint('good', '❧')} ${coloured(title)}`,
    ...below.map((line) => `${INDENT}  ${coloured(line)}`),
    ...wrapped(facts, columns - INDENT.length).map((line) => INDENT + paint('faint', line)),
  ]
}

function closing({ secret_count }: ScanPayload, { paint }: BadgeTableStyle): string[] {
  if (secret_count === 0) return []
  const secrets = secret_count === 1 ? '1 secret' : `${secret_count} secrets`
  return ['', INDENT + paint('faint', `${secrets} still hidden`)]
}

/** Lists the sessions that could not be counted completely, and what that means. */
function warningLines({ scan_meta }: ScanPayload, { columns, paint }: Layout): string[] {
  const { warnings = [], more_warnings: more = 0 } = scan_meta
  if (warnings.length === 0) return []
  const effects = [...new Set(warnings.map(({ effect }) => effect))]
  const listed = effects.flatMap((effect) => {
    const ids = warnings
      .filter(({ effect: own, kind }) => own === effect && kind !== 'pages_unreadable')
      .map(({ session }) => session)
    const names = ids.map((id) => (id === null ? 'a session without a readable id' : shown(id)))
    return [
      ...wrapped(effect.split(' '), columns - INDENT.length - 2, ' ').map((line) => `${INDENT}  ${line}`),
      ...names.map((name) => paint('faint', `${INDENT}    ${fitted(name, columns - 6).trimEnd()}`)),
    ]
  })
  const others = more === 0 ? [] : [paint('faint', `${INDENT}  and ${count(more)} more`)]
  return ['', INDENT + paint('warning', 'Not counted completely:'), ...listed, ...others]
}

function badgeLines(
  { item, progress }: { item: EvaluatedAchievement; progress: string },
  layout: Layout,
): string[] {
  const { columns, paint, nameWidth, progressWidth } = layout
  const colour = colourOf(item)
  const mark = paint(colour, item.unlocked ? '●' : '○')
  const tier = item.tier ?? (item.unlocked ? 'earned' : '')
  const name = (text: string) => (item.unlocked ? text : paint('faint', text))
  if (columns < ONE_LINE_COLUMNS) {
    const width = Math.max(0, columns - 1 - INDENT.length - 4 - progress.length)
    return [
      `${INDENT}${mark} ${name(item.name)}${tier === '' ? '' : `  ${paint(colour, tier)}`}`,
      `${INDENT}  ${barOf(item, Math.min(BAR_MAX, width), layout)}  ${progress}`,
    ]
  }
  const nextTier = columns >= NEXT_TIER_COLUMNS ? TIER_WIDTH + 4 : 0
  const fixed = INDENT.length + 2 + nameWidth + 2 + TIER_WIDTH + 2 + 2 + progressWidth + nextTier + 1
  const width = Math.max(0, Math.min(BAR_MAX, columns - fixed))
  const next =
    nextTier > 0 && item.next_tier !== null
      ? `  ${paint('faint', '→')} ${paint(item.next_tier, item.next_tier)}`
      : ''
  return [
    `${INDENT}${mark} ${name(item.name.padEnd(nameWidth))}  ${paint(colour, tier.padEnd(TIER_WIDTH))}  ` +
      `${barOf(item, width, layout)}  ${progress.padStart(progressWidth)}${next}`,
  ]
}

/** The bar has the colour of the next tier, if there is one. */
function barOf(item: EvaluatedAchievement, width: number, { paint }: Layout): string {
  const { filled, rest } = bar(item.progress_pct / 100, width)
  return paint(item.next_tier ?? colourOf(item), filled) + paint('faint', rest)
}

function colourOf(item: EvaluatedAchievement): TierName | Colour {
  return item.tier ?? (item.unlocked ? 'good' : 'faint')
}

function progressText({ kind, progress, next_tier, next_threshold, unlocked }: EvaluatedAchievement): string {
  if (kind === 'multi_condition') return unlocked ? 'all met' : `${progress} %`
  return next_tier === null ? count(progress) : `${count(progress)} / ${count(next_threshold)}`
}
