import sqliteWasm from 'sql.js/dist/sql-wasm.wasm'
import walkWasm from '../../dist/walk.wasm'
import type { Config } from '../../src/config.ts'
import type { Manifest } from '../../src/contract/snapshots.ts'
import { useCompiledWalk } from '../../src/engine/matcher/compiled-walk.ts'
import { LaurelError } from '../../src/errors.ts'
import { SourceReading } from '../../src/scan/source-reading.ts'
import { MissingBytes } from '../../src/snapshot/byte-source.ts'
import { type History, openHistory } from '../../src/snapshot/history.ts'
import type { Snapshot } from '../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { BlockCache } from '../../src/storage/block-cache.ts'
import { ChunkSource, type Fetched } from '../../src/storage/chunk-source.ts'
import type { ChunkStore } from '../../src/storage/chunk-store.ts'

useCompiledWalk(walkWasm)

/** Shared by all that the isolate reads, so that its memory is bounded once. */
let cache: BlockCache | undefined

/** Those in the isolate that have a snapshot open, the one not asked for longest first. */
const opened = new Set<SnapshotHandle>()

/**
 * The snapshot that the running scan reads, kept open from slice to slice: one at a time, for the memory it takes.
 * Where too many profiles of an isolate have one open, the one not asked for longest is closed; its scan goes on
 * from its last commit.
 */
export class SnapshotHandle {
  /** What was fetched so far. */
  readonly fetched: Fetched = { requests: 0, bytes: 0 }
  readonly #config: Config
  #opened: { key: string; snapshot: Snapshot; reading: SourceReading } | null = null

  constructor(config: Config) {
    this.#config = config
  }

  /**
   * A scan's reading of a manifest's snapshot, opened when it is not yet.
   * @throws LaurelError when it is no history that can be read: see `openSnapshot`
   */
  async open(chunks: ChunkStore, manifest: Manifest | null, scanId: string): Promise<SourceReading> {
    if (!manifest) throw new LaurelError('source_not_found', 'The history was removed while it was scanned.')
    const key = `${scanId} ${manifest.sha256}`
    opened.delete(this)
    for (const idlest of opened) if (opened.size >= this.#config.OPEN_HISTORIES_MAX) idlest.close()
    if (this.#opened?.key !== key) {
      this.close()
      const snapshot = await this.#openStored(chunks, manifest)
      this.#opened = { key, snapshot, reading: new SourceReading(snapshot) }
    }
    opened.add(this)
    return this.#opened.reading
  }

  /** Opens a snapshot only to see that it can be opened, and whether its log is missing. @throws as `openHistory` */
  async probe(chunks: ChunkStore, manifest: Manifest): Promise<Pick<History, 'lacksLog'>> {
    return this.visit(chunks, manifest, async ({ lacksLog }) => ({ lacksLog }))
  }

  /** Opens a snapshot beside the scan's for as long as `read` takes. @throws as `openHistory`, and what `read` throws */
  async visit<T>(
    chunks: ChunkStore,
    manifest: Manifest,
    read: (snapshot: History) => Promise<T>,
  ): Promise<T> {
    const snapshot = await this.#openStored(chunks, manifest)
    try {
      return await read(snapshot)
    } finally {
      snapshot.close()
    }
  }

  close(): void {
    this.#opened?.snapshot.close()
    this.#opened = null
    opened.delete(this)
  }

  async #openStored(chunks: ChunkStore, manifest: Manifest): Promise<History> {
    let sqlite = await loadSqlite(() => sqliteWasm)
    // Others may have discarded it just before this one has its turn.
    while (sqlite.discarded) sqlite = await loadSqlite(() => sqliteWasm)
    const { CHUNK_CACHE_BYTES, BLOCK_BYTES } = this.#config
    if (cache?.maxBytes !== CHUNK_CACHE_BYTES) cache = new BlockCache(CHUNK_CACHE_BYTES)
    const options = {
      cache,
      blockBytes: BLOCK_BYTES,
      fetched: this.fetched,
      missing: (begin: number, end: number) => new MissingBytes(begin, end),
    }
    const main = new ChunkSource(chunks, manifest, options)
    const wal = manifest.wal ? new ChunkSource(chunks, manifest.wal, options) : null
    const forget = () => {
      main.forget()
      wal?.forget()
    }
    try {
      return closingToo(await openHistory(sqlite, main, wal, this.#config), forget)
    } catch (error) {
      forget()
      throw error
    }
  }
}

/** The snapshot, whose closing does this besides. */
function closingToo(snapshot: History, also: () => void): History {
  const close = snapshot.close.bind(snapshot)
  return Object.assign(snapshot, {
    close() {
      close()
      also()
    },
  })
}
