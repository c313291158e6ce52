import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LaurelError } from '../../src/errors.ts'
import { type ByteSource, memorySource } from '../../src/snapshot/byte-source.ts'
import { historySource } from '../../src/snapshot/history.ts'
import { runs } from '../properties.ts'
import { everything, refusal } from './histories.ts'
import {
  FRAME_HEADER_BYTES,
  fill,
  frameBounds,
  goldenPair,
  type OpenDatabase,
  settled,
  signedAnew,
  WAL_HEADER_BYTES,
  type WalPair,
  writing,
} from './wal-pairs.ts'

const overlaid = ({ main, wal }: WalPair): Promise<ByteSource> =>
  historySource(memorySource(main), memorySource(wal))

const bytesOf = (source: ByteSource) => source.read(0, source.size)

/** What Laurel makes of a pair, byte for byte; null when it refuses the pair. */
async function read(pair: WalPair): Promise<Uint8Array | null> {
  try {
    return bytesOf(await overlaid(pair))
  } catch (error) {
    if (error instanceof LaurelError) return null
    throw error
  }
}

/** `toEqual` takes its time over long arrays, and much more to print how they differ. */
const same = (one: Uint8Array | null, other: Uint8Array | null) =>
  one === null || other === null ? one === other : Buffer.compare(one, other) === 0

/** Whether Laurel and SQLite make the same of a pair, byte for byte. */
const agrees = async (pair: WalPair) => same(await read(pair), settled(pair))

const sqlites = (pair: WalPair) => everything(settled(pair) ?? new Uint8Array())

/** Some sessions in the main file, and changes of every kind to them in some hundred frames of the log. */
const LONG = writing((database) => {
  const { run, pair } = database
  fill(database, 0, 4)
  run('PRAGMA wal_checkpoint(TRUNCATE)')
  fill(database, 4, 9)
  run("UPDATE messages SET content = content || ' and more' WHERE session_id = 's1'")
  run("DELETE FROM messages WHERE session_id = 's2'; DELETE FROM sessions WHERE id = 's2'")
  fill(database, 9, 11)
  return pair()
})

