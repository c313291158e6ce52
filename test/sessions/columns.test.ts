import { describe, expect, it } from 'vitest'
import { SessionRecordSchema } from '../../src/contract/session-records.ts'
import { SessionRowSchema } from '../../src/contract/sessions.ts'
import { keysOf } from '../../src/engine/records.ts'
import {
  NO_FACTS,
  SESSION_COLUMNS,
  type SessionColumn,
  type SessionColumnName,
  USAGE_COLUMNS,
} from '../../src/engine/session-columns.ts'
import type { SessionRecord } from '../../src/engine/session-record.ts'
import { listItem } from '../../src/sessions/list/list-item.ts'
import { afterReport, sessionRecordOf } from '../../src/sessions/live/live-record.ts'
import { FACTS_BY_PLACE, factsText } from '../../src/sessions/positions.ts'
import { factsOf, NO_RECORD } from '../../src/sessions/session-record.ts'
import { decodeRecord, encodeRecord } from '../../src/sessions/stored-record.ts'
import type { HermesSession } from '../../src/snapshot/snapshot.ts'
import { database, reading } from '../snapshot/histories.ts'
import { record } from './list/records.ts'

const NAMES = keysOf(SESSION_COLUMNS)
const USAGE_NAMES = keysOf(USAGE_COLUMNS)
const OF_KIND = { text: 'text', time: 1_750_000_000, amount: 1_000, cost: 0.25 }
/** The greatest value of each kind, and one beyond that other kinds would take. */
const BOUNDS = {
  text: { most: 'x'.repeat(1000), beyond: 'x'.repeat(1001) },
  time: { most: 8.64e12, beyond: 8.65e12 },
  amount: { most: Number.MAX_SAFE_INTEGER, beyond: -1 },
  cost: { most: 1e9, beyond: 1.1e9 },
}

/** Another value for each column: one that is read in the place of another is found out. */
const sampleOf = ({ kind }: SessionColumn, place: number) =>
  kind === 'text' ? `${OF_KIND.text} ${place}` : OF_KIND[kind] + place
const VALUES = new Map(NAMES.map((name, place) => [name, sampleOf(SESSION_COLUMNS[name], place)]))
const USAGE_VALUES = new Map(USAGE_NAMES.map((name, place) => [name, sampleOf(USAGE_COLUMNS[name], place)]))

const inFile = NAMES.filter((name) => !('made' in SESSION_COLUMNS[name]))
const columnOf = (name: string) => (name === 'provider' ? 'billing_provider' : name)

/** A file whose one session has all of them. */
const full = database((run) => {
  const marks = (names: readonly unknown[]) => names.map(() => '?').join(', ')
  const usage = USAGE_NAMES.map(columnOf)
  run(`CREATE TABLE sessions (id TEXT PRIMARY KEY, ${inFile.join(', ')})`)
  run(
    'CREATE TABLE messages (id INTEGER PRIMARY KEY, session_id, role, content, timestamp REAL, active INTEGER)',
  )
  run(`CREATE TABLE session_model_usage (session_id, ${usage.join(', ')})`)
  run(
    `INSERT INTO sessions VALUES ('s', ${marks(inFile)})`,
    inFile.map((name) => VALUES.get(name) ?? null),
  )
  run("INSERT INTO messages VALUES (1, 's', 'user', 'hi', ?, 1)", [VALUES.get('last_active') ?? null])
  run(
    `INSERT INTO session_model_usage VALUES ('s', ${marks(usage)})`,
    USAGE_NAMES.map((name) => USAGE_VALUES.get(name) ?? null),
  )
})

/** The session by each way of reading it. */
async function sessionBy(how: 'list' | 'index' | 'sweep'): Promise<HermesSession> {
  const rows: HermesSession[] = []
  await reading(await full, async (snapshot) => {
    if (how === 'list') await snapshot.listSessions((row) => void rows.push(row))
    else if (how === 'index') rows.push(...[await snapshot.readSession('s')].filter((row) => row !== null))
    else {
      const visitor = { begin: () => true, message() {}, end: (row: HermesSession) => void rows.push(row) }
      await snapshot.sweep(undefined, { usage: true }).run({ ...visitor, again() {} })
    }
  })
  const [row] = rows
  if (!row) throw new Error('No session was read.')
  return row
}

