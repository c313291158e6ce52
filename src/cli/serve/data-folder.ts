import { constants, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaurelError } from '../../errors.ts'
import { RESTORING, removeLeftovers } from '../backup/leftovers.ts'
import { replaceFile } from '../private-file.ts'
import { FolderLock } from './folder-lock.ts'

/** What the runtime stores, by the name of its service in the configuration. */
const STORES = {
  'd1:storage': 'd1',
  'do:storage': 'do',
  'r2:storage': 'r2',
  'cache:storage': 'cache',
} as const
/** Those that hold more than copies. */
export const PRECIOUS = ['d1', 'do', 'r2']
/** Readable by its owner only: it holds keys and histories. */
export const FOLDER_MODE = 0o700
export const NOTE = 'laurel.json'

/** What `laurel.json` says of the folder. */
interface Note {
  /** The newest runtime that wrote to it. */
  workerd: string
}

/**
 * The one folder of a server: its stores, a note of the runtime that wrote them, and a lock.
 */
export class DataFolder {
  readonly path: string
  readonly #lock: FolderLock

  private constructor(path: string, lock: FolderLock) {
    this.path = path
    this.#lock = lock
  }

  /**
   * Makes the folder if need be, locks it, and notes which runtime uses it from now on.
   * @param before a folder that `wrangler dev` wrote: if this one is new, it begins as a copy of that
   * @param told called before the copy is made, which may take a while
   * @throws LaurelError `data_folder` if another server uses it, or a newer runtime did
   */
  static open(path: string, workerd: string, before: string, told: (before: string) => void): DataFolder {
    mkdirSync(path, { recursive: true, mode: FOLDER_MODE })
    const lock = folderLock(path)
    lock.take()
    try {
      if (existsSync(join(path, RESTORING)))
        throw new LaurelError('data_folder', 'A backup was not restored to its end in this folder.', {
          hint: 'Restore it again.',
        })
      removeLeftovers(path)
      const note = noteOf(path)
      if (note !== null && isNewer(note.workerd, workerd))
        throw new LaurelError(
          'data_folder',
          `This folder was last used with workerd ${note.workerd}, which is newer than ${workerd}.`,
          { hint: 'Older ones cannot read what it wrote: use the newer Laurel, or a backup from before.' },
        )
      const isNew = note === null && !PRECIOUS.some((store) => existsSync(join(path, store)))
      if (isNew && existsSync(before)) {
        told(before)
        takeOver(before, path)
      }
      for (const store of Object.values(STORES))
        mkdirSync(join(path, store), { recursive: true, mode: FOLDER_MODE })
      replaceFile(join(path, NOTE), noteText(workerd))
      return new DataFolder(path, lock)
    } catch (error) {
      lock.release()
      throw error
    }
  }

  /** The folder of each store, by the name of its service. */
  get stores(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(STORES).map(([service, store]) => [service, join(this.path, store)]),
    )
  }

  /** Where the process id of the runtime is noted. */
  get runtimeFile(): string {
    return runtimeFile(this.path)
  }

  close(): void {
    this.#lock.release()
  }
}

/** The lock of whoever writes to the stores of a folder. */
export function folderLock(path: string): FolderLock {
  return new FolderLock(join(path, 'lock'))
}

/** Where a server notes its runtime in its folder. */
export function runtimeFile(path: string): string {
  return join(path, 'runtime.pid')
}

/** Copies the stores, as references to the same blocks where the file system can. */
function takeOver(from: string, to: string): void {
  for (const store of PRECIOUS) {
    const source = join(from, store)
    if (!existsSync(source)) continue
    cpSync(source, join(to, store), { recursive: true, mode: constants.COPYFILE_FICLONE })
  }
}

/** What a folder says of itself; null if no server has used it. */
export function noteOf(path: string): Note | null {
  const file = join(path, NOTE)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Note) : null
}

export function noteText(workerd: string): string {
  return `${JSON.stringify({ workerd } satisfies Note)}\n`
}

/** Whether a version such as `1.20260426.1` comes after another one. */
export function isNewer(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { numeric: true }) > 0
}