describe('a write-ahead log', () => {
  it('gives the golden history the sessions that are in it alone', async () => {
    const { main, wal } = goldenPair()
    const [without, withLog] = [await everything(main), await everything(await overlaid({ main, wal }))]
    expect(withLog.length).toBeGreaterThan(without.length)
    expect(withLog).toEqual(await sqlites({ main, wal }))
  })

  it('counts up to its last whole commit, wherever between two frames it is cut', async () => {
    const { main, wal } = LONG
    const bounds = frameBounds(wal)
    expect(bounds.length).toBeGreaterThan(80)
    let last: Uint8Array | null = null
    let states = 0
    for (const bound of bounds) {
      const pair = { main, wal: wal.subarray(0, bound) }
      const bytes = await read(pair)
      expect(same(bytes, settled(pair)), `cut at ${bound}`).toBe(true)
      if (same(bytes, last)) continue
      expect(await everything(await overlaid(pair))).toEqual(await sqlites(pair))
      last = bytes
      states++
    }
    expect(states).toBeGreaterThan(30)
  })

  it('counts up to its last whole commit, at whatever byte it is cut', async () => {
    const { main, wal } = LONG
    await fc.assert(
      fc.asyncProperty(fc.nat(wal.length), (cut) => agrees({ main, wal: wal.subarray(0, cut) })),
      { numRuns: runs(100) },
    )
  })

  it('counts up to the first bit that is wrong', async () => {
    const { main, wal } = LONG
    const bit = fc.nat(wal.length * 8 - 1)
    // Nearly all bits are in pages: those of headers get a share of their own.
    const headerBit = fc
      .tuple(fc.constantFrom(0, ...frameBounds(wal).slice(0, -1)), fc.nat(FRAME_HEADER_BYTES * 8 - 1))
      .map(([begin, at]) => begin * 8 + at)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(bit, headerBit), { minLength: 1, maxLength: 3 }), (bits) => {
        const flipped = wal.slice()
        for (const at of bits) flipped[at >>> 3] = (flipped[at >>> 3] ?? 0) ^ (1 << (at & 7))
        return agrees({ main, wal: flipped })
      }),
      { numRuns: runs(150) },
    )
  })

  it('ends before the frames of its own past, which stay behind when it is started over', async () => {
    const [before, after] = writing((database) => {
      fill(database, 0, 12)
      const before = database.pair()
      database.run('PRAGMA wal_checkpoint(PASSIVE)')
      fill(database, 12, 13)
      return [before, database.pair()]
    })
    expect(after.wal.length).toBe(before.wal.length)
    expect(after.wal.subarray(16, 24)).not.toEqual(before.wal.subarray(16, 24))
    expect(await agrees(after)).toBe(true)
    expect(await everything(await overlaid(after))).toHaveLength(13)
  })

  it('ends before frames of another log, and before anything else behind its last frame', async () => {
    const other = writing((database) => {
      fill(database, 0, 2)
      return database.pair().wal
    })
    const tails = [other.subarray(WAL_HEADER_BYTES), other, Uint8Array.of(1), new Uint8Array(10_000)]
    const whole = await read(LONG)
    for (const tail of tails) {
      const pair = { main: LONG.main, wal: Buffer.concat([LONG.wal, tail]) }
      expect(same(await read(pair), whole)).toBe(true)
      expect(await agrees(pair)).toBe(true)
    }
  })

  it('counts without what a transaction wrote that is not committed', async () => {
    const [committed, open] = writing((database) => {
      const { run, pair } = database
      fill(database, 0, 3)
      const committed = pair()
      run('PRAGMA cache_size = 5; BEGIN')
      fill(database, 3, 9)
      return [committed, pair()]
    })
    expect(open.wal.length).toBeGreaterThan(committed.wal.length + 10 * 4096)
    expect(await agrees(open)).toBe(true)
    expect(await everything(await overlaid(open))).toHaveLength(3)
  })

  it('reads the same with its checksums in either byte order', async () => {
    const whole = await read(LONG)
    for (const order of ['little-endian', 'big-endian'] as const) {
      const wal = signedAnew(LONG.wal, () => {}, order)
      expect(wal[3]).toBe(order === 'big-endian' ? 0x83 : 0x82)
      expect(same(await read({ main: LONG.main, wal }), whole)).toBe(true)
      for (const cut of frameBounds(wal).slice(0, 40)) {
        expect(await agrees({ main: LONG.main, wal: wal.subarray(0, cut) })).toBe(true)
      }
    }
    expect(
      same(
        signedAnew(LONG.wal, () => {}),
        LONG.wal,
      ),
    ).toBe(true)
  })

  it('makes the database smaller where its last commit did', async () => {
    const pair = writing((database) => {
      const { run } = database
      fill(database, 0, 12)
      run('PRAGMA wal_checkpoint(TRUNCATE)')
      run("DELETE FROM messages WHERE session_id <> 's5'; VACUUM")
      return database.pair()
    })
    const source = await overlaid(pair)
    expect(source.size).toBeLessThan(pair.main.length)
    expect(await agrees(pair)).toBe(true)
    const counts = (await everything(source)).map(([, messages]) => messages.length)
    expect(counts.filter((count) => count > 0)).toEqual([4])
  })

  it('grows the database again after it was made smaller', async () => {
    const pair = writing((database) => {
      const { run } = database
      run('PRAGMA auto_vacuum = FULL; VACUUM')
      fill(database, 0, 8)
      run("DELETE FROM messages WHERE session_id <> 's5'")
      fill(database, 8, 20)
      return database.pair()
    })
    for (const cut of frameBounds(pair.wal)) {
      expect(await agrees({ main: pair.main, wal: pair.wal.subarray(0, cut) })).toBe(true)
    }
  })

  it('agrees with SQLite whatever is done to a database, with any page size, cut anywhere', async () => {
    const pageSize = fc.constantFrom(512, 1024, 4096, 65_536)
    const steps = fc.array(fc.constantFrom(...STEPS), { minLength: 1, maxLength: 12 })
    const kept = fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }))
    await fc.assert(
      fc.asyncProperty(pageSize, steps, kept, (size, steps, kept) => {
        const { main, wal } = writing((database) => {
          fill(database, 0, 2)
          for (const step of steps) step(database)
          return database.pair()
        }, size)
        return agrees({ main, wal: wal.subarray(0, Math.ceil(wal.length * kept)) })
      }),
      { numRuns: runs(60) },
    )
  })
})

const STEPS: ((database: OpenDatabase) => void)[] = [
  ({ run }) => run("INSERT INTO messages (session_id, role, timestamp) VALUES ('s0', 'user', 1)"),
  ({ run }) => run("INSERT INTO messages VALUES (NULL, 's1', 'user', hex(zeroblob(40000)), 0, 0, 0, 1)"),
  ({ run }) => run("UPDATE messages SET content = 'shorter' WHERE id % 2"),
  ({ run }) => run('DELETE FROM messages WHERE id % 3'),
  ({ run }) => run('BEGIN; DELETE FROM messages; ROLLBACK'),
  ({ run }) => run('VACUUM'),
  ({ run }) => run('PRAGMA wal_checkpoint(PASSIVE)'),
  ({ run }) => run('PRAGMA wal_checkpoint(TRUNCATE)'),
]

