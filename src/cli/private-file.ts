import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'

/** For its owner alone. */
const MODE = 0o600

/** Writes a file, or replaces it in one step: it always holds either what it held or all of this. */
export function replaceFile(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}.tmp`
  try {
    writeFileSync(draft, text, { mode: MODE, flush: true })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** Writes a file that is not there yet. Answers false when it is. */
export function createFile(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { mode: MODE, flush: true, flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
