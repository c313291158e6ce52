import type { SessionListItem } from '../../../src/contract/sessions.ts'
import type { SessionListOptions } from '../../../src/sessions/list/list-options.ts'

/** The options of each list: in a test, on a command line, in a URL. */
const ASKED: Readonly<Record<string, { options: Partial<SessionListOptions>; query: string }>> = {
  default: { options: {}, query: '' },
  all_children: { options: { includeChildren: true }, query: 'include_children=1' },
  by_last_active: { options: { order: 'last_active' }, query: 'order=last_active' },
  source_cli_page2: {
    options: { source: 'cli', limit: 10, offset: 10 },
    query: 'source=cli&limit=10&offset=10',
  },
  source_telegram: { options: { source: 'telegram' }, query: 'source=telegram' },
  exclude_cron_telegram: {
    options: { excludeSources: ['cron', 'telegram'], limit: 15 },
    query: 'exclude_sources=cron,telegram&limit=15',
  },
}

export interface GoldenList {
  history: string
  list: string
  options: Partial<SessionListOptions>
  /** The query of a list's URL. */
  query: string
  expected: SessionListItem[]
}

/** Returns the lists of a current history, by name. */
export function goldenLists(
  history: string,
  lists: Readonly<Record<string, SessionListItem[]>>,
): GoldenList[] {
  return Object.entries(lists).map(([list, expected]) => {
    const asked = ASKED[list]
    if (asked === undefined) throw new Error(`Nobody knows how the list ${list} is asked for.`)
    // For histories by day, only the first 20 rows were kept.
    if (list !== 'by_last_active' || expected.length !== 20) return { history, list, ...asked, expected }
    const options = { ...asked.options, limit: 20 }
    return { history, list, options, query: `${asked.query}&limit=20`, expected }
  })
}

/** Returns the rows with those of equal start in one order: which comes first is undefined. */
export function inOneOrder<Row extends Pick<SessionListItem, 'id' | 'started_at'>>(
  rows: readonly Row[],
  list: string,
): Row[] {
  if (list === 'by_last_active') return [...rows]
  return rows.toSorted((a, b) => (b.started_at ?? 0) - (a.started_at ?? 0) || (a.id < b.id ? -1 : 1))
}
