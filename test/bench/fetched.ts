import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { useBuiltWasm } from '../../src/cli/built-wasm.ts'
import { configFrom } from '../../src/config.ts'
import type { FileManifest } from '../../src/contract/snapshots.ts'
import { listSessions } from '../../src/scan/slice.ts'
import { SliceBudget, SourceReading } from '../../src/scan/source-reading.ts'
import { MissingBytes } from '../../src/snapshot/byte-source.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import type { NotedChunks } from '../../src/snapshot/pages/noted-file.ts'
import { notePages } from '../../src/snapshot/pages/page-notes.ts'
import { openSnapshot, type Snapshot } from '../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { ByteCache } from '../../src/storage/byte-cache.ts'
import { ChunkSource, type Fetched } from '../../src/storage/chunk-source.ts'

/** Counts the edge's requests to its store for one history, with a file instead of the store. */
export interface FetchedCounts {
  /** A first scan. */
  fetchedCold: Fetched
  /** A refresh after some sessions have changed: the listing, and these sessions' messages. */
  fetchedWarm: Fetched
  /** Memory of sql.js and the cache. Unit: bytes. */
  readerMemory: number
}

const CONFIG = configFrom()
const CHANGED_EVERY = 100

/** @param changed whether the session at this index of the listing has changed; by default one in a hundred */
export async function countFetches(
  path: string,
  changed = (_id: string, at: number) => at % CHANGED_EVERY === 0,
): Promise<FetchedCounts> {
  const cache = new ByteCache(CONFIG.CHUNK_CACHE_BYTES)
  const cold = await fetching(path, cache, async (snapshot, fetched) => {
    const reading = new SourceReading(snapshot)
    const again: string[] = []
    for (let done = false; !done; ) {
      const swept = await reading.sweep(null, () => true, sliceOf(fetched))
      again.push(...swept.again)
      done = swept.done
    }
    await readAll(reading, again, fetched)
  })
  const warm = await fetching(path, cache, async (snapshot, fetched) => {
    const { sessions: listed } = await listSessions(snapshot)
    const ids = listed.map(({ id }) => id)
    await readAll(new SourceReading(snapshot), ids.filter(changed), fetched)
  })
  const { memory } = await loadSqlite(compileSqliteOnNode)
  const readerMemory = memory.buffer.byteLength + cache.maxBytes
  return { fetchedCold: cold, fetchedWarm: warm, readerMemory }
}

export async function readAll(
  reading: SourceReading,
  ids: readonly string[],
  fetched: Fetched,
): Promise<void> {
  for (const id of ids) {
    let read: unknown
    do read = await reading.read(id, sliceOf(fetched))
    while (read === 'more')
  }
}

/** Returns the limits of one slice: everything is read in slices. */
function sliceOf(fetched: Fetched): SliceBudget {
  return new SliceBudget(CONFIG, () => ({ ...fetched }))
}

/** A file as the edge stores it, with what is fetched of it. */
export function chunkedFile(path: string, cache: ByteCache, fetched: Fetched) {
  const { size } = statSync(path)
  const file = openSync(path, 'r')
  const chunkBytes = CONFIG.CHUNK_BYTES
  const read = (index: number, offset: number, length: number) => {
    const bytes = new Uint8Array(length)
    readSync(file, bytes, 0, length, index * chunkBytes + offset)
    return bytes
  }
  const chunk = (index: number) => read(index, 0, Math.min(chunkBytes, size - index * chunkBytes))
  const names = Array.from({ length: Math.ceil(size / chunkBytes) }, (_, index) =>
    createHash('sha256').update(chunk(index)).digest('hex'),
  )
  const noted: NotedChunks = { chunkBytes, names, notes: (index) => notePages(chunk(index)) }
  const store = {
    async get(_: FileManifest, index: number, { offset, length }: { offset: number; length: number }) {
      return read(index, offset, length)
    },
  }
  const missing = (begin: number, end: number) => new MissingBytes(begin, end)
  const options = { cache, blockBytes: CONFIG.BLOCK_BYTES, fetchBytes: CONFIG.FETCH_BYTES, fetched, missing }
  const source = new ChunkSource(store, { size, chunk_size: chunkBytes, chunks: names }, options)
  const close = () => {
    source.forget()
    closeSync(file)
  }
  return { source, noted, close }
}

export async function fetching(
  path: string,
  cache: ByteCache,
  work: (snapshot: Snapshot, fetched: Fetched, source: ChunkSource) => Promise<void>,
): Promise<Fetched> {
  await useBuiltWasm()
  const fetched: Fetched = { requests: 0, bytes: 0 }
  const { source, close } = chunkedFile(path, cache, fetched)
  const snapshot = await openSnapshot(await loadSqlite(compileSqliteOnNode), source)
  try {
    await work(snapshot, fetched, source)
    return fetched
  } finally {
    snapshot.close()
    close()
  }
}
