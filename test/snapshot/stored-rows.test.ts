import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import type { SqlValue } from 'sql.js/dist/sql-wasm.js'
import { describe, expect, it } from 'vitest'
import { LaurelError } from '../../src/errors.ts'
import { type ByteSource, memorySource, whenAtHand } from '../../src/snapshot/byte-source.ts'
import { Connection } from '../../src/snapshot/connection.ts'
import { checkHeader } from '../../src/snapshot/header.ts'
import { limitsWith, type SnapshotLimits } from '../../src/snapshot/limits.ts'
import { type MessageRows, SqlMessages } from '../../src/snapshot/message-rows.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { LOWEST, type RowId } from '../../src/snapshot/row-id.ts'
import type { MessageRow } from '../../src/snapshot/rows.ts'
import { probeSchema } from '../../src/snapshot/schema.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { MESSAGE_VALUES, StoredMessages } from '../../src/snapshot/stored-messages.ts'
import { StoredRows } from '../../src/snapshot/stored-rows.ts'
import { Random } from '../fixtures/random.ts'
import { runs } from '../properties.ts'
import { DAMAGES } from './damages.ts'
import { database, golden, kept, rootOf, TABLES } from './histories.ts'
import { countingSource } from './sources.ts'

interface Both {
  source: ByteSource
  bySqlite: MessageRows
  stored: StoredRows
  either: MessageRows
}

async function opened<T>(
  from: Uint8Array | ByteSource,
  read: (both: Both) => T | Promise<T>,
  limits: Partial<SnapshotLimits> = {},
): Promise<T> {
  const source = from instanceof Uint8Array ? memorySource(from) : from
  const header = await whenAtHand(source, () => checkHeader(source))
  const sqlite = await loadSqlite(compileSqliteOnNode)
  const connection = await whenAtHand(source, () => new Connection(sqlite, source, limitsWith(limits)))
  try {
    await whenAtHand(source, () => connection.configure())
    const { messages } = await whenAtHand(source, () => probeSchema(connection))
    const bySqlite = new SqlMessages(connection, messages)
    const stored = new StoredRows(connection, { source, header }, messages, MESSAGE_VALUES)
    const own = new SqlMessages(connection, messages)
    return await read({
      ...{ source, bySqlite, stored },
      either: new StoredMessages(connection, stored, own),
    })
  } finally {
    connection.close()
  }
}

type Read = [RowId, string | null, MessageRow]

/** All rows in order, and the code of the error that they end with. */
async function rowsOf(source: ByteSource, rows: MessageRows): Promise<(Read | string)[]> {
  const read: (Read | string)[] = []
  let after: RowId = LOWEST
  try {
    await whenAtHand(source, () => {
      for (let place = rows.moveAfter(after); place !== null; place = rows.moveAfter(after)) {
        read.push([place.rowId, place.sessionId, kept(rows.messageThere())])
        after = place.rowId
      }
    })
  } catch (error) {
    if (!(error instanceof LaurelError)) throw error
    read.push(error.code)
  }
  rows.rest()
  return read
}

/** How many rows were read from the pages alone, and for how many SQLite was queried. */
async function answered(bytes: Uint8Array): Promise<{ stored: number; bySqlite: number }> {
  return opened(bytes, ({ stored, bySqlite }) => {
    const count = { stored: 0, bySqlite: 0 }
    for (let after = LOWEST; ; ) {
      stored.moveAfter(after)
      const next = bySqlite.moveAfter(after)
      if (next === null) return count
      if (stored.sure) count.stored++
      else count.bySqlite++
      after = next.rowId
    }
  })
}

