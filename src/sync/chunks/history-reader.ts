import type { BeginUpload, FileManifest } from '../../contract/uploads.ts'
import { sha256Hex } from '../../digest.ts'
import { LaurelError } from '../../errors.ts'
import { growingPauses, type Wait, wait } from '../retry.ts'

/** A file of a history at one moment. */
export interface FileVersion {
  /** Bytes; 0 if there is no file. */
  readonly size: number
  /** Returns the bytes from `begin` up to `end`; fewer if the file has become shorter. */
  read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>
  /** Whether the file has not changed since it was opened. */
  unchanged(): Promise<boolean>
  close(): void
}

/** Opens a file as it is now. Called again if the file was written to while it was read. */
export type OpenFile = () => Promise<FileVersion>

/** A history to send: the database and, if there may be one, its write-ahead log. */
export interface HistoryFiles {
  main: OpenFile
  wal: OpenFile | null
}

export interface ReadingOptions {
  /** Bytes. */
  chunkSize: number
  /** Bytes hashed so far, and the total, of the files being read. */
  onHashed?: (done: number, total: number) => void
  /** Called whenever it waits because the files are being written to. */
  onBusy?: () => void
  /** Awaited before each chunk: delaying it pauses the reading. */
  turn?: () => Promise<void>
  signal?: AbortSignal
  pause?: Wait
}

export interface Chunk {
  sha256: string
  /** Bytes. */
  size: number
  /** @throws HistoryChanged if the file no longer holds it */
  read(): Promise<Uint8Array<ArrayBuffer>>
}

/** The history was written to: what was read so far belongs to a version that no longer exists. */
export class HistoryChanged extends Error {}

/**
 * Reads a history that may be in use. Its manifest describes one state of both files; if a file is written to while it
 * is read, only that file is read again.
 */
export class HistoryReader {
  readonly #parts: readonly Part[]
  readonly #options: ReadingOptions

  constructor({ main, wal }: HistoryFiles, options: ReadingOptions) {
    this.#parts = (wal ? [main, wal] : [main]).map((open) => new Part(open, options.chunkSize))
    this.#options = options
  }

  /**
   * Both files matched the manifest at the moment when the first of them was last found unchanged: each was read before
   * that moment, and found unchanged at it or later.
   * @throws LaurelError `history_busy` if they never stay unchanged for long enough
   */
  async manifest(): Promise<BeginUpload> {
    const { signal, pause = wait, onBusy } = this.#options
    // No pause before the first reading.
    for (const milliseconds of [0, ...growingPauses()]) {
      const changed: Part[] = []
      for (const part of this.#parts) if (!(await part.isRead())) changed.push(part)
      if (changed.length === 0) return this.#asRead()
      if (milliseconds > 0) {
        onBusy?.()
        await pause(milliseconds, signal)
      }
      await this.#read(changed)
    }
    for (const part of this.#parts) if (!(await part.isRead())) throw historyBusy()
    return this.#asRead()
  }

  /** Returns the chunks with these names, each once. The -wal comes first, since it changes soonest. */
  chunks(names: Iterable<string>): Chunk[] {
    const wanted = new Set(names)
    return this.#parts.toReversed().flatMap((part) => part.chunks(wanted))
  }

  close(): void {
    for (const part of this.#parts) part.close()
  }

  #asRead(): BeginUpload {
    const [main, wal] = this.#parts.map((part) => part.manifest())
    return { main: main ?? this.#empty(), wal: wal && wal.size > 0 ? wal : null }
  }

  #empty(): FileManifest {
    return { size: 0, chunk_size: this.#options.chunkSize, chunks: [] }
  }

  async #read(parts: readonly Part[]): Promise<void> {
    const { onHashed, turn, signal } = this.#options
    let [done, total] = [0, 0]
    const opened: Part[] = []
    for (const part of parts) {
      const bytes = await part.open()
      if (bytes === null) continue
      total += bytes
      opened.push(part)
    }
    onHashed?.(done, total)
    for (const part of opened) {
      for await (const bytes of part.hash()) {
        done += bytes
        onHashed?.(done, total)
        await turn?.()
        signal?.throwIfAborted()
      }
    }
  }
}

/** One of the files, in the version opened last. */
class Part {
  readonly #openFile: OpenFile
  readonly #chunkSize: number
  #version: FileVersion | null = null
  /** In order; complete once the file is read. */
  #names: string[] = []
  #isWhole = false

  constructor(open: OpenFile, chunkSize: number) {
    this.#openFile = open
    this.#chunkSize = chunkSize
  }

  /** Whether it was read completely and has not changed. */
  async isRead(): Promise<boolean> {
    return this.#isWhole && this.#version !== null && (await this.#version.unchanged())
  }

  /** Returns the number of bytes to read; null if the file was written to while it was opened. */
  async open(): Promise<number | null> {
    this.close()
    try {
      this.#version = await this.#openFile()
    } catch (error) {
      if (error instanceof LaurelError && error.code === 'snapshot_replaced') return null
      throw error
    }
    return this.#version.size
  }

  /** Reads all of it, and yields the size of each chunk. Stops early if the file has become shorter. */
  async *hash(): AsyncGenerator<number> {
    const version = this.#version
    for (let begin = 0; version && begin < version.size; begin += this.#chunkSize) {
      const end = Math.min(version.size, begin + this.#chunkSize)
      const bytes = await version.read(begin, end)
      if (bytes.length < end - begin) return
      this.#names.push(await sha256Hex(bytes))
      yield bytes.length
    }
    this.#isWhole = true
  }

  manifest(): FileManifest {
    return { size: this.#version?.size ?? 0, chunk_size: this.#chunkSize, chunks: [...this.#names] }
  }

  /** Returns those of its chunks that are wanted, and removes them from `wanted`. */
  chunks(wanted: Set<string>): Chunk[] {
    const version = this.#version
    if (version === null) return []
    return this.#names.flatMap((sha256, index) => {
      if (!wanted.delete(sha256)) return []
      const begin = index * this.#chunkSize
      const end = Math.min(version.size, begin + this.#chunkSize)
      return [{ sha256, size: end - begin, read: () => this.#chunk(version, sha256, begin, end) }]
    })
  }

  close(): void {
    this.#version?.close()
    this.#version = null
    this.#names = []
    this.#isWhole = false
  }

  async #chunk(version: FileVersion, sha256: string, begin: number, end: number) {
    const bytes = await version.read(begin, end)
    if ((await sha256Hex(bytes)) === sha256) return bytes
    this.#isWhole = false
    throw new HistoryChanged()
  }
}

export function historyBusy(): LaurelError {
  return new LaurelError(
    'history_busy',
    'The history is being written to all the time, so no consistent copy could be read.',
    { hint: 'Try again later, or stop Hermes first.' },
  )
}
