import { randomUUID } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { bytesOf } from './file-marks.ts'

/** Readable and writable only by its owner. */
const MODE = 0o600

/** Writes or atomically replaces a file. @param content all of it, or its pieces in turn */
export function replaceFile(path: string, content: string | readonly Uint8Array[]): void {
  const draft = `${path}.${randomUUID()}.tmp`
  try {
    const file = openSync(draft, 'w', MODE)
    try {
      for (const piece of typeof content === 'string' ? [content] : content) writeFileSync(file, piece)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/**
 * Writes after the first `end` bytes of a file, in place of what follows them, which may be cut off if the process is.
 * Returns false if the file cannot be written to as it is, or does not begin with `head`, since it was replaced.
 */
export function writeAfter(
  path: string,
  { head, end }: { head: Uint8Array; end: number },
  content: readonly Uint8Array[],
): boolean {
  let file: number
  try {
    file = openSync(path, constants.O_RDWR | constants.O_APPEND)
  } catch {
    // It can still be replaced.
    return false
  }
  try {
    if (fstatSync(file).size < end || !Buffer.from(bytesOf(file, 0, head.length)).equals(head)) return false
    ftruncateSync(file, end)
    writeFileSync(file, Buffer.concat(content))
    return true
  } finally {
    closeSync(file)
  }
}

/** Writes a new file. Returns false if it already exists. */
export function createFile(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { mode: MODE, flush: true, flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
