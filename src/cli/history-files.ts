import { existsSync, statSync } from 'node:fs'
import type { ByteSource } from '../snapshot/byte-source.ts'
import { rolledBack } from '../snapshot/rollback.ts'
import { wait } from '../upload/retry.ts'
import { CLOCK_TICK_MS, isFresh } from './file-marks.ts'
import { changed, FileSource } from './file-source.ts'

/**
 * Files up to this size together are read into memory when they change too often to be read as it is needed. Of
 * larger ones that takes seconds as well. Unit: bytes.
 */
const WHOLE_MAX_BYTES = 256 * 1024 * 1024

/**
 * A database with the -wal and the -journal beside it. The main file is opened first, and must stay as it is. Then the
 * others may be of any later moment: what a log holds was committed by then, a journal holds what was there before.
 */
export class HistoryFiles {
  readonly main: FileSource
  readonly wal: FileSource | null
  readonly #journal: FileSource | null
  #rollsBack = false
  /** They were found unchanged once they were in memory. */
  #settled = false

  private constructor(main: FileSource, wal: FileSource | null, journal: FileSource | null) {
    this.main = main
    this.wal = wal
    this.#journal = journal
  }

  /**
   * @param whole reads the files into memory at once, where they fit
   * @throws LaurelError `not_found`, `invalid_request`; `snapshot_replaced` when they changed while they were read
   */
  static async open(path: string, whole: boolean): Promise<HistoryFiles> {
    // From then on whatever is written has a later time than what is there.
    if (isFresh(statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)) await wait(CLOCK_TICK_MS)
    const opened: FileSource[] = []
    const open = (name: string) => {
      const file = new FileSource(name)
      opened.push(file)
      return file
    }
    try {
      const main = open(path)
      const journal = hasContent(`${path}-journal`) ? open(`${path}-journal`) : null
      const wal = hasContent(`${path}-wal`) ? open(`${path}-wal`) : null
      const files = new HistoryFiles(main, wal, journal)
      const bytes = opened.reduce((sum, { size }) => sum + size, 0)
      if (whole && bytes <= WHOLE_MAX_BYTES) await files.#readWhole(opened)
      return files
    } catch (error) {
      for (const file of opened) file.close()
      throw error
    }
  }

  /** The database with its hot journal rolled back. @throws LaurelError `snapshot_replaced` */
  async rolledBack(): Promise<ByteSource> {
    const source = await rolledBack(this.main, this.#journal, { superJournalExists: existsSync })
    this.#rollsBack = source !== this.main
    return source
  }

  /** To be called once all is read. @throws LaurelError `snapshot_replaced` */
  check(): void {
    if (this.#settled) return
    if (this.main.openedFresh) throw changed()
    this.main.checkUnchanged()
    this.wal?.checkOnlyGrown()
    if (this.#rollsBack) this.#journal?.checkUnchanged()
  }

  close(): void {
    this.main.close()
    this.wal?.close()
    this.#journal?.close()
  }

  async #readWhole(files: readonly FileSource[]): Promise<void> {
    for (const file of files) file.readWhole()
    await this.rolledBack()
    this.check()
    this.#settled = true
  }
}

function hasContent(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0
}
