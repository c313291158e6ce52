import fc from 'fast-check'
import initSqlJs from 'sql.js/dist/sql-wasm.js'
import { describe, expect, it } from 'vitest'
import type { SessionStats } from '../../src/engine/types.ts'
import { LaurelError } from '../../src/errors.ts'
import { type PartReader, SnapshotPartReader } from '../../src/scan/part-reader.ts'
import { type FinishedScan, scanHistory } from '../../src/scan/scan-history.ts'
import type { PartReaders } from '../../src/scan/scan-in-parts.ts'
import type { Snapshot, SweepPart } from '../../src/snapshot/snapshot.ts'
import { partsBetween } from '../../src/snapshot/sweep-parts.ts'
import { generateHistory } from '../fixtures/history.ts'
import { Random } from '../fixtures/random.ts'
import { writeStateDb } from '../fixtures/write-state-db.ts'
import { runs } from '../properties.ts'
import { DAMAGES } from '../snapshot/damages.ts'
import { database, golden, MESSAGE_INDEX, reading, TABLES } from '../snapshot/histories.ts'
import { madeWith } from './damaged.ts'

const nextTurn = async () => {}
const request = { checkpoints: new Map(), limit: 0, onProgress: () => {}, nextTurn }

const alone = (bytes: Uint8Array) => reading(bytes, (snapshot) => scanHistory(snapshot, request))

/** Scans a history by several readers, each with a snapshot of its own. Counts the parts that each one has read. */
async function together(
  bytes: Uint8Array,
  count: number,
  cut: (snapshot: Snapshot, parts: number) => SweepPart[] | Promise<SweepPart[]>,
): Promise<{ scan: FinishedScan; read: number[]; failed: unknown[] }> {
  const read: number[] = []
  const failed: unknown[] = []
  const readers: PartReader[] = []
  const noted = <Result>(result: Promise<Result>) =>
    result.catch((error) => {
      failed.push(error)
      throw error
    })
  const opened = (at: number): Promise<FinishedScan> =>
    reading(bytes, (snapshot) => {
      read.push(0)
      const reader = new SnapshotPartReader(snapshot, false, nextTurn)
      readers.push({
        read: (sessions, onProgress) => noted(reader.read(sessions, onProgress)),
        sweep(part, onProgress) {
          read[at] = (read[at] ?? 0) + 1
          return noted(reader.sweep(part, onProgress))
        },
      })
      if (at < count - 1) return opened(at + 1)
      const [first = reader, ...others] = readers
      const parts: PartReaders = { readers: [first, ...others], cut: async (most) => cut(snapshot, most) }
      return scanHistory(snapshot, { ...request, parts: () => parts })
    })
  return { scan: await opened(0), read, failed }
}

/** What must be the same; re-read text counts twice. */
const figures = ({ scanned, known, meta }: FinishedScan) => ({ scanned, known, meta })

const written = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      id: fc.integer({ min: 0, max: 7 }),
      started: fc.option(fc.integer({ min: 1, max: 3 })),
      count: fc.option(fc.integer({ min: 0, max: 4 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      of: fc.integer({ min: 0, max: 8 }),
      time: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 99 }) }, fc.constant('late')),
      role: fc.constantFrom('user', 'assistant'),
    }),
  },
)

type Written = typeof written extends fc.Arbitrary<infer Row> ? Row : never

/** `keyed`: no two rows of sessions have the same id. Otherwise some do, and start at no known time. */
function historyOf(rows: readonly Written[], keyed: boolean) {
  return database((run) => {
    run(
      keyed
        ? TABLES
        : TABLES.replace('id TEXT PRIMARY KEY', 'id TEXT').replace(
            'started_at REAL NOT NULL',
            'started_at REAL',
          ),
    )
    run(MESSAGE_INDEX)
    for (const row of rows) {
      if ('of' in row)
        run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', [
          `s${row.of}`,
          row.role,
          `run ${row.of} of ${row.time}`,
          row.time,
        ])
      else
        run('INSERT OR IGNORE INTO sessions (id, source, started_at, message_count) VALUES (?, ?, ?, ?)', [
          `s${row.id}`,
          'cli',
          row.started ?? (keyed ? 1 : null),
          row.count,
        ])
    }
  })
}

