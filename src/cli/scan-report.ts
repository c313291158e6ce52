import { TIER_NAMES } from '../engine/types.ts'
import { STATE_WORDS } from '../ui/wording.ts'
import { type BadgeStyle, INDENT, WIDTH_MAX } from './badge-rows.ts'
import { badgeSummary } from './badge-summary.ts'
import { badgeTable } from './badge-table.ts'
import { count, counted, duration } from './figures.ts'
import type { ScanResult } from './payload.ts'
import { fitted, shown, wrapped } from './terminal-text.ts'

interface ReportStyle extends BadgeStyle {
  /** All badges, instead of those that are unlocked or next up. */
  table: boolean
}

/** Returns a scan's result as text for a terminal. `seconds`: the time that the scan took. */
export function scanReport(
  payload: ScanResult,
  seconds: number,
  { table, ...terminal }: ReportStyle,
): string {
  const style = { ...terminal, columns: Math.min(terminal.columns, WIDTH_MAX) }
  const lines = [
    '',
    ...heading(payload, style),
    ...(table ? badgeTable(payload, style) : badgeSummary(payload, style)),
    '',
    ...foot(payload, seconds, style, table),
    ...warningLines(payload, style),
    '',
  ]
  return `${lines.join('\n')}\n`
}

function heading({ unlocked_count, total_count, achievements }: ScanResult, { columns, paint }: BadgeStyle) {
  const highest = TIER_NAMES.findLast((tier) => achievements.some((item) => item.tier === tier))
  const unlocked = `${unlocked_count} of ${total_count} unlocked`
  const top = highest === undefined ? [] : [`highest tier ${highest}`]
  const [title = '', ...below] = wrapped([`Laurel · ${unlocked}`, ...top], columns - INDENT.length - 2)
  const coloured = (line: string) => {
    const bold = line.replace(/^Laurel · .* unlocked/, (words) => paint('heading', words))
    return highest === undefined ? bold : bold.replace(highest, paint(highest, highest))
  }
  return [
    `${INDENT}${paint('good', '❧')} ${coloured(title)}`,
    ...below.map((line) => `${INDENT}  ${coloured(line)}`),
  ]
}

function foot(payload: ScanResult, seconds: number, { columns, paint }: BadgeStyle, table: boolean) {
  const { messages, scan_meta, discovered_count, secret_count, timezone } = payload
  const { sessions_total: total, sessions_reused: reused } = scan_meta
  const parts = [
    [
      ...(discovered_count > 0 ? [`${count(discovered_count)} ${STATE_WORDS.inProgress.toLowerCase()}`] : []),
      ...(secret_count > 0 ? [`${count(secret_count)} ${STATE_WORDS.secret.toLowerCase()}`] : []),
      ...(table ? [] : ['all badges: laurel scan --table', 'one badge: laurel show NAME']),
    ],
    [
      counted(total, 'session') + (reused > 0 ? ` (${count(reused)} unchanged)` : ''),
      counted(messages, 'message'),
      duration(seconds),
      timezone,
    ],
  ]
  const lines = parts.flatMap((facts) => wrapped(facts, columns - INDENT.length))
  return lines.map((line) => INDENT + paint('faint', line))
}

/** Lists the sessions that could not be counted completely, and what that means. */
function warningLines({ scan_meta }: ScanResult, { columns, paint }: BadgeStyle): string[] {
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
