import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { hex } from '../digest.ts'
import { LaurelError } from '../errors.ts'
import type { FileVersion, OpenFile } from '../upload/history-reader.ts'
import { wait } from '../upload/retry.ts'
import { openForReading } from './file-source.ts'

/**
 * Within so long two writes may leave the same time behind: the clock of file systems ticks every few
 * milliseconds. Unit: milliseconds.
 */
const CLOCK_TICK_MS = 50

/** A -wal begins with its header; the salts at 16 to 24 change whenever it is started over (SQLite file format, section 4.1). */
const HEADER_BYTES = 32

/**
 * A file of a history that may be in use, to be opened as often as it changes. A write shows by size or time, a
 * -wal that is started over by its salts, another file in its place by its inode.
 * @param optional where there is no file, it is as if it were empty
 */
export function fileOnDisk(path: string, { optional = false } = {}): OpenFile {
  return async () => {
    const marks = marksOf(path)
    // From then on whatever is written has a later time than what is there.
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

/** What tells one version of a file from another. Empty where there is none. */
export function marksOf(path: string): string {
  const state = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (!state?.isFile()) return ''
  const { dev, ino, size, mtimeNs } = state
  return [dev, ino, size, mtimeNs, headerOf(path)].join(' ')
}

/** In hexadecimal. Empty for a file that is gone, or that may not be read: opening it says so. */
function headerOf(path: string): string {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    return hex(bytesOf(file, 0, HEADER_BYTES))
  } catch {
    return ''
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** The bytes from `begin` up to `end`, or up to where the file ends. */
function bytesOf(file: number, begin: number, end: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(end - begin)
  let length = 0
  while (length < bytes.length) {
    const count = readSync(file, bytes, length, bytes.length - length, begin + length)
    if (count === 0) break
    length += count
  }
  return bytes.subarray(0, length)
}
