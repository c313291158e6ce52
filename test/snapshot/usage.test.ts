import { describe, expect, it } from 'vitest'
import { SESSION_USAGE_MAX } from '../../src/engine/limits.ts'
import { database, type Fill, reading, rootOf, sessionsOf } from './histories.ts'

const USAGE = `CREATE TABLE session_model_usage (
  session_id TEXT NOT NULL, model TEXT NOT NULL, billing_provider TEXT NOT NULL DEFAULT '', task TEXT NOT NULL DEFAULT '',
  api_call_count INTEGER, input_tokens INTEGER, output_tokens INTEGER, cache_read_tokens INTEGER,
  cache_write_tokens INTEGER, reasoning_tokens INTEGER, estimated_cost_usd REAL, actual_cost_usd REAL,
  PRIMARY KEY (session_id, model, billing_provider, task))`
const TABLES = `
  CREATE TABLE sessions (id TEXT PRIMARY KEY, started_at REAL, session_key TEXT, model_config TEXT,
    archived INTEGER, hidden INTEGER, api_call_count INTEGER, reasoning_tokens INTEGER);
  CREATE TABLE messages (id INTEGER PRIMARY KEY, session_id TEXT, role TEXT, content TEXT, timestamp REAL,
    active INTEGER);`
const ADD = 'INSERT INTO session_model_usage (session_id, model, input_tokens) VALUES (?, ?, ?)'

const today = (fill: Fill, usage = USAGE) =>
  database((run) => {
    run(TABLES)
    if (usage !== '') run(usage)
    for (const id of ['a', 'b', 'A']) run('INSERT INTO sessions (id, started_at) VALUES (?, 1)', [id])
    fill(run)
  })
/** What each session has of each model, by id. */
const usageIn = async (bytes: Uint8Array) => {
  const sessions = await reading(bytes, sessionsOf)
  return Object.fromEntries(
    sessions.map(({ id, usage }) => [id, usage.map((row) => [row.model, row.input_tokens])]),
  )
}

const WITHOUT_INDEX = USAGE.replace(/,\s*PRIMARY KEY \(.*\)\)$/s, ')')
const NOCASE = USAGE.replace('session_id TEXT NOT NULL', 'session_id TEXT COLLATE NOCASE')

describe('what sessions spent by model', () => {
  it.each([
    ['an index', USAGE],
    ['no index', WITHOUT_INDEX],
    ['an index that tells no case', NOCASE],
  ])('is read in the order of its rows, with %s', async (_, usage) => {
    const bytes = await today((run) => {
      run(ADD, ['a', 'z', 1])
      run(ADD, ['b', 'z', 2])
      run(ADD, ['a', 'b', 3])
      run(ADD, ['gone', 'b', 4])
    }, usage)
    expect(await usageIn(bytes)).toEqual({
      a: [
        ['z', 1],
        ['b', 3],
      ],
      b: [['z', 2]],
      A: [],
    })
  })

  it('has all that its columns say', async () => {
    const bytes = await today((run) =>
      run(
        "INSERT INTO session_model_usage VALUES ('a', 'm', 'p', 'compression', 1, 2, 3, 4, 5, 6, 0.5, 0.25)",
      ),
    )
    const [session] = await reading(bytes, sessionsOf)
    expect(session?.usage).toEqual([
      {
        model: 'm',
        provider: 'p',
        task: 'compression',
        api_call_count: 1,
        input_tokens: 2,
        output_tokens: 3,
        cache_read_tokens: 4,
        cache_write_tokens: 5,
        reasoning_tokens: 6,
        estimated_cost_usd: 0.5,
        actual_cost_usd: 0.25,
      },
    ])
  })

  it('takes columns that are absent, and values of another kind, for nothing', async () => {
    const bytes = await today((run) => {
      run("INSERT INTO session_model_usage VALUES ('a', NULL, 'many'), ('b', x'00', NULL)")
    }, 'CREATE TABLE session_model_usage (session_id TEXT, model TEXT, input_tokens)')
    expect(await usageIn(bytes)).toEqual({ a: [['', 0]], b: [['', 0]], A: [] })
  })

  it.each([
    ['there is no such table', ''],
    ['it is a view', "CREATE VIEW session_model_usage AS SELECT 'a' AS session_id, 'm' AS model"],
    ['it names no session', 'CREATE TABLE session_model_usage (model TEXT, input_tokens)'],
    ['its rows have no number', `${USAGE} WITHOUT ROWID`],
  ])('is nothing where %s', async (_, usage) => {
    expect(await usageIn(await today(() => {}, usage))).toEqual({ a: [], b: [], A: [] })
  })

  it.each([
    ['an index', USAGE],
    ['no index', WITHOUT_INDEX],
  ])('is bounded for each session, with %s', async (_, usage) => {
    const bytes = await today((run) => {
      for (let at = 0; at < SESSION_USAGE_MAX + 5; at++) run(ADD, ['a', `m${at}`, 1])
      run(ADD, ['b', 'm', 1])
    }, usage)
    const found = await usageIn(bytes)
    expect([found.a?.length, found.b]).toEqual([SESSION_USAGE_MAX, [['m', 1]]])
  })

  it.each([
    ['its table', 'session_model_usage'],
    ['its index', 'sqlite_autoindex_session_model_usage_1'],
  ])('is left out, and nothing else, where %s is damaged', async (_, name) => {
    const bytes = await today((run) => run(ADD, ['a', 'm', 1]))
    const page = await rootOf(bytes, name)
    const pageBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint16(16)
    bytes.fill(0xff, (page - 1) * pageBytes, page * pageBytes)
    expect(await usageIn(bytes)).toEqual({ a: [], b: [], A: [] })
  })
})

