import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LaurelError } from '../../src/errors.ts'
import { memorySource } from '../../src/snapshot/byte-source.ts'
import { historySource } from '../../src/snapshot/history.ts'
import { rolledBack } from '../../src/snapshot/rollback.ts'
import { runs } from '../properties.ts'
import { everything, refusal } from './histories.ts'
import { amidTransaction, type HotOptions, journalOf, type Run, recovered } from './journals.ts'
import { countingSource } from './sources.ts'
import { fill, writing } from './wal-pairs.ts'

async function read(main: Uint8Array, journal: Uint8Array): Promise<Uint8Array> {
  const source = await rolledBack(memorySource(main), memorySource(journal))
  return source.read(0, source.size).slice()
}

const same = (one: Uint8Array | null, other: Uint8Array | null) =>
  one === null || other === null ? one === other : Buffer.compare(one, other) === 0

/** Whether Laurel and SQLite make the same of a pair, byte for byte. */
/** Whether the journal gives what SQLite makes of it; where that is no database for SQLite, neither for Laurel. */
async function agrees(main: Uint8Array, journal: Uint8Array): Promise<boolean> {
  const [ours, theirs] = [await read(main, journal), recovered(main, journal)]
  return theirs === null ? (await refusal(ours)) instanceof LaurelError : same(ours, theirs)
}

const REWRITE = (run: Run) => run("UPDATE messages SET role = 'tool'")
const GROW = (run: Run) => {
  REWRITE(run)
  run('INSERT INTO messages SELECT NULL, session_id, role, content || content, 0, 0, 0, 0 FROM messages')
}
const SHRINK = (run: Run) => {
  run('DELETE FROM messages WHERE id > 3')
  run('UPDATE sessions SET title = hex(zeroblob(900))')
}

const COLUMN: [string, (run: Run) => void, HotOptions][] = [
  ...[512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536].map(
    (pageSize): [string, (run: Run) => void, HotOptions] => [`of pages of ${pageSize}`, GROW, { pageSize }],
  ),
  ['that rewrote rows', REWRITE, {}],
  ['by which the database grew', GROW, {}],
  ['by which it shrank', SHRINK, { vacuum: 1 }],
  ['of incremental vacuum', SHRINK, { vacuum: 2 }],
  ['that was not synced', GROW, { synchronous: 'OFF' }],
  ['in mode PERSIST', GROW, { mode: 'PERSIST' }],
  ['in mode TRUNCATE', GROW, { mode: 'TRUNCATE' }],
]

describe('a hot journal', () => {
  it.each(COLUMN)('undoes a transaction %s', async (_, change, options) => {
    const { main, journal, before } = amidTransaction(change, options)
    expect(same(main, before)).toBe(false)
    expect(same(await read(main, journal), before)).toBe(true)
    expect(await agrees(main, journal)).toBe(true)
  })

  it('of several segments is played back whole', async () => {
    const { main, journal, before } = amidTransaction(GROW, { pageSize: 512 })
    const magic = Buffer.from(journal.subarray(0, 8))
    const second = Buffer.from(journal).indexOf(magic, 8)
    expect(second).toBeGreaterThan(0)
    expect(same(await read(main, journal), before)).toBe(true)
  })

  it('counts up to where it is cut off, as SQLite has it', async () => {
    const { main, journal } = amidTransaction(GROW, { pageSize: 512 })
    await fc.assert(
      fc.asyncProperty(fc.nat(journal.length), (cut) => agrees(main, journal.subarray(0, cut))),
      { numRuns: runs(60) },
    )
  })

  it('counts up to the first record that is damaged, as SQLite has it', async () => {
    const { main, journal } = amidTransaction(GROW, { pageSize: 512 })
    await fc.assert(
      // Bits of the counter are left out: with another one Laurel takes the journal for another database's.
      fc.asyncProperty(fc.integer({ min: 8 * 1024, max: 8 * journal.length - 1 }), (bit) => {
        const flipped = journal.slice()
        flipped[bit >>> 3] = (flipped[bit >>> 3] ?? 0) ^ (1 << (bit & 7))
        return agrees(main, flipped)
      }),
      { numRuns: runs(60) },
    )
  })

  it('gives the committed rows, also where its bytes are fetched', async () => {
    const { main, journal, before } = amidTransaction(GROW)
    const source = await rolledBack(countingSource(main, 512, 60), countingSource(journal, 512, 60))
    const rows = await everything(before)
    expect(rows.flatMap(([, messages]) => messages)).toHaveLength(60)
    expect(await everything(source)).toEqual(rows)
  })

  it('puts back a page size that a VACUUM changed', async () => {
    const { before: small } = amidTransaction(REWRITE, { pageSize: 512 })
    const { before: large } = amidTransaction(REWRITE, { pageSize: 4096 })
    const pages = Array.from({ length: small.length / 512 }, (_, at): [number, Uint8Array] => [
      at + 1,
      small.subarray(at * 512, (at + 1) * 512),
    ])
    const journal = journalOf({ pageSize: 512, pageCount: pages.length, segments: [pages] })
    expect(same(await read(large, journal), small)).toBe(true)
    expect(await agrees(large, journal)).toBe(true)
  })

  it('has the last of two records of one page count, as SQLite has it', async () => {
    const { before } = amidTransaction(REWRITE)
    const page = (fill: number) => new Uint8Array(1024).fill(fill)
    const journal = journalOf({
      pageSize: 1024,
      pageCount: before.length / 1024,
      segments: [[[5, page(1)]], [[5, page(2)]]],
    })
    expect((await read(before, journal))[4 * 1024]).toBe(2)
    expect(await agrees(before, journal)).toBe(true)
  })

  it('puts back a first page that was torn while it was written', async () => {
    const { before } = amidTransaction(REWRITE)
    const torn = before.slice().fill(0, 0, 200)
    const first = before.subarray(0, 1024)
    const journal = journalOf({ pageSize: 1024, pageCount: before.length / 1024, segments: [[[1, first]]] })
    expect(same(await read(torn, journal), before)).toBe(true)
    expect(await agrees(torn, journal)).toBe(true)
  })

  it('fills with zeros what the file has lost', async () => {
    const { before } = amidTransaction(REWRITE)
    const pageCount = before.length / 1024 + 3
    const journal = journalOf({ pageSize: 1024, pageCount, segments: [[[1, before.subarray(0, 1024)]]] })
    expect((await read(before, journal)).length).toBe(pageCount * 1024)
    expect(await agrees(before, journal)).toBe(true)
  })

  it.each([32, 4096, 65_536])('is read with sectors of %i bytes', async (sectorSize) => {
    const { main, before } = amidTransaction(REWRITE)
    const pages = Array.from({ length: before.length / 1024 }, (_, at): [number, Uint8Array] => [
      at + 1,
      before.subarray(at * 1024, (at + 1) * 1024),
    ])
    const segments = [pages.slice(0, 5), pages.slice(5)]
    const journal = journalOf({ pageSize: 1024, pageCount: pages.length, sectorSize, segments })
    expect(same(await read(main, journal), before)).toBe(true)
    expect(await agrees(main, journal)).toBe(true)
  })
})

