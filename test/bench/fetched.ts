import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { configFrom } from '../../src/config.ts'
import type { FileManifest } from '../../src/contract/snapshots.ts'
import { listSessions } from '../../src/scan/slice.ts'
import { SliceBudget, SourceReading } from '../../src/scan/source-reading.ts'
import { MissingBytes } from '../../src/snapshot/byte-source.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { openSnapshot, type Snapshot } from '../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { BlockCache } from '../../src/storage/block-cache.ts'
import { ChunkSource, type Fetched } from '../../src/storage/chunk-source.ts'

/** What the edge asks of its store for one history, counted over a file in the store's place. */
export interface FetchedCounts {
  /** A first scan. */
  fetchedCold: Fetched
  /** A refresh after one session in a hundred has changed: the listing, and these sessions' messages. */
  fetchedWarm: Fetched
  /** What the memory of sql.js and the cache came to. Unit: bytes. */
  readerMemory: number
}

const CONFIG = configFrom()
/** One slice is enough here. */
const WHOLE = configFrom({
  SLICE_TEXT_BYTES: Number.MAX_SAFE_INTEGER,
  SLICE_SESSIONS: Number.MAX_SAFE_INTEGER,
  SLICE_FETCH_BYTES: Number.MAX_SAFE_INTEGER,
})
const CHANGED_SHARE = 1 / 100

export async function countFetches(path: string): Promise<FetchedCounts> {
  const cache = new BlockCache(CONFIG.CHUNK_CACHE_BYTES)
  const budget = () => new SliceBudget(WHOLE, () => 0)
  const cold = await fetching(path, cache, async (snapshot) => {
    const reading = new SourceReading(snapshot)
    const { again } = await reading.sweep(null, () => true, budget())
    for (const id of again) await reading.read(id, budget())
  })
  const warm = await fetching(path, cache, async (snapshot) => {
    const listed = await listSessions(snapshot)
    const step = Math.max(1, Math.floor(1 / CHANGED_SHARE))
    const reading = new SourceReading(snapshot)
    for (const [at, { head }] of listed.entries()) if (at % step === 0) await reading.read(head.id, budget())
  })
  const { memory } = await loadSqlite(compileSqliteOnNode)
  const readerMemory = memory.buffer.byteLength + cache.maxBytes
  return { fetchedCold: cold, fetchedWarm: warm, readerMemory }
}

async function fetching(
  path: string,
  cache: BlockCache,
  work: (snapshot: Snapshot) => Promise<void>,
): Promise<Fetched> {
  const { size } = statSync(path)
  const file = openSync(path, 'r')
  const chunkBytes = CONFIG.CHUNK_BYTES
  const chunks = Array.from({ length: Math.ceil(size / chunkBytes) }, (_, index) => `chunk ${index}`)
  const store = {
    async get(_: FileManifest, index: number, { offset, length }: { offset: number; length: number }) {
      const bytes = new Uint8Array(length)
      readSync(file, bytes, 0, length, index * chunkBytes + offset)
      return bytes
    },
  }
  const fetched: Fetched = { requests: 0, bytes: 0 }
  const missing = (begin: number, end: number) => new MissingBytes(begin, end)
  const options = { cache, blockBytes: CONFIG.BLOCK_BYTES, fetched, missing }
  const source = new ChunkSource(store, { size, chunk_size: chunkBytes, chunks }, options)
  const snapshot = await openSnapshot(await loadSqlite(compileSqliteOnNode), source)
  try {
    await work(snapshot)
    return fetched
  } finally {
    snapshot.close()
    source.forget()
    closeSync(file)
  }
}