const value = fc.oneof(
  { weight: 6, arbitrary: fc.string({ maxLength: 40 }) },
  // About where rows outgrow a page, and overflow pages fill.
  {
    weight: 3,
    arbitrary: fc.record({
      of: fc.constantFrom<string>('x', 'ä', '\0', '错', 'word '),
      times: fc.integer({ max: 5000, min: 0 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant(null) },
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.uint8Array({ maxLength: 9 }),
)
type Value = typeof value extends fc.Arbitrary<infer Made> ? Made : never
const written = (made: Value): SqlValue =>
  made !== null && typeof made === 'object' && 'of' in made ? made.of.repeat(made.times) : made

const row = fc.record({
  rowId: fc.option(
    fc.oneof(
      fc.integer({ min: -9, max: 400 }),
      fc.constantFrom(2n ** 53n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 62n, 2n ** 48n, 2n ** 56n, 0x7fff_ffffn),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 62n }),
    ),
  ),
  values: fc.array(value, { minLength: 6, maxLength: 6 }),
})

const COLUMNS = 'session_id, role, content, tool_name, tool_calls, timestamp'
/** Without types, so that values stay what they are, and without rules. */
const LOOSE = TABLES.replace(/ (TEXT|REAL)( NOT NULL)?(?=[,)])/g, '').replace(
  ' TEXT NOT NULL REFERENCES sessions(id)',
  '',
)

const table = fc.record({
  pageSize: fc.constantFrom(512, 1024, 4096, 65_536),
  loose: fc.boolean(),
  vacuum: fc.boolean(),
  rows: fc.array(row, { maxLength: 60 }),
  removed: fc.array(fc.nat(60), { maxLength: 20 }),
})
type Table = typeof table extends fc.Arbitrary<infer Made> ? Made : never

const make = ({ pageSize, loose, vacuum, rows, removed }: Table) =>
  database((run) => {
    run(`PRAGMA page_size = ${pageSize}; PRAGMA auto_vacuum = ${vacuum ? 1 : 0}`)
    run(loose ? LOOSE : TABLES)
    for (const { rowId, values } of rows) {
      const sql = `INSERT OR REPLACE INTO messages (id, ${COLUMNS}) VALUES (CAST(? AS INTEGER), ?, ?, ?, ?, ?, ?)`
      // What breaks a rule is not written.
      const strict = loose ? values : values.map((each, at) => each ?? (at === 5 ? 1 : ''))
      run(sql, [rowId === null ? null : String(rowId), ...strict.map(written)])
    }
    for (const at of removed) {
      run('DELETE FROM messages WHERE id = (SELECT id FROM messages ORDER BY id LIMIT 1 OFFSET ?)', [at])
    }
  })

describe('rows read from the pages', () => {
  it('are those that SQLite reads, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (made) => {
        await opened(await make(made), async ({ source, bySqlite, either }) => {
          expect(await rowsOf(source, either)).toEqual(await rowsOf(source, bySqlite))
        })
      }),
      { numRuns: runs(400) },
    )
  })

  it('are found behind any number, in any order', async () => {
    const places = fc.array(fc.oneof(fc.integer({ min: -12, max: 410 }), fc.bigInt({ min: -(2n ** 63n) })), {
      maxLength: 30,
    })
    await fc.assert(
      fc.asyncProperty(table, places, async (made, afters) => {
        const numbers = afters.map((each) => (typeof each === 'bigint' ? BigInt.asIntN(62, each) : each))
        const bytes = await make(made)
        // Each of a connection of its own: they would step the same statement.
        const read = (rows: MessageRows) =>
          numbers.map((after) => [rows.moveAfter(after), rows.moveAfter(after) && kept(rows.messageThere())])
        const expected = await opened(bytes, ({ bySqlite }) => read(bySqlite))
        expect(await opened(bytes, ({ either }) => read(either))).toEqual(expected)
      }),
      { numRuns: runs(200) },
    )
  })

  it('are the same where bytes have to be fetched in between', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 110, max: 160 }), async (made, keep) => {
        const bytes = await make({ ...made, pageSize: 512 })
        const whole = await opened(bytes, ({ source, bySqlite }) => rowsOf(source, bySqlite))
        const fetched = await opened(countingSource(bytes, 1024, keep), ({ source, either }) =>
          rowsOf(source, either),
        )
        expect(fetched).toEqual(whole)
      }),
      { numRuns: runs(60) },
    )
  })

  it.each(['edges', 'fuzz', 'history', 'history-next'])('need no SQLite in a history: %s', async (name) => {
    const { stored, bySqlite } = await answered(golden(name))
    expect(stored).toBeGreaterThan(0)
    expect(bySqlite).toBe(0)
  })

  it('leave out what each page reserves for extensions', async () => {
    // By the sqlite3 shell, which alone can: `.filectrl reserve_bytes 32`.
    const bytes = gunzipSync(readFileSync(new URL('reserved-bytes.db.gz', import.meta.url)))
    expect(bytes[20]).toBe(32)
    await opened(bytes, async ({ source, bySqlite, either }) => {
      const rows = await rowsOf(source, either)
      expect(rows).toHaveLength(40)
      expect(rows).toEqual(await rowsOf(source, bySqlite))
    })
    expect(await answered(bytes)).toEqual({ stored: 40, bySqlite: 0 })
  })

  it.each([
    ['a file in UTF-16', `PRAGMA encoding = 'UTF-16le'; ${TABLES}`],
    [
      'a generated column',
      TABLES.replace('role TEXT NOT NULL', 'role TEXT NOT NULL, made AS (role || 1) STORED'),
    ],
    [
      'a number for a text',
      TABLES.replace('id INTEGER', 'number INTEGER').replace('tool_calls TEXT', 'tool_calls'),
    ],
  ])('are left to SQLite in %s', async (_, sql) => {
    const bytes = await database((run) => {
      run(sql)
      run("INSERT INTO messages (session_id, role, tool_calls, timestamp) VALUES ('s', 'user', 5, 1)")
    })
    expect(await answered(bytes)).toEqual({ stored: 0, bySqlite: 1 })
    await opened(bytes, async ({ source, bySqlite, either }) => {
      expect(await rowsOf(source, either)).toEqual(await rowsOf(source, bySqlite))
    })
  })

  it('are left to SQLite where they are older than a column', async () => {
    const bytes = await database((run) => {
      run(TABLES.replace(' tool_name TEXT,', ''))
      run("INSERT INTO messages (session_id, role, timestamp) VALUES ('s', 'user', 1)")
      run("ALTER TABLE messages ADD COLUMN tool_name TEXT DEFAULT 'terminal'")
      run("INSERT INTO messages (session_id, role, timestamp) VALUES ('s', 'user', 2)")
    })
    const names = await opened(bytes, async ({ source, either }) =>
      (await rowsOf(source, either)).map((read) => (typeof read[2] === 'object' ? read[2].toolName : read)),
    )
    expect(names).toEqual(['terminal', 'terminal'])
    expect(await answered(bytes)).toEqual({ stored: 1, bySqlite: 1 })
  })

  it('are, in a damaged file, those that SQLite gives, and end where it ends', async () => {
    const sound = await make({
      ...{ pageSize: 512, loose: false, vacuum: false, removed: [] },
      rows: Array.from({ length: 60 }, (_, at) => ({
        rowId: at * 3,
        values: [`s${at % 4}`, 'user', at % 7 === 0 ? { of: 'word ', times: 300 } : 'short', null, null, at],
      })),
    })
    const root = await rootOf(sound, 'messages')
    let refused = 0
    const damages = runs(200)
    for (let seed = 0; seed < damages; seed++) {
      const random = new Random(`rows ${seed}`)
      const damaged = random.pick(DAMAGES)(new Uint8Array(sound), random)
      // Now and then where it matters most.
      if (random.chance(0.3)) damaged[(root - 1) * 512 + random.int(0, 30)] = random.int(0, 255)
      try {
        // Each of a connection of its own: what SQLite has refused once it may take the next time.
        const expected = await opened(damaged, ({ source, bySqlite }) => rowsOf(source, bySqlite))
        const read = await opened(damaged, ({ source, either }) => rowsOf(source, either))
        if (typeof expected.at(-1) === 'string') refused++
        expect(read).toEqual(expected)
      } catch (error) {
        if (!(error instanceof LaurelError)) throw error
      }
    }
    expect(refused).toBeGreaterThan(damages / 8)
  })
})
