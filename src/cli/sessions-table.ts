import type { SessionListItem } from '../contract/sessions.ts'
import { localTime } from '../engine/local-time.ts'
import type { SessionListOptions } from '../sessions/list/list-options.ts'
import { tokensOf } from '../sessions/list/list-search.ts'
import type { Paint } from './colours.ts'
import { count, dollars, shortCount } from './figures.ts'
import { type Column, textTable } from './text-table.ts'

export interface ListedPage {
  sessions: readonly SessionListItem[]
  /** Number of rows of the whole list. */
  total: number
  offset: number
  order: SessionListOptions['order']
}

interface TableStyle {
  columns: number
  paint: Paint
  /** Time zone of the times shown. */
  timeZone: string
}

const WIDTH_MAX = 150

/** Returns a page of sessions as text for a terminal. */
export function sessionsTable(page: ListedPage, { timeZone, ...style }: TableStyle): string {
  const { sessions, total, offset, order } = page
  const { paint } = style
  const hasUnlisted = sessions.some(({ archived, hidden }) => archived || hidden)
  const rows = textTable(sessions, [...columnsFor(order, timeZone), ...(hasUnlisted ? [VISIBILITY] : [])], {
    ...style,
    columns: Math.min(style.columns, WIDTH_MAX),
  })
  const conversations = `${count(total)} ${total === 1 ? 'session' : 'sessions'}`
  const first = sessions.length === 0 ? 0 : offset + 1
  const part =
    sessions.length === total ? '' : `, ${count(first)} to ${count(offset + sessions.length)} shown`
  const heading = `  ${paint('good', '❧')} ${paint('heading', conversations)}${paint('faint', part)}`
  return `${['', heading, ...(sessions.length === 0 ? [] : ['', ...rows]), ''].join('\n')}\n`
}

/** Shown only if a row is archived or hidden. */
const VISIBILITY: Column<SessionListItem> = {
  heading: '',
  of: ({ archived, hidden }) => (archived ? 'archived' : hidden ? 'hidden' : ''),
  colour: 'faint',
  minTerminalWidth: 60,
}

function columnsFor(order: SessionListOptions['order'], timeZone: string): Column<SessionListItem>[] {
  const lastActive = order === 'last_active'
  return [
    {
      heading: lastActive ? 'last active' : 'started',
      of: (row) => timeText(lastActive ? row.last_active : row.started_at, timeZone),
      colour: 'faint',
    },
    { heading: 'source', of: ({ source }) => source ?? '', maxWidth: 10, minTerminalWidth: 60 },
    { heading: 'title', of: ({ title, preview }) => title || preview || 'Untitled', flexible: true },
    {
      heading: 'model',
      of: ({ model }) => model?.slice(model.lastIndexOf('/') + 1) ?? '',
      maxWidth: 20,
      minTerminalWidth: 100,
      colour: 'faint',
    },
    { heading: 'msgs', of: ({ message_count }) => shortCount(message_count), right: true },
    {
      heading: 'tools',
      of: ({ tool_call_count }) => shortCount(tool_call_count),
      right: true,
      minTerminalWidth: 92,
    },
    { heading: 'tokens', of: (row) => shortCount(tokensOf(row)), right: true, minTerminalWidth: 50 },
    { heading: 'cost', of: (row) => dollars(row.estimated_cost_usd), right: true, minTerminalWidth: 92 },
    { heading: 'id', of: ({ id }) => id, minTerminalWidth: 120, colour: 'faint', maxWidth: 26 },
  ]
}

/** `2025-06-19 09:00`, in the time zone; empty for a time outside the calendar. */
function timeText(seconds: number | null, timeZone: string): string {
  const local = localTime(seconds, timeZone)
  if (local === null) return ''
  const { year, month, day, hour, minute } = local
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`
}
