import { describe, expect, it } from 'vitest'
import {
  database,
  everything,
  history,
  kept,
  messagesOf,
  reading,
  refusal,
  sessionsOf,
  TABLES,
} from './histories.ts'

const ROWS = `
  INSERT INTO sessions (id, started_at) VALUES ('a', 1), ('b', 2);
  INSERT INTO messages (session_id, role, content, timestamp) VALUES ('a', 'user', 'hi', 5), ('b', 'user', 'ho', 6);`

const OLDEST = `
  CREATE TABLE sessions (id TEXT PRIMARY KEY, started_at REAL);
  CREATE TABLE messages (session_id TEXT, role TEXT, content TEXT, timestamp REAL);`

describe('columns', () => {
  it('read as null where an old file lacks them', async () => {
    const [newest] = await everything(await database((run) => run(OLDEST + ROWS)))
    expect(newest?.[0]).toMatchObject({
      id: 'b',
      source: null,
      model: null,
      title: null,
      display_title: 'ho',
      started_at: 2,
      last_active: 6,
      ended_at: null,
      input_tokens: null,
    })
    expect(newest?.[1]).toEqual([
      {
        id: null,
        role: 'user',
        content: 'ho',
        toolName: null,
        toolCalls: null,
        timestamp: 6,
        toolCallId: null,
      },
    ])
  })

  it('may be more than are known, in any order and case', async () => {
    const bytes = await database((run) => {
      run('CREATE TABLE Sessions (mood TEXT, STARTED_AT REAL, rowid TEXT, ID TEXT PRIMARY KEY, _rowid_ BLOB)')
      run('CREATE TABLE MESSAGES (timestamp REAL, Content TEXT, oid TEXT, role TEXT, session_id TEXT)')
      run(ROWS)
    })
    expect((await everything(bytes)).map(([{ id }, [message]]) => [id, message?.content])).toEqual([
      ['b', 'ho'],
      ['a', 'hi'],
    ])
  })

  it('are named when they are missing', async () => {
    const bytes = await database((run) => {
      run('CREATE TABLE sessions (id TEXT PRIMARY KEY, started_at REAL)')
      run('CREATE TABLE messages (id INTEGER PRIMARY KEY, body TEXT, role TEXT)')
    })
    const error = await refusal(bytes)
    expect(error.code).toBe('missing_columns')
    expect(error.message).toContain('session_id, content, timestamp')
  })

  it('don’t count when they are generated', async () => {
    const bytes = await database((run) => {
      run(OLDEST.replace('id TEXT PRIMARY KEY,', "id TEXT AS ('made up'),"))
    })
    expect((await refusal(bytes)).code).toBe('missing_columns')
  })
})

describe('tables', () => {
  it('are missed by name', async () => {
    expect((await refusal(await database((run) => run('CREATE TABLE notes (id)')))).code).toBe(
      'no_sessions_table',
    )
    const half = await database((run) => run('CREATE TABLE sessions (id TEXT, started_at REAL)'))
    expect((await refusal(half)).code).toBe('no_messages_table')
  })

  it('are missed in a database without any', async () => {
    expect((await refusal(await database((run) => run('PRAGMA user_version = 1')))).code).toBe(
      'no_sessions_table',
    )
  })

  it('are said to be none when they are views, virtual or without row numbers', async () => {
    const messages = OLDEST.slice(OLDEST.indexOf('CREATE TABLE messages'))
    const sessions = [
      ["CREATE VIEW sessions AS SELECT 'a' AS id, 1 AS started_at;", 'is a view'],
      ['CREATE VIRTUAL TABLE sessions USING fts3(id, started_at);', 'is a virtual table'],
      ['CREATE TABLE sessions (id TEXT PRIMARY KEY, started_at REAL) WITHOUT ROWID;', 'made WITHOUT ROWID'],
    ]
    for (const [table, words] of sessions) {
      const error = await refusal(await database((run) => run(`${table}${messages}`)))
      expect(error.code).toBe('unreadable_table')
      expect(error.message).toContain(words)
      expect(error.hint).toContain('state.db that Hermes itself writes')
    }
  })

  it('are not written by triggers, nor read through them', async () => {
    const bytes = await history((run) => {
      run("INSERT INTO sessions (id, source, started_at) VALUES ('a', 'cli', 1)")
      run("CREATE TRIGGER t AFTER INSERT ON messages BEGIN UPDATE sessions SET title = 'changed'; END")
      run("CREATE TEMP VIEW messages AS SELECT 'x' AS content")
    })
    const before = bytes.slice()
    expect((await everything(bytes))[0]?.[0].title).toBeNull()
    expect(bytes).toEqual(before)
  })
})