describe('the marks of a session', () => {
  const marksOf = async (columns: string) => {
    const bytes = await today((run) => run(`UPDATE sessions SET ${columns} WHERE id = 'a'`))
    return (await reading(bytes, sessionsOf)).find(({ id }) => id === 'a')?.marks
  }
  const configured = (config: string) => marksOf(`model_config = '${config}'`)

  it('are its flags', async () => {
    expect(await marksOf('archived = 1, hidden = 1')).toBe('archived hidden')
    expect(await marksOf('archived = 0, hidden = NULL')).toBe('')
  })

  it.each([
    ['{"_branched_from": "x"}', 'branched'],
    ['{"model": {"_reset_from": 1}, "_delegate_from": false}', 'delegated'],
    ['{"\\u005freset_from": [], "temperature": NaN}', 'reset'],
    ['{"_branched_from": "x", "_delegate_from": "y"}', 'branched delegated'],
    ['{"_branched_from": null}', ''],
    ['["_branched_from"]', ''],
    ['"_branched_from"', ''],
    ['{"_branched_from": ', ''],
    ['', ''],
  ])('are what its configuration %s says: %j', async (config, marks) => {
    expect(await configured(config)).toBe(marks)
  })

  it('are unknown in a history whose messages can’t be undone', async () => {
    const bytes = await database((run) => {
      run(TABLES.replace(/,\s*active INTEGER/, ''))
      run(USAGE)
      run("INSERT INTO sessions (id, started_at, session_key, archived) VALUES ('a', 1, 'k', 1)")
      run(ADD, ['a', 'm', 1])
    })
    expect(await reading(bytes, sessionsOf)).toMatchObject([{ marks: null, session_key: null, usage: [] }])
  })
})

it('is not looked up where it is not wanted', async () => {
  const bytes = await today((run) => run(ADD, ['a', 'm', 1]))
  const usages = await reading(bytes, async (snapshot) => {
    const listed: number[] = []
    await snapshot.listSessions(({ usage }) => listed.push(usage.length), { usage: false })
    const swept: number[] = []
    const visitor = { begin: () => true, message() {}, again() {} }
    await snapshot
      .sweep(undefined, { usage: false })
      .run({ ...visitor, end: ({ usage }) => swept.push(usage.length) })
    return [listed, swept]
  })
  expect(usages).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ])
})
