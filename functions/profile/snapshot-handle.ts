import sqliteWasm from 'sql.js/dist/sql-wasm.wasm'
import murmurWasm from '../../dist/murmur.wasm'
import walkWasm from '../../dist/walk.wasm'
import type { Config } from '../../src/config.ts'
import type { Manifest } from '../../src/contract/snapshots.ts'
import { useCompiledWalk } from '../../src/engine/matcher/compiled-walk.ts'
import { LaurelError } from '../../src/errors.ts'
import { SourceReading } from '../../src/scan/source-reading.ts'
import { MissingBytes } from '../../src/snapshot/byte-source.ts'
import { type History, historySource, openHistory } from '../../src/snapshot/history.ts'
import { useCompiledMurmur } from '../../src/snapshot/murmur.ts'
import type { NotedChunks } from '../../src/snapshot/pages/noted-file.ts'
import type { Snapshot } from '../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { ByteCache } from '../../src/storage/byte-cache.ts'
import { ChunkSource, type ChunkSourceOptions, type Fetched } from '../../src/storage/chunk-source.ts'
import type { ChunkStore } from '../../src/storage/chunk-store.ts'

useCompiledWalk(walkWasm)
useCompiledMurmur(murmurWasm)

/** Shared by all readers in the isolate, so that its memory is bounded once. */
let cache: ByteCache | undefined

/** Handles in this isolate with an open snapshot, least recently used first. */
const opened = new Set<SnapshotHandle>()

/** An open snapshot, and its files. */
interface Opened {
  key: string
  manifest: Manifest
  snapshot: Snapshot
  reading: SourceReading
  files: StoredFiles
}

/**
 * The snapshot that the running scan reads. It stays open between slices; one at a time, to save memory. If too many
 * profiles in an isolate have one open, the least recently used is closed, and its scan resumes from its last
 * commit.
 */
export class SnapshotHandle {
  /** Requests and bytes so far. */
  readonly fetched: Fetched = { requests: 0, bytes: 0 }
  readonly #config: Config
  #opened: Opened | null = null

  constructor(config: Config) {
    this.#config = config
  }

  /**
   * Returns the scan's reader of a snapshot, and opens it if necessary.
   * @throws LaurelError if the snapshot is not a readable history: see `openSnapshot`
   */
  async open(chunks: ChunkStore, manifest: Manifest | null, scanId: string): Promise<SourceReading> {
    if (!manifest) throw new LaurelError('source_not_found', 'The history was removed during the scan.')
    const key = `${scanId} ${manifest.sha256}`
    opened.delete(this)
    for (const idlest of opened) if (opened.size >= this.#config.OPEN_HISTORIES_MAX) idlest.close()
    if (this.#opened?.key !== key) {
      this.close()
      const { snapshot, files } = await this.#openStored(chunks, manifest)
      this.#opened = { key, manifest, snapshot, files, reading: new SourceReading(snapshot) }
    }
    opened.add(this)
    return this.#opened.reading
  }

  /** Returns whether a snapshot lacks its log, after opening it as a check. @throws as `openHistory` */
  async probe(chunks: ChunkStore, manifest: Manifest): Promise<Pick<History, 'lacksLog'>> {
    return this.visit(chunks, manifest, async ({ lacksLog }) => ({ lacksLog }))
  }

  /** Opens a second snapshot for the duration of `read`. @throws as `openHistory` and `read` */
  async visit<T>(
    chunks: ChunkStore,
    manifest: Manifest,
    read: (snapshot: History) => Promise<T>,
  ): Promise<T> {
    const { snapshot } = await this.#openStored(chunks, manifest)
    try {
      return await read(snapshot)
    } finally {
      snapshot.close()
    }
  }

  /**
   * Returns the sessions of the open snapshot that may differ from an older one: see `Snapshot.changedSince`. From then
   * on no more is fetched than pages that are needed, unless only a listing can tell.
   * @param notes returns the notes of a chunk's pages, by its hash
   * @param enough true stops it
   */
  async changedSince(
    chunks: ChunkStore,
    base: Manifest | null,
    { notes, enough }: { notes: (sha256: string) => Uint32Array | null; enough: () => boolean },
  ): Promise<Set<string> | null> {
    const now = this.#opened
    if (base === null || now === null) return null
    const noted = ({ chunk_size, chunks: names }: Manifest): NotedChunks => ({
      chunkBytes: chunk_size,
      names,
      notes: (chunk) => notes(names[chunk] ?? ''),
    })
    const before = new StoredFiles(chunks, base, this.#options())
    before.sparing = now.files.sparing = true
    let changed: Set<string> | null = null
    try {
      const old = await historySource(before.main, before.wal)
      changed = await now.snapshot.changedSince(old, { old: noted(base), now: noted(now.manifest), enough })
      return changed
    } catch (error) {
      // What is not there any more can't be compared with.
      if (error instanceof LaurelError) return null
      throw error
    } finally {
      before.forget()
      now.files.sparing = changed !== null
    }
  }

  close(): void {
    this.#opened?.snapshot.close()
    this.#opened = null
    opened.delete(this)
  }

  async #openStored(
    chunks: ChunkStore,
    manifest: Manifest,
  ): Promise<{ snapshot: History; files: StoredFiles }> {
    let sqlite = await loadSqlite(() => sqliteWasm)
    // Another reader may have discarded it in between.
    while (sqlite.discarded) sqlite = await loadSqlite(() => sqliteWasm)
    const files = new StoredFiles(chunks, manifest, this.#options())
    const forget = () => files.forget()
    try {
      const snapshot = await openHistory(sqlite, files.main, files.wal, this.#config)
      return { snapshot: closingToo(snapshot, forget), files }
    } catch (error) {
      forget()
      throw error
    }
  }

  #options(): ChunkSourceOptions {
    const { CHUNK_CACHE_BYTES, BLOCK_BYTES, FETCH_BYTES } = this.#config
    if (cache?.maxBytes !== CHUNK_CACHE_BYTES) cache = new ByteCache(CHUNK_CACHE_BYTES)
    return {
      cache,
      blockBytes: BLOCK_BYTES,
      fetchBytes: FETCH_BYTES,
      fetched: this.fetched,
      missing: (begin: number, end: number) => new MissingBytes(begin, end),
    }
  }
}

/** The files of a stored snapshot. */
class StoredFiles {
  readonly main: ChunkSource
  readonly wal: ChunkSource | null

  constructor(chunks: ChunkStore, manifest: Manifest, options: ChunkSourceOptions) {
    this.main = new ChunkSource(chunks, manifest, options)
    this.wal = manifest.wal ? new ChunkSource(chunks, manifest.wal, options) : null
  }

  get sparing(): boolean {
    return this.main.sparing
  }

  set sparing(sparing: boolean) {
    this.main.sparing = sparing
  }

  /** Drops their blocks from the cache. */
  forget(): void {
    this.main.forget()
    this.wal?.forget()
  }
}

/** Makes `close` of a snapshot call `also` afterwards. */
function closingToo(snapshot: History, also: () => void): History {
  const close = snapshot.close.bind(snapshot)
  return Object.assign(snapshot, {
    close() {
      close()
      also()
    },
  })
}
