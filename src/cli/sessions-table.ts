import type { SessionListItem } from '../contract/sessions.ts'
import type { SessionListOptions } from '../sessions/list/list-options.ts'
import { tokensOf } from '../sessions/list/list-search.ts'
import type { Paint } from './colours.ts'
import { timeText } from './dates.ts'
import { count, counted, dollars, shortCount } from './figures.ts'
import { shown, widthOf } from './terminal-text.ts'
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
/** Narrower terminals have no room for ids beside titles. */
const ID_COLUMN_COLUMNS = 72
/** Ids of Hermes take 22 columns. */
const ID_WIDTH_MAX = 28

/** Returns a page of sessions as text for a terminal. */
export function sessionsTable(page: ListedPage, { timeZone, ...style }: TableStyle): string {
  const { sessions, total, offset, order } = page
  const { paint } = style
  const hasUnlisted = sessions.some(({ archived, hidden }) => archived || hidden)
  const columns = Math.min(style.columns, WIDTH_MAX)
  const idColumn = idColumnFor(sessions, columns)
  const rows = textTable(
    sessions,
    [...columnsFor(order, timeZone), ...(hasUnlisted ? [VISIBILITY] : []), ...idColumn],
    { ...style, columns },
  )
  const lines = idColumn.length > 0 ? rows : withIdsBelow(rows, sessions, paint)
  const conversations = counted(total, 'session')
  const first = sessions.length === 0 ? 0 : offset + 1
  const part =
    sessions.length === total ? '' : `, ${count(first)} to ${count(offset + sessions.length)} shown`
  const heading = `  ${paint('good', '❧')} ${paint('heading', conversations)}${paint('faint', part)}`
  return `${['', heading, ...(sessions.length === 0 ? [] : ['', ...lines]), ''].join('\n')}\n`
}

/** Ids are shown whole, so that they can be copied: beside the titles if there is room, else below. */
function idColumnFor(sessions: readonly SessionListItem[], columns: number): Column<SessionListItem>[] {
  const width = Math.max(0, ...sessions.map(({ id }) => widthOf(shown(id))))
  if (columns < ID_COLUMN_COLUMNS || width > ID_WIDTH_MAX) return []
  return [{ heading: 'id', of: ({ id }) => id, colour: 'faint' }]
}

function withIdsBelow(
  [headings = '', ...rows]: readonly string[],
  sessions: readonly SessionListItem[],
  paint: Paint,
): string[] {
  const ids = sessions.map(({ id }) => `    ${paint('faint', shown(id))}`)
  return [headings, ...rows.flatMap((row, index) => [row, ids[index] ?? ''])]
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
    { heading: 'source', of: ({ source }) => source ?? '', maxWidth: 10, minTerminalWidth: 92 },
    { heading: 'title', of: ({ title, preview }) => title || preview || 'Untitled', flexible: true },
    {
      heading: 'model',
      of: ({ model }) => model?.slice(model.lastIndexOf('/') + 1) ?? '',
      maxWidth: 20,
      minTerminalWidth: 120,
      colour: 'faint',
    },
    { heading: 'msgs', of: ({ message_count }) => shortCount(message_count), right: true },
    {
      heading: 'tools',
      of: ({ tool_call_count }) => shortCount(tool_call_count),
      right: true,
      minTerminalWidth: 112,
    },
    { heading: 'tokens', of: (row) => shortCount(tokensOf(row)), right: true, minTerminalWidth: 92 },
    { heading: 'cost', of: (row) => dollars(row.estimated_cost_usd), right: true, minTerminalWidth: 112 },
  ]
}
