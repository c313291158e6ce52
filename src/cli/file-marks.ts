import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { hex } from '../digest.ts'

/**
 * Within so long two writes may leave the same time behind: the clock of file systems ticks every few
 * milliseconds. Unit: milliseconds.
 */
export const CLOCK_TICK_MS = 50

/**
 * A -wal begins with a header of 32 bytes, whose salts change whenever it is started over; a database with one of
 * 100, whose change counter counts commits; a journal with the nonce of its transaction (SQLite file format,
 * sections 4.1, 1.3 and 3).
 */
export const HEADER_BYTES = 100

/** What tells one version of a file from another. Empty where there is none. */
export function marksOf(path: string): string {
  const state = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (!state?.isFile()) return ''
  const { dev, ino, size, mtimeNs } = state
  return [dev, ino, size, mtimeNs, headerOf(path)].join(' ')
}

/** The marks of a database and of the files that may lie beside it. */
export function historyMarks(path: string): string {
  return [path, `${path}-wal`, `${path}-journal`].map(marksOf).join('|')
}

/** Whether a write within the tick of the clock in which the file was last written would leave no trace. */
export function isFresh(modifiedMs: number, now = Date.now()): boolean {
  return now >= modifiedMs && now - modifiedMs < CLOCK_TICK_MS
}

/** When any file of a history was last written to, as Unix milliseconds; 0 where there is none. */
export function lastWritten(path: string): number {
  const times = [path, `${path}-wal`, `${path}-journal`].map(
    (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  )
  return Math.max(...times)
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
export function bytesOf(file: number, begin: number, end: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(end - begin)
  return bytes.subarray(0, fillFrom(file, bytes, begin))
}

/** Fills the bytes with what a file has from `begin` on. Returns how many there were. */
export function fillFrom(file: number, bytes: Uint8Array, begin: number): number {
  for (let length = 0; ; ) {
    if (length === bytes.length) return length
    const count = readSync(file, bytes, length, bytes.length - length, begin + length)
    if (count === 0) return length
    length += count
  }
}
