import type { Insights, InsightsOverview, LeadingSession } from '../contract/insights.ts'
import { cacheShare } from '../sessions/insights/cache-share.ts'
import { durationText } from '../sessions/insights/duration.ts'
import type { Paint } from './colours.ts'
import { dateText } from './dates.ts'
import { bar, count, dollars, shortCount } from './figures.ts'
import { fitted, shown, wrapped } from './terminal-text.ts'
import { type Column, textTable } from './text-table.ts'

interface TextStyle {
  columns: number
  paint: Paint
}

const WIDTH_MAX = 112
const INDENT = '  '
/** Maximum number of rows of each table; the rest are only counted. */
const ROWS_MAX = 12
const BAR_MAX = 24
const HEIGHTS = '▁▂▃▄▅▆▇█'

/** Returns insights as text for a terminal. */
export function insightsText(
  report: Insights,
  leading: readonly LeadingSession[],
  { paint, ...terminal }: TextStyle,
): string {
  const style = { paint, columns: Math.min(terminal.columns, WIDTH_MAX) }
  const about = report.source_filter === null ? '' : ` of ${shown(report.source_filter)}`
  const days = `the last ${report.days === 1 ? 'day' : `${count(report.days)} days`}${about}`
  const title = fitted(`Insights · ${days}`, style.columns - 2 * INDENT.length).trimEnd()
  const heading = `${INDENT}${paint('good', '❧')} ${paint('heading', title)}`
  if (report.empty)
    return `\n${heading}\n${INDENT}${paint('faint', 'No session started in this period.')}\n\n`
  const parts = [
    ['', heading, ...overviewLines(report.overview, report.timezone, style)],
    section('Models', report.models, modelColumns(report), style),
    section('Platforms', report.platforms, PLATFORM_COLUMNS, style),
    section('Tools', report.tools, toolColumns(report, style), style),
    section('Skills', report.skills.top_skills, SKILL_COLUMNS, style),
    activityLines(report.activity, style),
    section('Top sessions', leading, leadingColumns(report.timezone), style),
  ]
  return `${parts.flat().join('\n')}\n\n`
}

function overviewLines(
  overview: InsightsOverview,
  timeZone: string,
  { paint, columns }: TextStyle,
): string[] {
  const cost = overview.actual_cost > 0 ? `${dollars(overview.actual_cost)} paid` : null
  const estimate = overview.estimated_cost > 0 ? `${dollars(overview.estimated_cost)} estimated` : null
  const lines = [
    [
      `${count(overview.total_sessions)} sessions`,
      `${count(overview.total_messages)} messages`,
      `${count(overview.total_tool_calls)} tool calls`,
    ],
    [
      `${shortCount(overview.total_tokens)} tokens`,
      `${shortCount(overview.total_input_tokens)} in`,
      `${shortCount(overview.total_output_tokens)} out`,
      `${shortCount(overview.total_cache_read_tokens)} cached`,
    ],
    [
      `${overview.total_hours.toFixed(1)} hours`,
      `${durationText(overview.avg_session_duration)} per session`,
      cost,
      estimate,
    ],
  ]
  const overviewText = lines.flatMap((facts) =>
    wrapped(
      facts.filter((fact) => fact !== null),
      columns - INDENT.length,
    ),
  )
  return [...overviewText.map((line) => INDENT + line), INDENT + paint('faint', timeZone)]
}

function section<Row>(
  title: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  style: TextStyle,
): string[] {
  if (rows.length === 0) return []
  const more = rows.length - ROWS_MAX
  return [
    '',
    INDENT + style.paint('heading', title),
    ...textTable(rows.slice(0, ROWS_MAX), columns, style),
    ...(more > 0 ? [INDENT + style.paint('faint', `and ${count(more)} more`)] : []),
  ]
}

type Parts = Insights & { empty: false }

