import { readFileSync } from 'node:fs'
import type { SessionListOptions } from '../../src/sessions/list-options.ts'
import type { SessionRow } from '../../src/sessions/session-row.ts'

/** Lists of histories that today's Hermes has written. */

export const TODAY = ['today', 'today-next', 'today-edges', 'today-older'] as const

const lists = (name: string): Record<string, SessionRow[]> =>
  JSON.parse(readFileSync(new URL(`../golden/today/${name}.sessions.expected.json`, import.meta.url), 'utf8'))

/** What each list is asked for: in a test, on a command line, in an address. */
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
  history: (typeof TODAY)[number]
  list: string
  options: Partial<SessionListOptions>
  /** Of the address of a list. */
  query: string
  expected: SessionRow[]
}

/** Every list of every history of today. */
export const TODAY_LISTS: readonly GoldenList[] = TODAY.flatMap((history) =>
  Object.entries(lists(history)).map(([list, expected]) => {
    const asked = ASKED[list]
    if (asked === undefined) throw new Error(`Nobody knows how the list ${list} is asked for.`)
    // Of the histories of a day the first 20 alone were kept.
    const limit = list === 'by_last_active' && expected.length === 20 ? { limit: 20 } : {}
    const query = 'limit' in limit ? `${asked.query}&limit=20` : asked.query
    return { history, list, options: { ...asked.options, ...limit }, query, expected }
  }),
)

/** The rows with those of one start in one order: which comes first is not said. */
export function inOneOrder(rows: readonly SessionRow[], list: string): SessionRow[] {
  if (list === 'by_last_active') return [...rows]
  return rows.toSorted((a, b) => (b.started_at ?? 0) - (a.started_at ?? 0) || (a.id < b.id ? -1 : 1))
}
