import { describe, expect, it } from 'vitest'
import { NO_FACTS } from '../../src/engine/session-columns.ts'
import { UseTally } from '../../src/engine/use-tally.ts'
import { insightsOf } from '../../src/sessions/insights/report.ts'
import { database, history } from '../snapshot/histories.ts'
import { recordsOf } from './list/golden-records.ts'
import { sessionList } from './list/records.ts'

const NUMBERS = [
  'ended_at',
  'message_count',
  'tool_call_count',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'estimated_cost_usd',
  'actual_cost_usd',
]
const ASKED = { days: 10, source: null, timeZone: 'UTC', now: 100 }
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** A session each of whose numbers is this value. */
const filledWith = (sqlValue: string) =>
  history((run) => {
    run(
      `INSERT INTO sessions (id, source, started_at, ${NUMBERS.join(', ')})
       VALUES ('s', 'cli', 50, ${NUMBERS.map(() => sqlValue).join(', ')})`,
    )
  })

describe('the record of a session', () => {
  it.each(["'many'", "x'00ff'", 'NULL', '-9e99', '9e99', '9e999', "''"])(
    'whose numbers are %s has none, and can be listed and reported',
    async (value) => {
      const [record] = await recordsOf(await filledWith(value))
      for (const name of NUMBERS) expect(record).toHaveProperty(name, null)
      const [rows, report] = [sessionList(record ? [record] : []), insightsOf(record ? [record] : [], ASKED)]
      expect(rows).toMatchObject([{ id: 's', started_at: 50, input_tokens: null }])
      expect(report).toMatchObject({ overview: { total_sessions: 1, total_tokens: 0, actual_cost: 0 } })
      expect([stored(rows), stored(report)]).toEqual([rows, report])
    },
  )

  it('of an old history, which lacks most columns, has what there is', async () => {
    const bytes = await database((run) => {
      run('CREATE TABLE sessions (id TEXT PRIMARY KEY, started_at REAL)')
      run('CREATE TABLE messages (session_id TEXT, role TEXT, content TEXT, timestamp REAL)')
      run("INSERT INTO sessions VALUES ('old', 50)")
      run("INSERT INTO messages VALUES ('old', 'user', 'hello', 60), ('old', 'assistant', 'hi', 61)")
    })
    const records = await recordsOf(bytes)
    expect(records).toMatchObject([
      {
        id: 'old',
        source: null,
        preview: 'hello',
        last_active: 61,
        user_messages: 1,
        assistant_messages: 1,
        tools: [],
      },
    ])
    expect(insightsOf(records, ASKED)).toMatchObject({ platforms: [{ platform: 'unknown', messages: 0 }] })
  })

  it('keeps long texts short', async () => {
    const bytes = await history((run) =>
      run("INSERT INTO sessions (id, source, started_at, title) VALUES ('s', 'cli', 50, ?)", [
        'x'.repeat(5000),
      ]),
    )
    expect((await recordsOf(bytes))[0]?.title).toHaveLength(1000)
  })
})

const call = (name: unknown, args?: unknown) => ({ function: { name, arguments: args } })
const usesOf = (
  ...messages: { role: string; toolName?: string; toolCalls?: unknown; timestamp?: number }[]
) => {
  const tally = new UseTally()
  for (const { role, toolName = null, toolCalls, timestamp = 1 } of messages) {
    const column = toolCalls === undefined ? null : JSON.stringify(toolCalls)
    tally.message({ role, content: null, toolName, toolCalls: column, timestamp })
  }
  return tally.finish(NO_FACTS)
}

describe('what a session uses', () => {
  it('is counted of tool rows by name, and of assistant rows by function name', () => {
    const uses = usesOf(
      { role: 'tool', toolName: 'patch' },
      {
        role: 'assistant',
        toolName: 'patch',
        toolCalls: [call('patch'), call('terminal'), { name: 'bare' }],
      },
      { role: 'user', toolCalls: [call('terminal')] },
      { role: 'system' },
    )
    expect(uses).toMatchObject({ user_messages: 1, assistant_messages: 1, tool_messages: 1 })
    expect(uses.tools).toEqual([
      { tool: 'patch', rows: 1, calls: 1 },
      { tool: 'terminal', rows: 0, calls: 1 },
    ])
  })

  it('are skills that are named, by an object or by text that holds one', () => {
    const uses = usesOf(
      { role: 'assistant', timestamp: 9, toolCalls: [call('skill_view', { name: 'deploy' })] },
      { role: 'assistant', timestamp: 5, toolCalls: [call('skill_manage', '{"name": "deploy"}')] },
      {
        role: 'assistant',
        toolCalls: [call('skill_view', { name: ' \u0085 ' }), call('skill_view', '{nonsense')],
      },
      {
        role: 'assistant',
        toolCalls: [call('skill_view', { name: 5 }), call('skill_view', '"deploy"'), call('skill_view')],
      },
      { role: 'tool', toolCalls: [call('skill_view', { name: 'deploy' })] },
    )
    expect(uses.skills).toEqual([{ skill: 'deploy', view_count: 1, manage_count: 1, last_used_at: 9 }])
  })

  it('is 200 tools at most, of names that can be shown', () => {
    const many = Array.from({ length: 1500 }, (_, index) => call(`tool ${index}`))
    expect(usesOf({ role: 'assistant', toolCalls: [call('x'.repeat(257)), ...many] }).tools).toHaveLength(200)
  })

  it('may be called like what every object has', () => {
    const names = ['__proto__', 'constructor', 'toString']
    const uses = usesOf({ role: 'assistant', toolCalls: names.map((name) => call(name, { name: 'x' })) })
    expect(uses.tools.map(({ tool }) => tool)).toEqual(names)
    expect(uses.skills).toEqual([])
  })
})