describe('a hot journal beside a log', () => {
  it('is rolled back below what the log holds', async () => {
    const { main, wal } = writing((database) => {
      fill(database, 0, 3)
      database.run('PRAGMA wal_checkpoint(TRUNCATE)')
      fill(database, 3, 6)
      return database.pair()
    })
    const pageCount = main.length / 4096
    const page = (number: number) => main.subarray((number - 1) * 4096, number * 4096)
    const journal = journalOf({
      pageSize: 4096,
      pageCount,
      segments: [
        [
          [2, page(2)],
          [3, page(3)],
        ],
      ],
    })
    const torn = main.slice().fill(7, 4096, 3 * 4096)
    const database = await rolledBack(memorySource(torn), memorySource(journal))
    const whole = await historySource(memorySource(main), memorySource(wal))
    expect(await everything(await historySource(database, memorySource(wal)))).toEqual(
      await everything(whole),
    )
  })
})

describe('a journal that is not hot', () => {
  const { main, journal } = amidTransaction(GROW)
  const own = { pageSize: 1024, pageCount: 5, segments: [[[1, main.subarray(0, 1024)] as const]] }
  const COLD: [string, Uint8Array][] = [
    ['is empty, as TRUNCATE leaves it', new Uint8Array()],
    ['has its header zeroed, as PERSIST leaves it', Uint8Array.from(journal).fill(0, 0, 28)],
    ['is all zeros', new Uint8Array(journal.length)],
    ['is cut in its header', journal.subarray(0, 27)],
    ['is some other file', new TextEncoder().encode('notes '.repeat(500))],
    ['names pages of a thousand bytes', journalOf({ ...own, pageSize: 1000 })],
    ['names pages of 256 bytes', journalOf({ ...own, pageSize: 256 })],
    ['names a super-journal that is gone', journalOf({ ...own, superJournal: '/nowhere/state.db-mj0' })],
  ]
  it.each(COLD)('%s is ignored, as by SQLite', async (_, cold) => {
    expect(same(await read(main, cold), main)).toBe(true)
    expect(await agrees(main, cold)).toBe(true)
  })

  it('counts once its super-journal is there', async () => {
    const named = journalOf({ ...own, superJournal: '/somewhere/state.db-mj0' })
    const asked: string[] = []
    const source = await rolledBack(memorySource(main), memorySource(named), {
      superJournalExists: (path) => asked.push(path) > 0,
    })
    expect([source.size, asked]).toEqual([5 * 1024, ['/somewhere/state.db-mj0']])
  })

  it.each<[string, Uint8Array]>([
    [
      'with other counts of changes',
      journalOf({ ...own, segments: [[[1, Uint8Array.from(main.subarray(0, 1024)).fill(9, 24, 28)]]] }),
    ],
    ['smaller', journalOf({ ...own, segments: [[[3, new Uint8Array(1024)]]] })],
    ['larger', journalOf({ ...own, pageCount: 5000, segments: [[[3, new Uint8Array(1024)]]] })],
    [
      'with other pages',
      journalOf({ ...own, pageSize: 512, pageCount: 90, segments: [[[3, new Uint8Array(512)]]] }),
    ],
  ])('is that of another database %s, which SQLite would damage', async (_, foreign) => {
    expect(same(await read(main, foreign), main)).toBe(true)
    expect(same(recovered(main, foreign), main)).toBe(false)
  })

  it('stands beside an empty file', async () => {
    expect(await read(new Uint8Array(), journal)).toHaveLength(0)
    expect(recovered(new Uint8Array(), journal)).toHaveLength(0)
  })
})
