import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { FolderLock } from '../serve/folder-lock.ts'

/** Where a backup keeps its copy within the data folder: links work within one file system only. */
export const COPY = 'backup'
/** Where a restore collects files until all are there. While it exists, the data folder is not whole. */
export const RESTORING = 'restoring'

/** The lock of whoever makes a backup of a folder. */
export function backupLock(folder: string): FolderLock {
  return new FolderLock(
    join(folder, 'backup.lock'),
    'A backup of this folder is being made',
    'Wait until it is done.',
  )
}

/** Removes the copy of a backup that was killed. A backup that is being made stays as it is. */
export function removeLeftovers(folder: string): void {
  const lock = backupLock(folder)
  try {
    lock.take()
  } catch {
    return
  }
  rmSync(join(folder, COPY), { recursive: true, force: true })
  lock.release()
}
