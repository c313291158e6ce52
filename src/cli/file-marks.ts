import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { hex } from '../digest.ts'

/**
 * Two writes within this time may leave the same modification time: the clocks of file systems tick every few
 * milliseconds. Unit: milliseconds.
 */
export const CLOCK_TICK_MS = 50

/**
 * Enough for the headers that reveal a change: a -wal has 32 bytes, whose salts change when it is restarted; a database
 * has 100, whose change counter counts commits; a journal has the nonce of its transaction (SQLite file format,
 * sections 4.1, 1.3 and 3).
 */
export const HEADER_BYTES = 100

/** Returns a text that differs between versions of a file. Empty if there is no file. */
export function marksOf(path: string): string {
  const state = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (!state?.isFile()) return ''
  const { dev, ino, size, mtimeNs } = state
  return [dev, ino, size, mtimeNs, headerOf(path)].join(' ')
}

/** Returns the marks of a database and of its -wal and -journal. */
export function historyMarks(path: string): string {
  return [path, `${path}-wal`, `${path}-journal`].map(marksOf).join('|')
}

/** Whether the file was written so recently that another write might not change its time. */
export function isFresh(modifiedMs: number, now = Date.now()): boolean {
  return now >= modifiedMs && now - modifiedMs < CLOCK_TICK_MS
}

/** Returns when any file of a history was last written, in Unix milliseconds; 0 if there is no file. */
export function lastWritten(path: string): number {
  const times = [path, `${path}-wal`, `${path}-journal`].map(
    (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  )
  return Math.max(...times)
}

/** In hexadecimal. Empty for a file that is missing or unreadable: opening it reports that. */
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

/** Returns the bytes from `begin` to `end` or to the end of the file. */
export function bytesOf(file: number, begin: number, end: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(end - begin)
  return bytes.subarray(0, fillFrom(file, bytes, begin))
}

/** Fills `bytes` from a file, starting at `begin`. Returns how many bytes were read. */
export function fillFrom(file: number, bytes: Uint8Array, begin: number): number {
  for (let length = 0; ; ) {
    if (length === bytes.length) return length
    const count = readSync(file, bytes, length, bytes.length - length, begin + length)
    if (count === 0) return length
    length += count
  }
}