const session = sessionBy('list')
const read = async () => ({ ...NO_RECORD, ...factsOf(await session) })
const changed = (from: SessionRecord, name: SessionColumnName) => ({ ...from, [name]: null })

describe.each(NAMES)('the column %s of a session', (name) => {
  const column: SessionColumn = SESSION_COLUMNS[name]

  it.each(['list', 'index', 'sweep'] as const)('is read of the file, by %s', async (how) => {
    expect((await sessionBy(how))[name]).toBe(VALUES.get(name))
  })

  it('is in the record, and is stored, sent and taken', async () => {
    const known = await read()
    expect(known[name]).toBe(VALUES.get(name))
    expect(decodeRecord(encodeRecord(known))?.[name]).toBe(VALUES.get(name))
    const sent: unknown = JSON.parse(JSON.stringify(known))
    expect(SessionRecordSchema.parse(sent)[name]).toBe(VALUES.get(name))
  })

  it('makes another fingerprint of a report', async () => {
    const known = await read()
    expect(factsText(changed(known, name))).not.toBe(factsText(known))
  })

  it('has the bounds of its kind, in the record and on the wire', async () => {
    const { most, beyond } = BOUNDS[column.kind]
    const kept = { ...NO_RECORD, ...factsOf({ ...(await session), [name]: beyond }) }
    expect(kept[name]).toBe(column.kind === 'text' ? most : null)
    expect(factsOf({ ...(await session), [name]: most })[name]).toBe(most)
    expect(SessionRecordSchema.safeParse({ ...kept, [name]: most }).success).toBe(true)
    expect(SessionRecordSchema.safeParse({ ...kept, [name]: beyond }).success).toBe(false)
    expect(SessionRecordSchema.safeParse(kept).success).toBe(true)
  })

  it('is in lists as the table says, of the first or the last of a chain', () => {
    const shown = { [name]: VALUES.get(name) }
    const [with_, without] = [record('a', shown), record('b')]
    const found = [listItem(with_, without), listItem(without, with_)].map(
      (item) => new Map<string, unknown>(Object.entries(item)).get(name) === VALUES.get(name),
    )
    expect(found).toEqual([column.listed === 'root', column.listed === 'tip'])
    expect(name in SessionRowSchema.shape).toBe(column.listed !== undefined)
  })

  it('may be missing in reports of versions that do not know it', () => {
    const { [name]: _, ...older } = record('a')
    expect(SessionRecordSchema.safeParse(older).success).toBe(column.later ?? false)
    if (!FACTS_BY_PLACE.some((placed) => placed === name)) expect(column.later).toBe(true)
  })

  it('is in the record of a session that is reported live, null where that has none', () => {
    const live = afterReport(null, LIVE, { has: () => false, beginning: () => [] }, 50)
    if (live === null) throw new Error('There is no session.')
    const known = new Map<string, unknown>(Object.entries({ ...live, last_active: 50 }))
    expect(sessionRecordOf(live)[name]).toBe(known.get(name) ?? null)
  })
})

const LIVE = {
  ...{ id: 's', message_count: 1, api_call_count: 2, input_tokens: 3, output_tokens: 4 },
  ...{ cache_read_tokens: 5, cache_write_tokens: 6, estimated_cost_usd: 7, actual_cost_usd: 8 },
  ...{ model: 'm', title: 't', source: 'cli', started_at: 9 },
}

it.each(USAGE_NAMES)('the column %s of what a session spent goes the whole way, too', async (name) => {
  const known = await read()
  const sent: unknown = JSON.parse(JSON.stringify(known))
  const ways = [known, decodeRecord(encodeRecord(known)), SessionRecordSchema.parse(sent)]
  expect(ways.map((one) => one?.usage[0]?.[name])).toEqual(ways.map(() => USAGE_VALUES.get(name)))
})

it('facts of nothing have every column', () => {
  expect(Object.keys(NO_FACTS).sort()).toEqual(['id', ...NAMES, 'marks', 'session_key', 'usage'].sort())
})
