import { existsSync, statSync } from 'node:fs'
import type { ByteSource } from '../snapshot/byte-source.ts'
import { isInWalMode } from '../snapshot/header.ts'
import { rolledBack } from '../snapshot/rollback.ts'
import { wait } from '../sync/retry.ts'
import { CLOCK_TICK_MS, marksOf } from './file-marks.ts'
import { changed, FileSource } from './file-source.ts'

/**
 * Files up to this total size are read into memory if they change too often to be read block by block. Reading larger
 * ones into memory would take seconds too. Unit: bytes.
 */
const WHOLE_MAX_BYTES = 256 * 1024 * 1024

/**
 * A database with the -wal and -journal beside it. The main file is opened first and must not change. The others may
 * then be from any later moment: a log holds later commits, a journal holds the content from before them.
 */
export class DatabaseFiles {
  readonly main: FileSource
  readonly wal: FileSource | null
  readonly #journal: FileSource | null
  readonly #path: string
  /** Marks of the journal before anything was read. */
  readonly #journalMarks: string
  #inWalMode = true
  #rollsBack = false
  /** The files were found unchanged after they were read into memory. */
  #settled = false

  private constructor(path: string, open: (name: string) => FileSource) {
    this.#path = path
    this.#journalMarks = marksOf(`${path}-journal`)
    this.main = open(path)
    this.#journal = hasContent(`${path}-journal`) ? open(`${path}-journal`) : null
    this.wal = hasContent(`${path}-wal`) ? open(`${path}-wal`) : null
  }

  /**
   * @param whole reads the files into memory at once, if they fit
   * @throws LaurelError `not_found`, `invalid_request`; `snapshot_replaced` if they changed while they were read
   */
  static async open(path: string, whole: boolean): Promise<DatabaseFiles> {
    let files = await DatabaseFiles.#opened(path)
    if (files.main.openedFresh && (files.#inWalMode || !whole)) {
      // After this wait, any write gets a later time than the present one.
      files.close()
      await wait(CLOCK_TICK_MS)
      files = await DatabaseFiles.#opened(path)
    }
    try {
      if (whole) await files.#readWhole()
      return files
    } catch (error) {
      files.close()
      throw error
    }
  }

  static async #opened(path: string): Promise<DatabaseFiles> {
    const opened: FileSource[] = []
    const open = (name: string) => {
      const file = new FileSource(name)
      opened.push(file)
      return file
    }
    try {
      const files = new DatabaseFiles(path, open)
      files.#inWalMode = await isInWalMode(files.main)
      return files
    } catch (error) {
      for (const file of opened) file.close()
      throw error
    }
  }

  /** Whether all of it is in memory and it has no log: later changes of the files do not matter. */
  get standsAlone(): boolean {
    return this.#settled && this.wal === null && !this.#inWalMode
  }

  /** Whether another thread that opens the same files reads what is read here: nothing else is in them. */
  get areTheHistory(): boolean {
    return !this.#settled && !this.#rollsBack
  }

  /** Returns the database with its hot journal rolled back. @throws LaurelError `snapshot_replaced` */
  async rolledBack(): Promise<ByteSource> {
    const source = await rolledBack(this.main, this.#journal, { superJournalExists: existsSync })
    this.#rollsBack = source !== this.main
    return source
  }

  /** Call it after everything is read. @throws LaurelError `snapshot_replaced` */
  check(): void {
    if (this.#settled) return
    if (this.main.openedFresh && !this.#showsEachCommit()) throw changed()
    this.main.checkUnchanged()
    this.wal?.checkOnlyGrown()
    if (this.#rollsBack) this.#journal?.checkUnchanged()
  }

  close(): void {
    this.main.close()
    this.wal?.close()
    this.#journal?.close()
  }

  /**
   * Without a log, each commit first creates a journal and then increments the change counter. These reveal a write
   * that the clock is too coarse to show.
   */
  #showsEachCommit(): boolean {
    return !this.#inWalMode && marksOf(`${this.#path}-journal`) === this.#journalMarks
  }

  async #readWhole(): Promise<void> {
    const files = [this.main, this.wal, this.#journal].filter((file) => file !== null)
    if (files.reduce((sum, { size }) => sum + size, 0) > WHOLE_MAX_BYTES) return
    for (const file of files) file.readWhole()
    await this.rolledBack()
    this.check()
    this.#settled = true
  }
}

function hasContent(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0
}
