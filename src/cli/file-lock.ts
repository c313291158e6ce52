import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { SETTINGS } from '../config.ts'
import { LaurelError } from '../errors.ts'
import { hasCode } from './system-reason.ts'

const PAUSE_MS = 5

/**
 * Does something while no other process does anything under the same lock, a file that is there meanwhile. One that a
 * killed process has left behind is taken over once it is older than anyone holds it.
 * @throws LaurelError `invalid_request` if it is never free; what `work` throws; an error of the system
 */
export function underLock<T>(path: string, work: () => T): T {
  const mine = randomUUID()
  const limitMs = SETTINGS.FILE_LOCK_SECONDS.value * 1000
  const end = Date.now() + 2 * limitMs
  while (!taken(path, mine)) {
    if (Date.now() > end) throw new LaurelError('invalid_request', `${path} is never free.`)
    takeAway(path, limitMs)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
  }
  try {
    return work()
  } finally {
    if (contentOf(path) === mine) rmSync(path, { force: true })
  }
}

function taken(path: string, mine: string): boolean {
  try {
    writeFileSync(path, mine, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Removes a lock that is too old; if another has just done so and taken it, gives that one back. */
function takeAway(path: string, limitMs: number): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found || Date.now() - found.mtimeMs < limitMs) return
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
    if (statSync(aside).mtimeMs !== found.mtimeMs) linkSync(aside, path)
    rmSync(aside)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
