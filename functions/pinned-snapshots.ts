import sqliteWasm from 'sql.js/dist/sql-wasm.wasm'
import type { Config } from '../src/config.ts'
import type { FileManifest, Manifest } from '../src/contract/snapshots.ts'
import { LaurelError } from '../src/errors.ts'
import { MissingBytes } from '../src/snapshot/byte-source.ts'
import { openHistory } from '../src/snapshot/history.ts'
import type { Snapshot } from '../src/snapshot/snapshot.ts'
import { loadSqlite } from '../src/snapshot/sqlite.ts'
import { ChunkSource } from '../src/storage/chunk-source.ts'
import type { ChunkStore } from '../src/storage/chunk-store.ts'

/** The snapshot that the running scan reads, kept open from slice to slice: one at a time, for the memory it takes. */
export class PinnedSnapshots {
  readonly #config: Config
  #opened: { version: string; snapshot: Snapshot } | null = null

  constructor(config: Config) {
    this.#config = config
  }

  /**
   * The snapshot of a manifest, opened when it is not yet.
   * @throws LaurelError when it is no history that can be read: see `openSnapshot`
   */
  async open(chunks: ChunkStore, manifest: Manifest | null): Promise<Snapshot> {
    if (!manifest) throw new LaurelError('source_not_found', 'The history was removed while it was scanned.')
    if (this.#opened?.version !== manifest.sha256) {
      this.close()
      this.#opened = { version: manifest.sha256, snapshot: await this.#openStored(chunks, manifest) }
    }
    return this.#opened.snapshot
  }

  /** Opens a snapshot only to see that it can be opened. @throws as `openHistory` */
  async probe(chunks: ChunkStore, manifest: Manifest): Promise<void> {
    const snapshot = await this.#openStored(chunks, manifest)
    snapshot.close()
  }

  close(): void {
    this.#opened?.snapshot.close()
    this.#opened = null
  }

  async #openStored(chunks: ChunkStore, manifest: Manifest): Promise<Snapshot> {
    const sqlite = await loadSqlite(() => sqliteWasm)
    const missing = (begin: number, end: number) => new MissingBytes(begin, end)
    const sourceOf = (file: FileManifest) =>
      new ChunkSource(chunks, file, this.#config.CHUNK_CACHE_BYTES, missing)
    return openHistory(sqlite, sourceOf(manifest), manifest.wal ? sourceOf(manifest.wal) : null, this.#config)
  }
}
