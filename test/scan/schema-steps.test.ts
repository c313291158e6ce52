import { describe, expect, it } from 'vitest'
import type { SessionStats } from '../../src/engine/types.ts'
import { scanHistory } from '../../src/scan/scan-history.ts'
import { memorySource } from '../../src/snapshot/byte-source.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { type Counting, openSnapshot } from '../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { type FlaggedHistory, flaggedHistory, type Row } from '../fixtures/flagged-history.ts'
import { SCHEMA_STEPS } from '../fixtures/schema-steps.ts'
import { database, type Fill } from '../snapshot/histories.ts'
import { countedPlainly } from './counted.ts'

type TableName = keyof FlaggedHistory
type Run = Parameters<Fill>[0]

const WAYS = ['lived', 'hermes'] as const
/** What a table of today may have beyond that of schema 9, and what decides how it is read. */
const MESSAGE_COLUMNS = ['active', 'compacted', 'display_kind']
const SESSION_COLUMNS = ['archived', 'hidden', 'last_activity_at']
const LATEST = SCHEMA_STEPS.length - 1

/** A history as a file of some schema has it. */
interface Written {
  bytes: Uint8Array
  /** What of it went into the file. */
  history: FlaggedHistory
  flagged: boolean
}

/** Writes a history into a file whose tables were made by these statements. */
async function written(statements: readonly string[]): Promise<Written> {
  const history: FlaggedHistory = { sessions: [], messages: [] }
  const whole = flaggedHistory()
  const bytes = await database((run) => {
    for (const sql of statements) run(sql)
    for (const table of ['sessions', 'messages'] as const) {
      history[table] = whole[table].map((row) => insert(run, table, withoutMissing(row, table, statements)))
    }
  })
  return { bytes, history, flagged: has('messages', 'active', statements) }
}

const has = (table: TableName, column: string, statements: readonly string[]) =>
  statements.some((sql) => sql.includes(`ALTER TABLE ${table} ADD COLUMN ${column} `))

function withoutMissing(row: Row, table: TableName, statements: readonly string[]): Row {
  const late = table === 'messages' ? MESSAGE_COLUMNS : SESSION_COLUMNS
  const missing = late.filter((column) => !has(table, column, statements))
  return Object.fromEntries(Object.entries(row).filter(([column]) => !missing.includes(column)))
}

function insert(run: Run, table: TableName, row: Row): Row {
  const places = Object.keys(row).map(() => '?')
  run(
    `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})`,
    Object.values(row),
  )
  return row
}

async function scanned(
  bytes: Uint8Array,
  counting: Counting,
  way: 'sweep' | 'index',
): Promise<SessionStats[]> {
  const sqlite = await loadSqlite(compileSqliteOnNode)
  const snapshot = await openSnapshot(sqlite, memorySource(bytes), {}, counting)
  try {
    const { scanned } = await scanHistory(snapshot, {
      checkpoints: new Map(),
      limit: way === 'sweep' ? 0 : 1000,
      onProgress() {},
      nextTurn: async () => {},
    })
    return scanned.map(({ stats }) => stats).sort(byStart)
  } finally {
    snapshot.close()
  }
}

const byStart = (a: SessionStats, b: SessionStats) => (a.started_at ?? 0) - (b.started_at ?? 0)

async function expectPlainFigures({ bytes, history, flagged }: Written): Promise<void> {
  for (const counting of WAYS) {
    const expected = countedPlainly(history, flagged, counting)
    expect(await scanned(bytes, counting, 'sweep')).toEqual(expected)
    expect(await scanned(bytes, counting, 'index')).toEqual(expected)
  }
}

describe('a history gives the figures of the rules', () => {
  const versions = SCHEMA_STEPS.map(({ version }, at) => ({ version, at }))

  it('in 22 versions of the schema', () => expect(versions).toHaveLength(22))

  it.each(versions)('written with schema $version', async ({ at }) => {
    await expectPlainFigures(await written(SCHEMA_STEPS.slice(0, at + 1).map(({ sql }) => sql)))
  })

  it.each(versions)('written with schema $version and opened by the latest since', async ({ at }) => {
    const steps = SCHEMA_STEPS.map(({ sql }) => sql)
    const before = await written(steps.slice(0, at + 1))
    const bytes = await database((run) => {
      for (const sql of steps.slice(0, at + 1)) run(sql)
      for (const table of ['sessions', 'messages'] as const) {
        for (const row of before.history[table]) insert(run, table, row)
      }
      for (const sql of steps.slice(at + 1)) run(sql)
    })
    await expectPlainFigures({ ...before, bytes, flagged: true })
  })
})

describe('each column is looked for by itself', () => {
  const columns = [
    ...MESSAGE_COLUMNS.map((column) => ({ table: 'messages' as const, column })),
    ...SESSION_COLUMNS.map((column) => ({ table: 'sessions' as const, column })),
  ]
  const all = SCHEMA_STEPS.map(({ sql }) => sql)

  it.each(columns)('$table.$column alone beside schema 11', async ({ table, column }) => {
    await expectPlainFigures(
      await written([...all.slice(0, 3), `ALTER TABLE ${table} ADD COLUMN ${column} INTEGER DEFAULT NULL`]),
    )
  })

  it.each(columns)('all but $table.$column', async ({ table, column }) => {
    const statements = all
      .flatMap((sql) => sql.split(';\n'))
      .filter((sql) => {
        const addsIt = sql.startsWith(`ALTER TABLE ${table} ADD COLUMN ${column} `)
        return !addsIt && !(column === 'active' && sql.includes('(session_id, active, timestamp)'))
      })
    await expectPlainFigures(await written(statements))
  })
})

it('what counts depends on the schema, and on the way', async () => {
  const figures = async (at: number, counting: Counting) =>
    scanned((await written(SCHEMA_STEPS.slice(0, at + 1).map(({ sql }) => sql))).bytes, counting, 'sweep')
  const errors = (stats: readonly SessionStats[]) =>
    stats.reduce((sum, { error_count }) => sum + error_count, 0)
  const [old, lived, hermes] = [
    await figures(2, 'lived'),
    await figures(LATEST, 'lived'),
    await figures(LATEST, 'hermes'),
  ]
  expect(new Set([errors(old), errors(lived), errors(hermes)]).size).toBe(3)
  expect(old.length - hermes.length).toBe(2)
})
