import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { MissingBytes, memorySource } from '../../src/snapshot/byte-source.ts'
import { openHistory } from '../../src/snapshot/history.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { openSnapshot } from '../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { everything, golden, messagesOf, sessionsOf } from './histories.ts'

const load = () => loadSqlite(compileSqliteOnNode)

describe('loading SQLite', () => {
  it('happens once for callers that come at the same time', async () => {
    let compiled = 0
    const compile = () => {
      compiled++
      return compileSqliteOnNode()
    }
    ;(await load()).discard()
    const [one, other] = await Promise.all([loadSqlite(compile), loadSqlite(compile)])
    expect(one).toBe(other)
    expect(compiled).toBe(1)
  })

  it('is tried again after it failed', async () => {
    ;(await load()).discard()
    const broken = new Error('no module')
    await expect(loadSqlite(() => Promise.reject(broken))).rejects.toBe(broken)
    expect(await everything(golden('edges'))).not.toHaveLength(0)
  })

  it('starts over with a small memory after an instance was discarded', async () => {
    const first = await load()
    first.memory.grow(500)
    first.discard()
    const second = await load()
    expect(second).not.toBe(first)
    expect(second.memory.buffer.byteLength).toBeLessThan(first.memory.buffer.byteLength)
    expect(await everything(golden('edges'))).toHaveLength(64)
  })
})

describe('a discarded instance', () => {
  it('fails its snapshots, which can still be closed, and harms no other', async () => {
    const old = await load()
    const orphan = await openSnapshot(old, memorySource(golden('fuzz')))
    old.discard()
    const snapshot = await openSnapshot(await load(), memorySource(golden('edges')))
    await expect(sessionsOf(orphan)).rejects.toMatchObject({ code: 'scan_failed' })
    await expect(openSnapshot(old, memorySource(golden('fuzz')))).rejects.toMatchObject({
      code: 'scan_failed',
    })
    orphan.close()
    expect(await sessionsOf(snapshot)).toHaveLength(64)
    snapshot.close()
  })

  it('is what WebAssembly leaves behind when it fails', async () => {
    const sqlite = await load()
    const snapshot = await openSnapshot(sqlite, memorySource(golden('edges')))
    sqlite.functions._sqlite3_step = () => {
      throw new WebAssembly.RuntimeError('memory access out of bounds')
    }
    await expect(sessionsOf(snapshot)).rejects.toMatchObject({ code: 'snapshot_corrupt' })
    snapshot.close()
    expect(sqlite.discarded).toBe(true)
    expect(await everything(golden('edges'))).toHaveLength(64)
  })
})

describe('an instance that read a damaged file', () => {
  it('is not taken away from a history that is being opened', async () => {
    const sqlite = await load()
    const damaged = await openSnapshot(sqlite, memorySource(golden('fuzz')))
    sqlite.suspect()
    const whole = memorySource(golden('edges'))
    let fetches = 0
    const slow = {
      size: whole.size,
      read: (begin: number, end: number) => {
        if (fetches === 0) throw new MissingBytes(begin, end)
        return whole.read(begin, end)
      },
      fetch: async () => {
        fetches++
        // The last thing that is open on it is closed while this one waits for its bytes.
        damaged.close()
      },
    }
    const snapshot = await openHistory(sqlite, slow, null)
    expect(await sessionsOf(snapshot)).toHaveLength(64)
    snapshot.close()
    expect(sqlite.discarded).toBe(true)
  })
})

describe('closing', () => {
  it('gives back all memory: a thousand histories take no more than one', async () => {
    const sqlite = await load()
    const bytes = golden('edges').fill(2, 18, 20)
    const cycle = async () => {
      const snapshot = await openSnapshot(sqlite, memorySource(bytes))
      await messagesOf(snapshot, 'big_message')
      snapshot.close()
    }
    for (let opened = 0; opened < 10; opened++) await cycle()
    const before = sqlite.memory.buffer.byteLength
    for (let opened = 0; opened < 1000; opened++) await cycle()
    expect(sqlite.memory.buffer.byteLength).toBe(before)
  })

  it('can be done twice; after it nothing can be read', async () => {
    const snapshot = await openSnapshot(await load(), memorySource(golden('edges')))
    snapshot.close()
    snapshot.close()
    await expect(sessionsOf(snapshot)).rejects.toThrow('closed')
  })
})

describe('this build of sql.js', () => {
  it('is the one these tests were written for', async () => {
    const text = await readFile(new URL('../../node_modules/sql.js/package.json', import.meta.url), 'utf8')
    expect(JSON.parse(text).version).toBe('1.16.0')
  })

  it('reads page by page through the source, and keeps no copy of the file', async () => {
    const bytes = golden('history')
    const reads: number[] = []
    const source = {
      size: bytes.length,
      read(begin: number, end: number) {
        reads.push(end - begin)
        return bytes.subarray(begin, end)
      },
    }
    const sqlite = await load()
    const snapshot = await openSnapshot(sqlite, source)
    expect(await sessionsOf(snapshot)).toHaveLength(110)
    snapshot.close()
    expect(Math.max(...reads)).toBeLessThanOrEqual(4096)
    expect(reads.length).toBeGreaterThan(10)
  })
})
