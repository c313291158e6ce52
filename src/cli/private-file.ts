import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'

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
