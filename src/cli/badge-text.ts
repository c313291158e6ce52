import type { AggregateFigures, Evidence } from '../engine/types.ts'
import { missingLine, wayOf } from '../ui/next.ts'
import { measured } from '../ui/units.ts'
import { ONE_TIME, STATE_WORDS } from '../ui/wording.ts'
import type { EarnedAchievement } from '../view/unlocks.ts'
import { type BadgeStyle, colourOf, INDENT, markOf, TIER_WIDTH, WIDTH_MAX } from './badge-rows.ts'
import { dateText, timeText } from './dates.ts'
import { count } from './figures.ts'
import { fitted, shown, wrapped } from './terminal-text.ts'

interface TextStyle extends BadgeStyle {
  timeZone: string
}

const LABEL_WIDTH = 13

/** Returns all about a badge as text for a terminal. */
export function badgeText(
  badge: EarnedAchievement,
  aggregate: AggregateFigures,
  terminal: TextStyle,
): string {
  const style = { ...terminal, columns: Math.min(terminal.columns, WIDTH_MAX) }
  const { paint, columns } = style
  const tier = badge.tier ?? (badge.unlocked ? ONE_TIME : STATE_WORDS.inProgress.toLowerCase())
  const lines = [
    '',
    `${INDENT}${markOf(badge, paint)} ${paint('heading', badge.name)}  ${paint(colourOf(badge), tier)}`,
    ...wrapped(badge.description.split(' '), columns - 2 * INDENT.length, ' ').map(
      (line) => `${INDENT}  ${paint('faint', line)}`,
    ),
    '',
    ...facts(badge, style).flatMap(([label, text]) => factLines(label, text, style)),
    '',
    ...(badge.requirements ? conditionLines(badge.requirements, aggregate, style) : tierLines(badge, style)),
    '',
  ]
  return `${lines.join('\n')}\n`
}

function facts(badge: EarnedAchievement, { columns, timeZone }: TextStyle): [label: string, text: string][] {
  const { category, criteria, unlocked, unlocked_at, dated_by, evidence } = badge
  const date = dated_by === 'scan' ? 'date unknown' : timeText(unlocked_at, timeZone)
  const rows: [string, string | null][] = [
    ['Category', category],
    ['What counts', criteria],
    ['Progress', progressLine(badge)],
    ['Unlocked', unlocked ? date : null],
    ['Best session', evidence ? sessionText(evidence, columns - INDENT.length - LABEL_WIDTH) : null],
  ]
  return rows.flatMap(([label, text]) => (text === null ? [] : [[label, text]]))
}

/** Its id and title, on one line. */
function sessionText({ session_id, title }: Evidence, width: number): string {
  return fitted(`${shown(session_id)}  ${shown(title)}`, width).trimEnd()
}

/** `36 of 40, 4 more delegated tasks to Silver` */
function progressLine(badge: EarnedAchievement): string {
  const { progress, next_tier, next_threshold, unlocked } = badge
  const missing = missingLine(wayOf(badge))
  if (next_tier !== null) return `${count(progress)} of ${count(next_threshold)}, ${missing} to ${next_tier}`
  return unlocked ? 'complete' : missing
}

function factLines(label: string, text: string, { columns, paint }: TextStyle): string[] {
  const width = columns - INDENT.length - LABEL_WIDTH
  return wrapped(text.split(' '), width, ' ').map(
    (line, index) => INDENT + paint('faint', (index === 0 ? label : '').padEnd(LABEL_WIDTH)) + line,
  )
}

function tierLines({ tiers = [], progress, tier_history }: EarnedAchievement, style: TextStyle): string[] {
  const { paint, timeZone } = style
  const width = Math.max(...tiers.map(({ threshold }) => count(threshold).length))
  const rows = tiers.map(({ name, threshold }) => {
    const reached = tier_history.find(({ tier }) => tier === name)
    const date =
      reached === undefined || reached.dated_by === 'scan' ? '' : dateText(reached.reached_at, timeZone)
    const isReached = progress >= threshold
    const text = `${name.padEnd(TIER_WIDTH)}  ${count(threshold).padStart(width)}`
    return `${INDENT}${paint(name, isReached ? '●' : '○')} ${isReached ? text : paint('faint', text)}  ${date}`.trimEnd()
  })
  return [INDENT + paint('heading', 'Tiers'), ...rows]
}

function conditionLines(
  requirements: NonNullable<EarnedAchievement['requirements']>,
  aggregate: AggregateFigures,
  { columns, paint }: TextStyle,
): string[] {
  const rows = requirements.flatMap(({ metric, gte }) => {
    const isMet = aggregate[metric] >= gte
    const mark = paint(isMet ? 'good' : 'faint', isMet ? '●' : '○')
    const words = `${count(aggregate[metric])} of ${measured(gte, metric)}`.split(' ')
    const lines = wrapped(words, columns - 2 * INDENT.length, ' ')
    return lines.map((line, index) => `${INDENT}${index === 0 ? mark : ' '} ${line}`)
  })
  return [INDENT + paint('heading', 'Conditions'), ...rows]
}