describe('a scan shared among readers', () => {
  it('gives what one reader gives, whatever rows there are and wherever they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { minLength: 6, maxLength: 40 }),
        fc.array(fc.record({ messages: fc.nat(), sessions: fc.nat() }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        async (rows, places, count, keyed) => {
          const bytes = await historyOf(rows, keyed)
          const inOrder = (table: 'messages' | 'sessions') => {
            const inTable = rows.filter((row) => 'of' in row === (table === 'messages')).length
            return places.map((place) => place[table] % (inTable + 1)).sort((a, b) => a - b)
          }
          const sessions = inOrder('sessions')
          const borders = inOrder('messages').map((row, at) => ({
            messages: row,
            sessions: sessions[at] ?? 0,
          }))
          const { scan, failed } = await together(bytes, count, () => partsBetween(borders))
          expect(figures(scan)).toEqual(figures(await alone(bytes)))
          expect(failed).toEqual([])
        },
      ),
      { numRuns: runs(60) },
    )
  })

  it.each(['history-next', 'fuzz'])('gives the figures of the golden history %s', async (name) => {
    const bytes = golden(name)
    const { scan, failed } = await together(bytes, 3, (snapshot, parts) => snapshot.parts(parts))
    expect(figures(scan)).toEqual(figures(await alone(bytes)))
    expect(failed).toEqual([])
  })

  it('counts no session of a damaged history otherwise than one reader does', async () => {
    const random = new Random('damaged parts')
    const sound = await madeWith(MESSAGE_INDEX)
    let compared = 0
    const counted = (scan: Promise<FinishedScan>) =>
      scan.then(
        ({ scanned }) => new Map(scanned.map(({ stats }) => [stats.session_id, stats])),
        (error) => {
          if (error instanceof LaurelError) return new Map<string, SessionStats>()
          throw error
        },
      )
    for (let at = 0; at < 12; at++) {
      const bytes = random.pick(DAMAGES)(new Uint8Array(sound), random)
      const shared = together(bytes, 2, (snapshot, parts) => snapshot.parts(parts))
      const here = await counted(shared.then(({ scan }) => scan))
      for (const [id, stats] of await counted(alone(bytes))) {
        expect(here.get(id)).toEqual(stats)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(0)
  })

  it.each(['messages', 'sessions'] as const)(
    'is not taken for whole if parts leave out %s',
    async (table) => {
      const bytes = golden('history-next')
      const { scan } = await together(bytes, 1, async (snapshot) => {
        const [first, second, ...others] = await snapshot.parts(4)
        if (!first || !second) throw new Error('There is nothing to cut.')
        const after = BigInt(second[table].after) + 2n
        return [first, { ...second, [table]: { ...second[table], after } }, ...others]
      })
      expect(figures(scan)).toEqual(figures(await alone(bytes)))
    },
  )

  it('cuts a history between pages, into parts that all readers take', async () => {
    const bytes = writeStateDb(
      generateHistory({
        seed: 'parts',
        sessions: 120,
        days: 30,
        endsAt: 1_790_000_000,
        meanMessages: 20,
        textBytesPerMessage: 300,
        chinese: 0.1,
      }),
      { sqlite: await initSqlJs() },
    )
    const { scan, read, failed } = await together(bytes, 2, (snapshot, parts) => snapshot.parts(parts))
    expect(figures(scan)).toEqual(figures(await alone(bytes)))
    expect(failed).toEqual([])
    // Six for each.
    expect(read.reduce((sum, parts) => sum + parts)).toBe(12)
    expect(Math.min(...read)).toBeGreaterThan(0)
  })
})
