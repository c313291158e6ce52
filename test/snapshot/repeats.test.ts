import fc from 'fast-check'
import initSqlJs, { type SqlValue } from 'sql.js/dist/sql-wasm.js'
import { expect, it } from 'vitest'
import { database, MESSAGE_INDEX, reading, TABLES } from './histories.ts'

/** Without types, so that values stay what they are. */
const LOOSE = TABLES.replace(/ (TEXT|REAL)( NOT NULL)?(?=[,)])/g, '')

const COMPARED = ['role', 'content', 'timestamp', 'tool_call_id', 'tool_calls', 'tool_name']

const value: fc.Arbitrary<SqlValue> = fc.constantFrom<SqlValue[]>(
  null,
  '',
  '5',
  5,
  5.5,
  2 ** 53,
  'text',
  'text ',
  'Text',
  'te\0xt',
  'te\0XT',
  'a longer text that needs more than one block of the hash',
  'a longer text that needs more than one block of the hasH',
  new TextEncoder().encode('text'),
  new TextEncoder().encode('5'),
)

const row = fc.tuple(value, value, fc.constantFrom(1, 2, 2.5), value, value, value)

it('takes rows for one exactly where SQLite takes all that is compared for the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), fc.nat(5), async (rows, column) => {
      // Rows that are equal, or differ in one value.
      const all = [
        ...rows,
        ...rows.map((values, at) => values.with(column, rows.at(-at)?.[column] ?? null)),
        ...rows,
      ]
      const bytes = await database((run) => {
        run(`${LOOSE}; ALTER TABLE messages ADD active INTEGER DEFAULT 1; ${MESSAGE_INDEX}`)
        run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
        for (const values of all) {
          run(
            `INSERT INTO messages (session_id, ${COMPARED.join(', ')}) VALUES ('s', ?, ?, ?, ?, ?, ?)`,
            values,
          )
        }
      })
      const counted: (number | null)[] = []
      await reading(bytes, (snapshot) => snapshot.readMessages('s', ({ id }) => counted.push(id)))
      expect(counted).toEqual(await firstOnes(bytes))
    }),
    { numRuns: 150 },
  )
})

it('compares bytes, whatever collation a column has', async () => {
  const bytes = await database((run) => {
    run(TABLES.replace('content TEXT', 'content TEXT COLLATE NOCASE'))
    run('ALTER TABLE messages ADD active INTEGER DEFAULT 1')
    run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
    for (const content of ['a', 'A', 'a']) {
      run("INSERT INTO messages (session_id, role, content, timestamp) VALUES ('s', 'user', ?, 1)", [content])
    }
  })
  const counted: (number | null)[] = []
  await reading(bytes, (snapshot) => snapshot.readMessages('s', ({ id }) => counted.push(id)))
  expect(counted).toEqual([1, 2])
})

/** Ids of the rows that no earlier one equals, as SQLite compares them. */
async function firstOnes(bytes: Uint8Array): Promise<number[]> {
  const { Database } = await initSqlJs()
  const db = new Database(bytes)
  try {
    const same = COMPARED.map((name) => `earlier.${name} IS own.${name}`).join(' AND ')
    const [result] = db.exec(`SELECT id FROM messages own WHERE NOT EXISTS
      (SELECT 1 FROM messages earlier WHERE earlier.id < own.id AND ${same}) ORDER BY id`)
    return (result?.values ?? []).map(([id]) => Number(id))
  } finally {
    db.close()
  }
}
