import { SessionAnalysis } from '../../src/engine/session-analysis.ts'
import type { SessionStats } from '../../src/engine/types.ts'
import type { Counting } from '../../src/snapshot/snapshot.ts'
import type { FlaggedHistory, Row } from '../fixtures/flagged-history.ts'

const TIME_MAX = 4_200_000_000
/** The columns that are equal in a row that was written again. */
const IDENTITY = ['role', 'content', 'timestamp', 'tool_call_id', 'tool_calls', 'tool_name']

const number = (row: Row, column: string) => Number(row[column] ?? 0)
const text = (row: Row, column: string) => (typeof row[column] === 'string' ? row[column] : null)
const isTime = (time: number) => time >= 0 && time <= TIME_MAX

/**
 * Returns the figures of a history by the rules, computed in the plainest way: sort, filter, keep the first of equal
 * rows.
 * @param history rows without the columns that the file lacks
 * @param flagged whether messages have `active`: without it, everything counts, by time
 */
export function countedPlainly(
  history: FlaggedHistory,
  flagged: boolean,
  counting: Counting,
): SessionStats[] {
  return history.sessions
    .filter((row) => !flagged || counting === 'lived' || !(number(row, 'archived') || number(row, 'hidden')))
    .map((session) => {
      const all = history.messages.filter(({ session_id }) => session_id === session.id)
      const analysis = new SessionAnalysis()
      for (const row of flagged ? counted(all, counting) : byTime(all)) {
        analysis.message({
          role: text(row, 'role'),
          content: text(row, 'content'),
          toolName: text(row, 'tool_name'),
          toolCalls: text(row, 'tool_calls'),
        })
      }
      return analysis.finish({
        id: text(session, 'id') ?? '',
        source: text(session, 'source'),
        model: text(session, 'model'),
        display_title: text(session, 'title') ?? '',
        started_at: number(session, 'started_at'),
        last_active: lastActive(session, all, flagged),
      })
    })
}

function byTime(rows: readonly Row[]): Row[] {
  return rows.toSorted(
    (a, b) => number(a, 'timestamp') - number(b, 'timestamp') || number(a, 'id') - number(b, 'id'),
  )
}

function counted(rows: readonly Row[], counting: Counting): Row[] {
  const inOrder = rows.toSorted((a, b) => number(a, 'id') - number(b, 'id'))
  const live = (row: Row) => (row.active ?? 1) !== 0
  if (counting === 'hermes') return inOrder.filter(live)
  const first = new Map<string, Row>()
  for (const row of inOrder.filter((row) => live(row) || number(row, 'compacted') === 1)) {
    const identity = JSON.stringify(IDENTITY.map((column) => row[column] ?? null))
    if (!first.has(identity)) first.set(identity, row)
  }
  return [...first.values()]
}

function lastActive(session: Row, messages: readonly Row[], flagged: boolean): number | null {
  const started = number(session, 'started_at')
  const times = messages.map((row) => number(row, 'timestamp'))
  if (!flagged) return times.length > 0 ? Math.max(...times) : started
  const heartbeat = session.last_activity_at ?? null
  const all = [...times, ...(heartbeat === null ? [] : [Number(heartbeat)])].filter(isTime)
  if (all.length > 0) return Math.max(...all)
  return isTime(started) ? started : null
}