describe('a write-ahead log that doesn’t count', () => {
  const { main, wal } = LONG
  const LOGS: [string, Uint8Array][] = [
    ['is empty', new Uint8Array()],
    ['is a header alone', wal.subarray(0, WAL_HEADER_BYTES)],
    ['is cut in its header', wal.subarray(0, 20)],
    ['has no commit', signedAnew(wal, (log) => frameBounds(wal).slice(1).forEach(uncommitted(log)))],
    ['is no log', Uint8Array.from(wal).reverse()],
    ['begins with another magic number', signedAnew(wal, (log) => log.setUint32(0, 0x377f0684))],
    ['has a wrong checksum in its header', wal.map((byte, at) => (at === 24 ? byte ^ 1 : byte))],
    ['has pages of a thousand bytes', withPagesOf(1000)],
    ['has pages smaller than there are', withPagesOf(256)],
    ['has pages larger than there are', withPagesOf(131_072)],
    ['begins with a page that there isn’t', signedAnew(wal, (log) => log.setUint32(WAL_HEADER_BYTES, 0))],
  ]
  it.each(LOGS)('%s', async (_, log) => {
    expect(same(await read({ main, wal: log }), main)).toBe(true)
    expect(await agrees({ main, wal: log })).toBe(true)
  })

  /** A log whose frames are all valid and commits, but for the size of their pages. */
  function withPagesOf(bytes: number): Uint8Array {
    const copy = wal.slice()
    new DataView(copy.buffer).setUint32(8, bytes)
    return signedAnew(copy, (log) => {
      for (const begin of frameBounds(copy).slice(0, -1)) {
        log.setUint32(begin, 2)
        log.setUint32(begin + 4, 40)
      }
    })
  }

  function uncommitted(log: DataView) {
    return (end: number) => log.setUint32(end - FRAME_HEADER_BYTES - 4096 + 4, 0)
  }
})

describe('a pair', () => {
  it('is refused when the log is of a version to come, as SQLite refuses it', async () => {
    const wal = signedAnew(LONG.wal, (log) => log.setUint32(4, 3_007_001))
    await expect(overlaid({ main: LONG.main, wal })).rejects.toMatchObject({ code: 'snapshot_corrupt' })
    expect(settled({ main: LONG.main, wal })).toBeNull()
  })

  it.each([1024, 8192])(
    'is refused when the log lacks the first page and has some of %i bytes',
    async (size) => {
      const checkpointed = (database: OpenDatabase, sessions: number) => {
        fill(database, 0, sessions)
        database.run('PRAGMA wal_checkpoint(TRUNCATE)')
        database.run("UPDATE messages SET role = 'tool'")
        return database.pair()
      }
      const { main } = writing((database) => checkpointed(database, 2))
      const { wal } = writing((database) => checkpointed(database, 30), size)
      await expect(overlaid({ main, wal })).rejects.toMatchObject({ code: 'wal_mismatch' })
    },
  )

  it('is refused like a single file when it is no database', async () => {
    const { main } = LONG
    const wal = signedAnew(LONG.wal, (log) => {
      for (const begin of frameBounds(LONG.wal).slice(0, -1)) {
        if (log.getUint32(begin) === 1) log.setUint8(begin + FRAME_HEADER_BYTES, 0)
      }
    })
    await expect(overlaid({ main, wal })).rejects.toMatchObject({ code: 'not_a_database' })
  })

  it('needs nothing of the main file that the log has', async () => {
    const pair = writing((database) => {
      fill(database, 0, 3)
      return database.pair()
    })
    expect(pair.main).toHaveLength(4096)
    const whole = await everything(await overlaid(pair))
    expect(whole).toHaveLength(3)
    for (const main of [pair.main.subarray(0, 50), new Uint8Array(100), new Uint8Array(8192).fill(7)]) {
      expect(await agrees({ main, wal: pair.wal })).toBe(true)
      expect(await everything(await overlaid({ main, wal: pair.wal }))).toEqual(whole)
    }
  })

  it('is empty when its main file is: SQLite takes the log of such a file for a leftover, and deletes it', async () => {
    const { wal } = writing((database) => {
      fill(database, 0, 3)
      return database.pair()
    })
    const pair = { main: new Uint8Array(), wal }
    expect(await agrees(pair)).toBe(true)
    expect(await refusal(await overlaid(pair))).toMatchObject({ code: 'empty_upload' })
  })

  it('counts even where the main file says that it has no log', async () => {
    const main = Uint8Array.from(LONG.main).fill(1, 18, 20)
    expect(await agrees({ main, wal: LONG.wal })).toBe(true)
    expect(await everything(await overlaid({ main, wal: LONG.wal }))).toEqual(await sqlites(LONG))
  })
})
