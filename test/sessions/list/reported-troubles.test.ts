import { describe, expect, it } from 'vitest'
import { insightsOf } from '../../../src/sessions/insights/report.ts'
import type { SessionListOptions } from '../../../src/sessions/list/list-options.ts'
import { database, type Fill } from '../../snapshot/histories.ts'
import { recordsOf } from './golden-records.ts'
import { sessionList } from './records.ts'

/** What users of such lists have met in public, as the rows that a history has then. */

const TABLES = `
  CREATE TABLE sessions (id TEXT PRIMARY KEY, source TEXT, model TEXT, model_config TEXT, parent_session_id TEXT,
    started_at REAL, ended_at REAL, end_reason TEXT, input_tokens INTEGER, output_tokens INTEGER, session_key TEXT,
    archived INTEGER NOT NULL DEFAULT 0, hidden INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, role TEXT, content TEXT,
    tool_call_id TEXT, tool_calls TEXT, tool_name TEXT, timestamp REAL, active INTEGER NOT NULL DEFAULT 1,
    compacted INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX idx_messages_session ON messages(session_id, timestamp);
  CREATE TABLE session_model_usage (session_id TEXT NOT NULL, model TEXT NOT NULL, input_tokens INTEGER,
    output_tokens INTEGER, PRIMARY KEY (session_id, model))`

const recordsWith = async (fill: Fill) =>
  recordsOf(
    await database((run) => {
      run(TABLES)
      fill(run)
    }),
  )
const listed = async (sql: string, options: Partial<SessionListOptions> = {}) =>
  sessionList(await recordsWith((run) => run(sql)), options).map(({ id }) => id)
const reported = async (sql: string) =>
  insightsOf(await recordsWith((run) => run(sql)), {
    days: 30,
    source: null,
    timeZone: 'UTC',
    now: 1_750_001_000,
  })

describe('a list', () => {
  it('has the chat that a gateway began afresh', async () => {
    const rows = `
      INSERT INTO sessions (id, source, started_at, ended_at, end_reason, session_key)
        VALUES ('tg1', 'telegram', 1750000000, 1750000100, 'session_reset', 'k');
      INSERT INTO sessions (id, source, parent_session_id, started_at, session_key, model_config)`
    expect(
      await listed(`${rows} VALUES ('tg2', 'telegram', 'tg1', 1750000100, NULL, '{"_reset_from": "tg1"}')`),
    ).toEqual(['tg2', 'tg1'])
    expect(await listed(`${rows} VALUES ('tg2', 'telegram', 'tg1', 1750000100, 'k', NULL)`)).toEqual([
      'tg2',
      'tg1',
    ])
    expect(await listed(`${rows} VALUES ('tg2', 'telegram', 'tg1', 1750000100, 'other', NULL)`)).toEqual([
      'tg1',
    ])
  })

  it('has the branch of a session that still lives', async () => {
    const rows = `
      INSERT INTO sessions (id, source, started_at) VALUES ('p', 'cli', 1750000000);
      INSERT INTO sessions (id, source, parent_session_id, started_at, model_config)
        VALUES ('b', 'cli', 'p', 1750000100, '{"_branched_from": "p"}')`
    expect(await listed(rows)).toEqual(['b', 'p'])
  })

  it('has nothing that is archived, hidden or delegated', async () => {
    const rows = `
      INSERT INTO sessions (id, source, started_at, archived) VALUES ('a', 'cli', 1750000000, 1);
      INSERT INTO sessions (id, source, started_at, hidden) VALUES ('h', 'kanban', 1750000001, 1);
      INSERT INTO sessions (id, source, started_at, model_config)
        VALUES ('d', 'subagent', 1750000002, '{"_delegate_from": "gone"}')`
    expect(await listed(rows)).toEqual([])
    expect(await listed(rows, { archived: true })).toEqual(['h', 'a'])
    expect(await listed(rows, { includeChildren: true })).toEqual(['d'])
  })

  it('goes by what was active last, undone or not', async () => {
    const rows = `
      INSERT INTO sessions (id, source, started_at) VALUES ('old', 'cli', 1), ('new', 'cli', 2);
      INSERT INTO messages (session_id, role, content, timestamp, active) VALUES ('old', 'user', 'x', 9, 0)`
    expect(await listed(rows, { order: 'last_active' })).toEqual(['old', 'new'])
  })
})

describe('a report', () => {
  it('counts a tool in a session that has rows of it, and in one that has calls', async () => {
    const { tools } = await reported(`
      INSERT INTO sessions (id, source, started_at) VALUES ('gw', 'telegram', 1750000000), ('cli', 'cli', 1750000000);
      INSERT INTO messages (session_id, role, tool_name, timestamp) VALUES ('gw', 'tool', 'search_files', 1750000001);
      INSERT INTO messages (session_id, role, tool_calls, timestamp)
        VALUES ('cli', 'assistant', '[{"function":{"name":"search_files"}}]', 1750000001)`)
    expect(tools).toEqual([{ tool: 'search_files', count: 2, percentage: 100 }])
  })

  it('tells the models of a session that switched', async () => {
    const { models } = await reported(`
      INSERT INTO sessions (id, source, model, started_at, input_tokens, output_tokens)
        VALUES ('s1', 'cli', 'deepseek', 1750000000, 1000000, 50000);
      INSERT INTO session_model_usage (session_id, model, input_tokens, output_tokens)
        VALUES ('s1', 'deepseek', 10000, 500), ('s1', 'opus', 990000, 49500)`)
    expect(models).toMatchObject([
      { model: 'opus', input_tokens: 990_000, output_tokens: 49_500 },
      { model: 'deepseek', input_tokens: 10_000, output_tokens: 500 },
    ])
  })

  it('has rows that were undone as Hermes counts them alone', async () => {
    const bytes = await database((run) => {
      run(TABLES)
      run(`INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1750000000);
        INSERT INTO messages (session_id, role, tool_name, timestamp, active, compacted)
          VALUES ('s', 'tool', 'terminal', 1750000001, 1, 0), ('s', 'tool', 'terminal', 1750000002, 0, 0),
                 ('s', 'tool', 'terminal', 1750000001, 0, 1)`)
    })
    const rowsIn = async (counting: 'lived' | 'hermes') =>
      (await recordsOf(bytes, counting))[0]?.tool_messages
    expect([await rowsIn('lived'), await rowsIn('hermes')]).toEqual([1, 3])
  })
})
