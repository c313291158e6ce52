import { env } from 'cloudflare:test'
import { beforeEach, expect, it } from 'vitest'
import { REGISTRY_STEPS } from '../../src/storage/registry-steps.ts'
import { updateRegistry } from '../../src/storage/registry-tables.ts'

const database = env.REGISTRY
const [first] = REGISTRY_STEPS

const TABLES = `SELECT name, sql FROM sqlite_master
  WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name`

async function schema(): Promise<unknown[]> {
  return (await database.prepare(TABLES).all()).results
}

async function names(): Promise<unknown[]> {
  const { results } = await database
    .prepare('SELECT name FROM d1_migrations ORDER BY id')
    .all<{ name: string }>()
  return results.map(({ name }) => name)
}

const ALL = REGISTRY_STEPS.map(({ name }) => name)

// The tables that the set-up made.
const expected = await schema()

/** Leaves nothing in the database. */
async function empty(): Promise<void> {
  const { results } = await database.prepare(TABLES).all<{ name: string; sql: string }>()
  for (const { name, sql } of results)
    if (sql.startsWith('CREATE TABLE')) await database.prepare(`DROP TABLE "${name}"`).run()
}

beforeEach(empty)

it('makes all tables in an empty database, once', async () => {
  await updateRegistry(database)
  await updateRegistry(database)
  expect(await schema()).toEqual(expected)
  expect(await names()).toEqual(ALL)
})

it('goes on from the step that wrangler applied last, with the rows that are there', async () => {
  await database
    .prepare(
      'CREATE TABLE d1_migrations(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)',
    )
    .run()
  for (const sql of first?.statements ?? []) await database.prepare(sql).run()
  await database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(first?.name).run()
  await database.prepare("INSERT INTO profiles VALUES ('an-id', 'ada', 'public', 1.5, 2.5, NULL, NULL)").run()
  await updateRegistry(database)
  expect(await names()).toEqual(ALL)
  expect((await database.prepare('SELECT * FROM profiles').all()).results).toEqual([
    {
      id: 'an-id',
      handle: 'ada',
      visibility: 'public',
      created_at: 1.5,
      due_at: 2.5,
      expires_at: null,
      erasing_at: null,
      bytes: 0,
      scans: 0,
      failures: 0,
      kind: 'public',
    },
  ])
  const sums = await database.prepare('SELECT private, public, ticks FROM overview').all()
  expect(sums.results).toEqual([{ private: 0, public: 1, ticks: 0 }])
})

it('applies each step once where several begin at the same time', async () => {
  await Promise.all([1, 2, 3, 4].map(() => updateRegistry(database)))
  expect(await schema()).toEqual(expected)
  expect(await names()).toEqual(ALL)
})

it('leaves nothing of a step that fails, and says why', async () => {
  await database.prepare('CREATE TABLE resting_handles (in_the_way)').run()
  await expect(updateRegistry(database)).rejects.toThrow('resting_handles')
  expect(await names()).toEqual(ALL.slice(0, 2))
  expect(JSON.stringify(await schema())).not.toContain('creations')
  await database.prepare('DROP TABLE resting_handles').run()
  await updateRegistry(database)
  expect(await schema()).toEqual(expected)
})
