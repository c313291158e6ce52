import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'

/** Readable and writable only by its owner. */
const MODE = 0o600

/** Writes or atomically replaces a file. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${randomUUID()}.tmp`
  try {
    writeFileSync(draft, content, { mode: MODE, flush: true })
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
