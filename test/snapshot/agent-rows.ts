import fc from 'fast-check'
import type { SqlValue } from 'sql.js/dist/sql-wasm.js'
import type { Counting } from '../../src/snapshot/snapshot.ts'
import { database, TABLES } from './histories.ts'

/** A row of `messages` as current Hermes writes it. */
export interface AgentRow {
  id: number
  session: string
  role: string
  content: string | null
  toolCallId: string | null
  toolCalls: string | null
  toolName: string | null
  timestamp: number
  active: 0 | 1
  compacted: 0 | 1
}

/**
 * What Hermes does to the rows of a session. `flagsCopied`: as it marks the originals of copies since schema 27 to 30.
 */
type Action =
  | { do: 'append'; session: number; tick: number; text: number; tool: boolean }
  | { do: 'undo'; session: number; rows: number }
  | { do: 'restore'; session: number }
  | { do: 'retry'; session: number; kept: number }
  | { do: 'compact'; session: number; tail: number; flagsCopied: boolean }
  | { do: 'delete'; session: number; rows: number }

const session = fc.nat(3)
export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        do: fc.constant('append' as const),
        session,
        // The clock sometimes stands still, and sometimes goes back.
        tick: fc.constantFrom(1, 1, 1, 1, 0, -3),
        text: fc.nat(3),
        tool: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), session, rows: fc.nat(4) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), session }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('retry' as const), session, kept: fc.nat(5) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('compact' as const),
        session,
        tail: fc.nat(4),
        flagsCopied: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), session, rows: fc.nat(2) }) },
  ),
  { maxLength: 60 },
)

/** Returns the rows after these actions, by id. */
export function rowsAfter(done: readonly Action[]): AgentRow[] {
  let rows: AgentRow[] = []
  let id = 0
  let clock = 1_780_000_000
  const insert = (row: Omit<AgentRow, 'id' | 'active' | 'compacted'>) =>
    rows.push({ ...row, id: ++id, active: 1, compacted: 0 })
  for (const action of done) {
    const name = `s${action.session}`
    const live = rows.filter((row) => row.session === name && row.active === 1)
    if (action.do === 'append') {
      clock += action.tick
      const call = action.tool ? `c${action.text}` : null
      insert({
        session: name,
        role: action.tool ? 'tool' : 'user',
        content: action.text === 0 ? null : `text ${action.text}`,
        toolCallId: call,
        toolCalls: action.text === 2 ? '[{"name":"terminal"}]' : null,
        toolName: action.tool ? 'terminal' : action.text === 3 ? '' : null,
        timestamp: clock,
      })
    } else if (action.do === 'undo') {
      for (const row of live.slice(live.length - action.rows)) row.active = 0
    } else if (action.do === 'restore') {
      for (const row of rows) if (row.session === name && row.compacted === 0) row.active = 1
    } else if (action.do === 'retry') {
      for (const row of live) row.active = 0
      for (const row of live.slice(0, action.kept)) insert(row)
    } else if (action.do === 'compact') {
      const tail = live.slice(Math.max(0, live.length - action.tail))
      for (const row of live) {
        row.active = 0
        row.compacted = action.flagsCopied && tail.includes(row) ? 0 : 1
      }
      const nothing = { toolCallId: null, toolCalls: null, toolName: null }
      insert({
        session: name,
        role: 'user',
        content: '[CONTEXT SUMMARY]: so far',
        timestamp: clock,
        ...nothing,
      })
      for (const row of tail) insert(row)
    } else {
      const gone = new Set(live.slice(0, action.rows))
      rows = rows.filter((row) => !gone.has(row))
    }
  }
  return rows
}

/** Returns the ids of a session's rows in order, each with what it counts for, derived from the rule's text. */
export function plainCounts(rows: readonly AgentRow[], name: string, counting: Counting): [number, string][] {
  const seen = new Set<string>()
  return rows
    .filter((row) => row.session === name)
    .sort((a, b) => a.id - b.id)
    .map((row) => {
      if (counting === 'hermes') return [row.id, row.active === 1 ? 'all' : 'uses']
      const { role, content, timestamp, toolCallId, toolCalls, toolName } = row
      const key = JSON.stringify([role, content, timestamp, toolCallId, toolCalls, toolName])
      const counts = (row.active === 1 || row.compacted === 1) && !seen.has(key)
      if (counts) seen.add(key)
      return [row.id, counts ? 'all' : 'none']
    })
}

const FLAGS = [
  'active INTEGER NOT NULL DEFAULT 1',
  'compacted INTEGER NOT NULL DEFAULT 0',
  'display_kind TEXT',
]

export const INDEXES = [
  'CREATE INDEX by_flags ON messages(session_id, active, timestamp)',
  'CREATE INDEX by_time ON messages(session_id, timestamp)',
  'CREATE INDEX by_id ON messages(session_id, id)',
  '',
]

/** Returns a database of these rows. `older`: this many of them are from before messages had flags. */
export function databaseOf(
  rows: readonly AgentRow[],
  { index = INDEXES[0] ?? '', older = 0, titled = false, pageSize = 4096 } = {},
) {
  return database((run) => {
    run(`PRAGMA page_size = ${pageSize}`)
    run(TABLES)
    const names = new Set(rows.map((row) => row.session))
    for (const name of names)
      run('INSERT INTO sessions (id, source, started_at, title) VALUES (?, ?, 1, ?)', [
        name,
        'cli',
        titled ? name : null,
      ])
    const write = (row: AgentRow, flagged: boolean) => {
      const values: SqlValue[] = [row.id, row.session, row.role, row.content, row.toolCallId, row.toolCalls]
      values.push(row.toolName, row.timestamp, ...(flagged ? [row.active, row.compacted, null] : []))
      run(`INSERT INTO messages VALUES (${values.map(() => '?').join(', ')})`, values)
    }
    for (const row of rows.slice(0, older)) write(row, false)
    run(FLAGS.map((flag) => `ALTER TABLE messages ADD ${flag}`).join(';'))
    if (index !== '') run(index)
    for (const { id, active, compacted } of rows.slice(0, older)) {
      if (active === 1 && compacted === 0) continue
      run('UPDATE messages SET active = ?, compacted = ? WHERE id = ?', [active, compacted, id])
    }
    for (const row of rows.slice(older)) write(row, true)
  })
}