describe('without an index on messages', () => {
  const fill = `
    INSERT INTO sessions (id, source, started_at, title) VALUES ('a', 'cli', 1, NULL), ('b', 'cli', 2, 'titled'),
      ('none', 'cli', 3, NULL);
    INSERT INTO messages (id, session_id, role, content, timestamp) VALUES
      (-9223372036854775808, 'a', 'user', 'lowest id', 70), (9223372036854775807, 'b', 'user', 'highest id', 9),
      (1, 'a', 'user', 'later', 50), (2, 'b', 'assistant', 'reply', 8), (3, 'a', 'user', NULL, 10),
      (4, 'a', 'assistant', 'not user', 11), (5, 'a', 'user', 'second of a tie', 20),
      (5000000000, 'a', 'user', 'wide id', 60), (6, 'orphan', 'user', 'of no session', 99),
      (-7, 'a', 'user', 'first of a tie', 20);`

  it('everything reads as with one', async () => {
    const indexed = await everything(await history((run) => run(fill)))
    const scanned = await everything(await history((run) => run(fill), ''))
    expect(scanned).toEqual(indexed)
    expect(scanned.map(([{ id, preview, last_active }]) => [id, preview, last_active])).toEqual([
      ['none', '', 3],
      ['b', 'highest id', 9],
      ['a', 'first of a tie', 70],
    ])
    expect(scanned.at(-1)?.[1].map(({ content }) => content)).toEqual([
      null,
      'not user',
      'first of a tie',
      'second of a tie',
      'later',
      'wide id',
      'lowest id',
    ])
  })

  it('times that are no numbers sort as SQLite sorts them', async () => {
    const odd = `
      INSERT INTO sessions (id, source, started_at) VALUES ('a', 'cli', 1);
      INSERT INTO messages (session_id, role, content, timestamp) VALUES
        ('a', 'user', 'infinite', 9e999), ('a', 'user', 'text', 'later'), ('a', 'user', 'number', 5),
        ('a', 'user', 'blob', x'00');`
    const indexed = await everything(await history((run) => run(odd)))
    expect(await everything(await history((run) => run(odd), ''))).toEqual(indexed)
    expect(indexed[0]?.[0]).toMatchObject({ last_active: 5, preview: 'number' })
    expect(indexed[0]?.[1].map(({ content }) => content)).toEqual(['number', 'infinite', 'text', 'blob'])
  })

  it('an index that doesn’t begin with the session is not used as one', async () => {
    const other = await everything(
      await history((run) => run(fill), 'CREATE INDEX i ON messages(timestamp, session_id);'),
    )
    expect(other).toEqual(await everything(await history((run) => run(fill))))
  })
})

it('an index that leads to a row which isn’t there is damage', async () => {
  const bytes = await history((run) => {
    run("INSERT INTO sessions (id, source, started_at) VALUES ('a', 'cli', 1)")
    run("INSERT INTO messages (session_id, role, content, timestamp) VALUES ('a', 'user', 'hi', 5)")
    run('PRAGMA writable_schema = ON')
    run(
      "UPDATE sqlite_schema SET rootpage = 1 + (SELECT MAX(rootpage) FROM sqlite_schema) WHERE name = 'messages'",
    )
    run('CREATE TABLE empty (id)')
  })
  expect((await refusal(bytes)).code).toBe('snapshot_corrupt')
})

describe('sessions', () => {
  it('without an id are skipped, and of two with one id the first counts', async () => {
    const bytes = await database((run) => {
      run(TABLES.replace('id TEXT PRIMARY KEY', 'id'))
      run(
        "INSERT INTO sessions (id, source, started_at) VALUES (NULL, 'x', 1), ('', 'x', 2), (x'00', 'x', 3)",
      )
      run("INSERT INTO sessions (id, source, started_at) VALUES ('a', 'old', 4), ('a', 'new', 5)")
    })
    await reading(bytes, async (snapshot) => {
      expect(await snapshot.countSessions()).toBe(5)
      expect((await sessionsOf(snapshot)).map(({ id, source }) => [id, source])).toEqual([['a', 'old']])
      expect(await messagesOf(snapshot, 'nobody')).toEqual([])
    })
  })

  it('may be read from within the listing', async () => {
    const bytes = await database((run) => run(OLDEST + ROWS))
    const contents: unknown[] = []
    await reading(bytes, (snapshot) =>
      snapshot.listSessions(({ id }) => {
        void snapshot.readMessages(id, (message) => contents.push(kept(message).content))
      }),
    )
    expect(contents).toEqual(['ho', 'hi'])
  })
})
