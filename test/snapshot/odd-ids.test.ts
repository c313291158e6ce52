import { describe, expect, it } from 'vitest'
import { bothWays } from './both-ways.ts'
import { database, MESSAGE_INDEX, reading, rootOf, sessionsOf } from './histories.ts'

const TABLES = (id: string, sessionId: string) => `
  CREATE TABLE sessions (id ${id}, source TEXT, title TEXT, started_at REAL, message_count INTEGER);
  CREATE TABLE messages (id INTEGER PRIMARY KEY, session_id ${sessionId}, role TEXT, content TEXT,
    tool_calls TEXT, tool_name TEXT, timestamp REAL);
  ${MESSAGE_INDEX}`

/** Two messages of each id, in the wrong order of time, so that each session is read by the index, too. */
const filled = (tables: string, ids: readonly string[], messageIds = ids) =>
  database((run) => {
    run(tables)
    for (const id of ids) run(`INSERT INTO sessions (id, title, started_at) VALUES (${id}, 't', 1)`)
    for (const id of messageIds) {
      for (const time of [2, 1]) {
        run(
          `INSERT INTO messages (session_id, role, content, timestamp) VALUES (${id}, 'user', 'hi', ${time})`,
        )
      }
    }
  })

describe('session ids as they are stored', () => {
  it.each([
    ['integers in columns without a type', '', '', ['5', '-7', '9007199254740993']],
    ['real numbers in columns without a type', '', '', ['5.0', '2.5', '1e100']],
    ['integers in columns of integers', 'INTEGER', 'INTEGER', ['5', '6']],
    ['integers that are row numbers', 'INTEGER PRIMARY KEY', 'TEXT', ['5', '6']],
    ['integers that became texts', 'TEXT PRIMARY KEY', 'TEXT', ['5', '6']],
    [
      'texts that are no UTF-8',
      'TEXT PRIMARY KEY',
      'TEXT',
      ["CAST(x'6162ff' AS TEXT)", "CAST(x'61fe62' AS TEXT)"],
    ],
    ['texts that are no UTF-8, without types', '', '', ["CAST(x'6162ff' AS TEXT)"]],
    ['texts with NUL', 'TEXT PRIMARY KEY', 'TEXT', ["CAST(x'610062' AS TEXT)", "'a'"]],
    ['texts with spaces at the end', 'TEXT PRIMARY KEY', 'TEXT', ["'a'", "'a '"]],
  ])('lead to their messages cold and warm: %s', async (_, id, sessionId, ids) => {
    const { cold, warm } = await bothWays(await filled(TABLES(id, sessionId), ids))
    expect([...cold.values()]).toEqual(ids.map(() => 2))
    expect([...warm].sort()).toEqual([...cold].sort())
  })

  it('longer than agents write are no sessions’, and their messages are passed over', async () => {
    const ids = ["'a'", "printf('%.*c', 1001, 'x')", "'b'"]
    const { cold, warm } = await bothWays(await filled(TABLES('TEXT PRIMARY KEY', 'TEXT'), ids))
    expect([...cold].sort()).toEqual([
      ['a', 2],
      ['b', 2],
    ])
    expect([...warm].sort()).toEqual([...cold].sort())
  })

  it.each(['NOCASE', 'RTRIM'])(
    'are told apart whatever the collation of their messages is: %s',
    async (collation) => {
      const ids = ["'ABC'", "'abc'", "'abc '"]
      const tables = TABLES('TEXT PRIMARY KEY', `TEXT COLLATE ${collation}`)
      const { cold, warm } = await bothWays(await filled(tables, ["'ABC'"], ids))
      expect([...cold]).toEqual([['ABC', 2]])
      expect([...warm]).toEqual([['ABC', 2]])
    },
  )

  it('are told apart where their own collation would not', async () => {
    const tables = TABLES('TEXT COLLATE RTRIM', 'TEXT')
    const { cold, warm } = await bothWays(await filled(tables, ["'abc '"], ["'abc'", "'abc '"]))
    expect([...cold]).toEqual([['abc ', 2]])
    expect([...warm]).toEqual([['abc ', 2]])
  })

  it('may have a collation that only the writer’s program knows', async () => {
    const bytes = await filled(TABLES('TEXT PRIMARY KEY', 'TEXT COLLATE NOCASE'), ["'abc'"])
    const text = new TextDecoder('latin1').decode(bytes)
    for (let at = text.indexOf('NOCASE'); at >= 0; at = text.indexOf('NOCASE', at + 1)) {
      bytes.set(new TextEncoder().encode('MYCASE'), at)
    }
    const { cold, warm } = await bothWays(bytes)
    expect([...cold]).toEqual([['abc', 2]])
    expect([...warm]).toEqual([['abc', 2]])
  })
})

describe('an index of sessions that is damaged', () => {
  it('is not needed', async () => {
    const ids = Array.from({ length: 50 }, (_, at) => `'s${at}'`)
    const bytes = await filled(TABLES('TEXT PRIMARY KEY', 'TEXT'), ids)
    const page = (await rootOf(bytes, 'sqlite_autoindex_sessions_1')) - 1
    bytes.fill(0, page * 4096, (page + 1) * 4096)
    const { cold, warm } = await bothWays(bytes)
    expect([...cold.values()]).toEqual(ids.map(() => 2))
    expect([...warm].sort()).toEqual([...cold].sort())
    await reading(bytes, async (snapshot) => expect(await snapshot.countSessions()).toBe(50))
  })

  it('does not lead to another session, nor to none', async () => {
    const bytes = await filled(TABLES('TEXT PRIMARY KEY', 'TEXT'), ["'a'", "'b'"])
    const page = (await rootOf(bytes, 'sqlite_autoindex_sessions_1')) - 1
    const index = bytes.subarray(page * 4096, (page + 1) * 4096)
    // The keys change places, and then both are gone.
    for (const [a, b] of [
      ['b', 'a'],
      ['x', 'y'],
    ]) {
      for (const [at, key] of [a, b].entries()) index[4096 - (at === 0 ? 2 : 6)] = key?.charCodeAt(0) ?? 0
      await reading(bytes, async (snapshot) => {
        expect((await snapshot.readSession('a'))?.id).toBe('a')
        expect((await snapshot.readSession('b'))?.id).toBe('b')
        expect(await sessionsOf(snapshot)).toHaveLength(2)
      })
    }
  })
})
