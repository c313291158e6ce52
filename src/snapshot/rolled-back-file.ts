import { LaurelError } from '../errors.ts'
import { type AsyncFile, fetchedSource } from './fetched-source.ts'
import type { JournalIndex, JournalOptions } from './journal.ts'
import { hotJournal } from './rollback.ts'

/** A file at one moment, as an upload sends it. */
export interface FileAtMoment extends AsyncFile {
  /** Whether the file has not changed since it was opened. */
  unchanged(): Promise<boolean>
  close(): void
}

export type OpenAtMoment = () => Promise<FileAtMoment>

/**
 * Opens a database with its hot journal rolled back, as one file. The main file is opened first: while it stays
 * unchanged, the content of a journal read later already existed then, or changes nothing.
 * @param openJournal opens the journal; an empty file if there is none
 */
export function rolledBackFile(
  openMain: OpenAtMoment,
  openJournal: OpenAtMoment,
  options: JournalOptions = {},
): OpenAtMoment {
  return async () => {
    const main = await openMain()
    try {
      const journal = await openJournal()
      try {
        const index = await hotJournal(sourceOf(main), sourceOf(journal), options)
        if (index !== null) return new RolledBackFile(main, journal, index)
      } catch (error) {
        journal.close()
        throw error
      }
      journal.close()
      return main
    } catch (error) {
      main.close()
      throw error
    }
  }
}

class RolledBackFile implements FileAtMoment {
  readonly size: number
  readonly #main: FileAtMoment
  readonly #journal: FileAtMoment
  readonly #index: JournalIndex

  constructor(main: FileAtMoment, journal: FileAtMoment, index: JournalIndex) {
    this.size = index.pageCount * index.pageSize
    this.#main = main
    this.#journal = journal
    this.#index = index
  }

  async read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const { pageSize, offsets } = this.#index
    const bytes = new Uint8Array(Math.max(0, Math.min(end, this.size) - begin))
    const mainEnd = Math.min(begin + bytes.length, this.#main.size)
    if (begin < mainEnd) bytes.set(await this.#main.read(begin, mainEnd))
    for (let at = begin; at < begin + bytes.length; ) {
      const page = Math.floor(at / pageSize)
      const next = Math.min(begin + bytes.length, (page + 1) * pageSize)
      const offset = offsets.get(page + 1)
      if (offset !== undefined) {
        const from = offset + at - page * pageSize
        bytes.set(await this.#journal.read(from, from + next - at), at - begin)
      }
      at = next
    }
    return bytes
  }

  async unchanged(): Promise<boolean> {
    return (await this.#main.unchanged()) && (await this.#journal.unchanged())
  }

  close(): void {
    this.#main.close()
    this.#journal.close()
  }
}

function sourceOf(file: FileAtMoment) {
  return fetchedSource(
    file,
    () => new LaurelError('snapshot_replaced', 'The history changed while it was read.'),
  )
}
