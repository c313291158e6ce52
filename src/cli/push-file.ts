import { closeSync, existsSync, fstatSync } from 'node:fs'
import { LaurelError } from '../errors.ts'
import { rolledBackFile } from '../snapshot/rolled-back-file.ts'
import type { FileVersion, HistoryFiles, OpenFile } from '../sync/chunks/history-reader.ts'
import { wait } from '../sync/retry.ts'
import { DatabaseFiles } from './database-files.ts'
import { bytesOf, CLOCK_TICK_MS, marksOf } from './file-marks.ts'
import { openForReading } from './file-source.ts'

/** Returns a database, rolled back if there is a hot journal, and its -wal. */
export function historyOnDisk(path: string): HistoryFiles {
  const journal = fileOnDisk(`${path}-journal`, { optional: true })
  const open = rolledBackFile(fileOnDisk(path), journal, { superJournalExists: existsSync })
  let opened = 0
  return {
    // If it was written to while it was read, a copy in memory is faster.
    main: async () => (opened++ > 0 && (await copyInMemory(path))) || open(),
    wal: fileOnDisk(`${path}-wal`, { optional: true }),
  }
}

/** Returns a database in memory; null if it has a log or is too large. */
async function copyInMemory(path: string): Promise<FileVersion | null> {
  const files = await DatabaseFiles.open(path, true)
  try {
    const source = await files.rolledBack()
    if (!files.standsAlone) return null
    const log = marksOf(`${path}-wal`)
    const bytes = source.read(0, source.size)
    return {
      size: bytes.length,
      read: async (begin, end) => new Uint8Array(bytes.subarray(begin, end)),
      unchanged: async () => marksOf(`${path}-wal`) === log,
      close: () => undefined,
    }
  } finally {
    files.close()
  }
}

/**
 * Returns a function that opens a file of a history in use, again after each change. A write shows by size or time, a
 * restarted -wal by its salts, a replaced file by its inode.
 * @param optional treats a missing file as empty
 */
export function fileOnDisk(path: string, { optional = false } = {}): OpenFile {
  return async () => {
    const marks = marksOf(path)
    // After this wait, any write gets a later time than the present one.
    await wait(CLOCK_TICK_MS)
    try {
      return new FileOnDisk(path, marks)
    } catch (error) {
      if (optional && error instanceof LaurelError && error.code === 'not_found')
        return absentFile(path, marks)
      throw error
    }
  }
}

class FileOnDisk implements FileVersion {
  readonly size: number
  readonly #path: string
  readonly #marks: string
  readonly #file: number

  constructor(path: string, marks: string) {
    this.#path = path
    this.#marks = marks
    this.#file = openForReading(path)
    this.size = fstatSync(this.#file).size
  }

  async read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    return bytesOf(this.#file, begin, end)
  }

  async unchanged(): Promise<boolean> {
    return marksOf(this.#path) === this.#marks
  }

  close(): void {
    closeSync(this.#file)
  }
}

function absentFile(path: string, marks: string): FileVersion {
  return {
    size: 0,
    read: async () => new Uint8Array(),
    unchanged: async () => marksOf(path) === marks,
    close: () => undefined,
  }
}