/** Leaves out columns in which no model has a value. */
function modelColumns({ models }: Insights): Column<Parts['models'][number]>[] {
  const known = (of: (model: Parts['models'][number]) => number, column: Column<Parts['models'][number]>) =>
    models.some((model) => of(model) > 0) ? [column] : []
  return [
    { heading: 'model', of: ({ model }) => model, flexible: true },
    { heading: 'sessions', of: ({ sessions }) => count(sessions), right: true },
    {
      heading: 'input',
      of: ({ input_tokens }) => shortCount(input_tokens),
      right: true,
      minTerminalWidth: 72,
    },
    {
      heading: 'output',
      of: ({ output_tokens }) => shortCount(output_tokens),
      right: true,
      minTerminalWidth: 72,
    },
    ...known(({ reasoning_tokens }) => reasoning_tokens, {
      heading: 'reasoning',
      of: ({ reasoning_tokens }) => shortCount(reasoning_tokens),
      right: true,
      minTerminalWidth: 104,
    }),
    { heading: 'tokens', of: ({ total_tokens }) => shortCount(total_tokens), right: true },
    ...known((model) => cacheShare(model) ?? 0, {
      heading: 'cached',
      of: (model) => percent(cacheShare(model)),
      right: true,
      minTerminalWidth: 92,
    }),
    ...known(({ api_calls }) => api_calls, {
      heading: 'API calls',
      of: ({ api_calls }) => count(api_calls),
      right: true,
      minTerminalWidth: 104,
    }),
    { heading: 'tool calls', of: ({ tool_calls }) => count(tool_calls), right: true, minTerminalWidth: 48 },
    ...known(({ cost }) => cost, {
      heading: 'cost',
      of: ({ cost }) => dollars(cost),
      right: true,
      minTerminalWidth: 80,
    }),
  ]
}

/** `37 %`; empty for null. */
function percent(share: number | null): string {
  return share === null ? '' : `${Math.round(100 * share)} %`
}

const PLATFORM_COLUMNS: Column<Parts['platforms'][number]>[] = [
  { heading: 'platform', of: ({ platform }) => platform, flexible: true },
  { heading: 'sessions', of: ({ sessions }) => count(sessions), right: true },
  { heading: 'messages', of: ({ messages }) => count(messages), right: true, minTerminalWidth: 48 },
  { heading: 'tokens', of: ({ total_tokens }) => shortCount(total_tokens), right: true },
  { heading: 'tool calls', of: ({ tool_calls }) => count(tool_calls), right: true, minTerminalWidth: 60 },
]

function toolColumns({ tools }: Insights, { columns }: TextStyle): Column<Parts['tools'][number]>[] {
  const maxCalls = tools[0]?.count ?? 0
  const width = Math.min(BAR_MAX, Math.floor(columns / 4))
  return [
    { heading: 'tool', of: ({ tool }) => tool, flexible: true },
    { heading: 'calls', of: (tool) => count(tool.count), right: true },
    { heading: 'share', of: ({ percentage }) => `${percentage.toFixed(1)} %`, right: true },
    {
      heading: '',
      of: (tool) => bar(tool.count / maxCalls, width).filled,
      colour: 'good',
      minTerminalWidth: 48,
    },
  ]
}

const SKILL_COLUMNS: Column<Parts['skills']['top_skills'][number]>[] = [
  { heading: 'skill', of: ({ skill }) => skill, flexible: true },
  { heading: 'viewed', of: ({ view_count }) => count(view_count), right: true },
  { heading: 'changed', of: ({ manage_count }) => count(manage_count), right: true },
]

function leadingColumns(timeZone: string): Column<LeadingSession>[] {
  return [
    { heading: '', of: ({ label }) => label },
    { heading: '', of: ({ value }) => value, right: true },
    {
      heading: '',
      of: ({ startedAt }) => dateText(startedAt, timeZone),
      colour: 'faint',
      minTerminalWidth: 60,
    },
    { heading: '', of: ({ id }) => id, colour: 'faint', flexible: true, minTerminalWidth: 72 },
  ]
}

function activityLines(activity: Parts['activity'], { paint, columns }: TextStyle): string[] {
  const { by_day, by_hour, busiest_day, active_days, max_streak } = activity
  const width = Math.max(1, Math.min(BAR_MAX * 2, columns - 20))
  const days = by_day.map(({ day, count: sessions }) => {
    const { filled } = bar(sessions / Math.max(1, busiest_day.count), width)
    return `${INDENT}${day}  ${paint('good', filled)}${filled === '' ? '' : ' '}${paint('faint', count(sessions))}`
  })
  const maxCount = Math.max(1, ...by_hour.map((hour) => hour.count))
  const heights = by_hour.map((hour) =>
    hour.count === 0 ? ' ' : HEIGHTS[Math.ceil((hour.count / maxCount) * HEIGHTS.length) - 1],
  )
  return [
    '',
    INDENT + paint('heading', 'Activity'),
    ...days,
    `${INDENT}0 h  ${paint('good', heights.join(''))}  23 h`,
    `${INDENT}${count(active_days)} active ${active_days === 1 ? 'day' : 'days'} · longest streak ${count(max_streak)}`,
  ]
}
