import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ByteSource, MissingBytes, memorySource } from '../../src/snapshot/byte-source.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { openSnapshot } from '../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { runs } from '../properties.ts'
import {
  database,
  everything,
  golden,
  history,
  MESSAGE_INDEX,
  messagesOf,
  reading,
  refusal,
  sessionsOf,
  TABLES,
} from './histories.ts'
import { countingSource } from './sources.ts'

const small = (index?: string) =>
  history((run) => {
    for (let session = 0; session < 30; session++) {
      run('INSERT INTO sessions (id, source, started_at) VALUES (?, ?, ?)', [`s${session}`, 'cli', session])
      for (let at = 0; at < 8; at++) {
        run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', [
          `s${session}`,
          'user',
          `${session}.${at} `.repeat(at === 3 ? 3000 : 10),
          100 - at,
        ])
      }
    }
  }, index)

describe('reading a history in pieces', () => {
  it.each(['edges', 'history'])('gives what reading it whole gives: %s', async (name) => {
    const bytes = golden(name)
    const source = countingSource(bytes, 65_536, 16)
    expect(await everything(source)).toEqual(await everything(bytes))
    expect(source.fetched.length).toBeGreaterThan(5)
  })

  it('gives what reading it whole gives for every size of pieces, with an index and without', async () => {
    const [indexed, plain] = [await small(), await small('')]
    const whole = await everything(indexed)
    const pieces = fc.record({ chunkBytes: fc.integer({ min: 600, max: 20_000 }), index: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(pieces, async ({ chunkBytes, index }) => {
        const source = countingSource(index ? indexed : plain, chunkBytes, 150)
        expect(await everything(source)).toEqual(whole)
      }),
      { numRuns: runs(15) },
    )
  })

  it('lists more sessions than one piece of work may have fetched', async () => {
    const count = 20_500
    const bytes = await database((run) => {
      run(`PRAGMA page_size = 512; ${TABLES} ${MESSAGE_INDEX}`)
      run('BEGIN')
      for (let at = 0; at < count; at++) {
        const content = `what session ${at} was asked `.repeat(10)
        run('INSERT INTO sessions (id, source, started_at) VALUES (?, ?, ?)', [`s${at}`, 'cli', at])
        run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', [
          ...[`s${at}`, 'user', content, at],
        ])
      }
      run('COMMIT')
    })
    const source = countingSource(bytes, 512, 100)
    expect(await reading(source, sessionsOf)).toHaveLength(count)
    expect(source.fetched.length).toBeGreaterThan(count)
  })

  it('fetches only what it reads', async () => {
    const bytes = await history((run) => {
      run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
      run("INSERT INTO messages (session_id, role, content, timestamp) VALUES ('s', 'user', 'hi', 2)")
      run('CREATE TABLE search_index (block BLOB)')
      run('INSERT INTO search_index VALUES (zeroblob(1000000))')
    })
    const source = countingSource(bytes, 4096, 1000)
    await everything(source)
    expect(source.fetched.length).toBeLessThan(20)
  })
})

describe('bytes that are missing', () => {
  it('are fetched whichever read misses them first', async () => {
    const bytes = await small()
    const whole = await everything(bytes)
    for (let missed = 0; missed < 40; missed++) {
      let reads = 0
      let fetches = 0
      const source: ByteSource = {
        size: bytes.length,
        read(begin, end) {
          if (reads++ === missed) throw new MissingBytes(begin, end)
          return bytes.subarray(begin, end)
        },
        fetch: async () => {
          fetches++
        },
      }
      expect(await everything(source)).toEqual(whole)
      expect(fetches).toBe(1)
    }
  })

  it('end the call cleanly, and the same snapshot works once they are there', async () => {
    const bytes = await small()
    let present = true
    const source: ByteSource = {
      size: bytes.length,
      read(begin, end) {
        if (!present && begin > 4096) throw new MissingBytes(begin, end)
        return bytes.subarray(begin, end)
      },
    }
    await reading(source, async (snapshot) => {
      present = false
      await expect(messagesOf(snapshot, 's7')).rejects.toBeInstanceOf(MissingBytes)
      await expect(sessionsOf(snapshot)).rejects.toBeInstanceOf(MissingBytes)
      present = true
      expect(await messagesOf(snapshot, 's7')).toHaveLength(8)
      expect(await sessionsOf(snapshot)).toHaveLength(30)
    })
  })

  it('are not asked for again when fetching did not bring them', async () => {
    const source: ByteSource = {
      size: 8192,
      read(begin, end) {
        throw new MissingBytes(begin, end)
      },
      fetch: async () => {},
    }
    await expect(everything(source)).rejects.toBeInstanceOf(MissingBytes)
  })

  it('never reach a visitor twice', async () => {
    const bytes = await small()
    const source = countingSource(bytes, 1024, 100)
    const ids: (number | null)[] = []
    await reading(source, (snapshot) => snapshot.readMessages('s3', ({ id }) => ids.push(id)))
    expect(ids).toHaveLength(8)
    expect(new Set(ids).size).toBe(8)
  })
})

describe('a listing that is stopped', () => {
  it('comes to the same when it is gone on with, however often', async () => {
    const bytes = await small(MESSAGE_INDEX)
    await reading(bytes, async (snapshot) => {
      const whole = await sessionsOf(snapshot)
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 20 }), async (pieces) => {
          const listed: typeof whole = []
          const list = (length: number) => {
            let left = length
            return snapshot.listSessions((session) => listed.push(session), { enough: () => left-- <= 0 })
          }
          let done = false
          for (const length of pieces) done ||= await list(length)
          while (!done) done = await list(7)
          expect(listed).toEqual(whole)
        }),
        { numRuns: runs(20) },
      )
    })
  })
})

describe('a source that fails', () => {
  it('has its own error passed on, and SQLite works on', async () => {
    const bytes = await small()
    const broken = new Error('storage is away')
    let fails = false
    const source: ByteSource = {
      size: bytes.length,
      read(begin, end) {
        if (fails) throw broken
        return bytes.subarray(begin, end)
      },
    }
    const sqlite = await loadSqlite(compileSqliteOnNode)
    const snapshot = await openSnapshot(sqlite, source)
    fails = true
    await expect(sessionsOf(snapshot)).rejects.toBe(broken)
    fails = false
    expect(await sessionsOf(snapshot)).toHaveLength(30)
    snapshot.close()
    expect(sqlite.discarded).toBe(false)
  })

  it('is refused when it returns fewer bytes than it was asked for', async () => {
    const bytes = await small()
    const short = { size: bytes.length, read: (begin: number, end: number) => bytes.subarray(begin, end - 1) }
    await expect(everything(short)).rejects.toThrow(RangeError)
  })

  it('is refused like any other file when its bytes are damaged', async () => {
    const bytes = (await small()).fill(0xff, 100, 4096)
    expect((await refusal(memorySource(bytes))).code).toBe('snapshot_corrupt')
  })
})
