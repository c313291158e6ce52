import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import initSqlJs from 'sql.js/dist/sql-wasm.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { generateHistory } from '../fixtures/history.ts'
import { writeStateDb } from '../fixtures/write-state-db.ts'
import { countFetches, type FetchedCounts } from './fetched.ts'
import { countRefetches, type Refetched } from './refetched.ts'

const MiB = 1024 * 1024

describe('a history of 60 MB, most of it index, that is read as the edge does', () => {
  let folder: string
  let fileBytes: number
  let counts: FetchedCounts
  let refetched: Refetched[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'laurel-'))
    const path = join(folder, 'state.db')
    const generated = generateHistory({
      ...{ endsAt: Date.UTC(2026, 10, 21) / 1000, chinese: 0.1, seed: 'fetched', days: 90 },
      ...{ sessions: 300, meanMessages: 30, textBytesPerMessage: 600 },
    })
    // Writing takes memory too: reading begins with a new instance.
    const written = await loadSqlite(compileSqliteOnNode)
    await writeFile(
      path,
      writeStateDb(generated, { sqlite: await initSqlJs(), bloatBytes: 50 * MiB, wal: true }),
    )
    written.discard()
    fileBytes = (await stat(path)).size
    counts = await countFetches(path)
    refetched = await countRefetches(path)
  }, 60_000)
  afterAll(() => rm(folder, { recursive: true }))

  it('takes 64 MiB at most, cache included, which is less than the file would', () => {
    expect(fileBytes).toBeGreaterThan(55 * MiB)
    expect(counts.readerMemory).toBeLessThanOrEqual(64 * MiB)
  })

  it('is fetched at most 1.3 times by a first scan, in few requests', () => {
    expect(counts.fetchedCold.bytes).toBeLessThanOrEqual(1.3 * fileBytes)
    expect(counts.fetchedCold.requests).toBeLessThanOrEqual((4 * fileBytes) / MiB)
  })

  it('is not fetched whole by a listing for a few sessions', () => {
    expect(counts.fetchedWarm.bytes).toBeLessThan(fileBytes)
  })

  it('is fetched by a refresh for one session as far as that needs: 200 kB at most, in 35 requests', () => {
    const [appended] = refetched
    expect(appended?.compared?.bytes).toBeLessThanOrEqual(200_000)
    expect(appended?.compared?.requests).toBeLessThanOrEqual(35)
  })

  it('is fetched by a refresh for one session in a hundred up to four times what changed, and a megabyte', () => {
    const { changedBytes = 0, compared } = refetched.at(-1) ?? {}
    expect(compared?.bytes).toBeLessThanOrEqual(4 * changedBytes + 1_000_000)
  })

  it('is fetched less by a comparison of pages than by a listing', () => {
    for (const { listed, compared } of refetched) expect(compared?.bytes).toBeLessThan(listed.bytes)
  })
})
