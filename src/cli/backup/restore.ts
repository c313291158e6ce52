import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LaurelError } from '../../errors.ts'
import { megabytes } from '../figures.ts'
import { replaceFile } from '../private-file.ts'
import { syncToDisk } from '../serve/blob-care.ts'
import { FOLDER_MODE, folderLock, isNewer, NOTE, noteText, PRECIOUS } from '../serve/data-folder.ts'
import type { Head } from './archive.ts'
import { RESTORING } from './leftovers.ts'
import { type Unpacking, unpack } from './unpack.ts'

/**
 * Restores a backup into a folder that is new or empty. All files are collected and checked before the first takes its
 * place; until the last one has, no server starts there, and the next restore begins anew. If it fails, the folder is
 * as before.
 * @param workerd the version of the runtime that is to use it
 * @param open called once, when the folder is ready
 * @throws LaurelError `data_folder`; errors of the system
 */
export async function restoreInto(
  data: string,
  workerd: string,
  open: () => NodeJS.ReadableStream,
  { onHead, ...unpacking }: Unpacking,
): Promise<Head> {
  const made = mkdirSync(data, { recursive: true, mode: FOLDER_MODE })
  const lock = folderLock(data)
  lock.take()
  try {
    const restoring = join(data, RESTORING)
    empty(data)
    try {
      mkdirSync(restoring, { mode: FOLDER_MODE })
      const checked = (head: Head) => {
        check(head, data, workerd)
        onHead(head)
      }
      const head = await unpack(open(), restoring, { ...unpacking, onHead: checked })
      for (const store of PRECIOUS) {
        if (existsSync(join(restoring, store))) renameSync(join(restoring, store), join(data, store))
      }
      replaceFile(join(data, NOTE), noteText(head.workerd))
      await syncToDisk(data)
      rmSync(restoring, { recursive: true })
      return head
    } catch (error) {
      removeAll(data)
      throw error
    }
  } finally {
    lock.release()
    if (made !== undefined && readdirSync(data).length === 0) removeMade(data, made)
  }
}

/** Clears what a restore left that was killed. @throws LaurelError if the folder holds anything else */
function empty(data: string): void {
  const there = readdirSync(data).filter((name) => name !== 'lock')
  if (there.includes(RESTORING)) removeAll(data)
  else if (there.length > 0)
    throw new LaurelError('data_folder', 'A backup is restored into an empty folder, and this one isn’t.', {
      hint: 'Choose a new one with --data.',
    })
}

/** `RESTORING` last: while it is there, the rest is known to be a part. */
function removeAll(data: string): void {
  for (const name of [...PRECIOUS, NOTE, RESTORING])
    rmSync(join(data, name), { recursive: true, force: true })
}

/** Removes the folder, and those above it that were made for it. */
function removeMade(data: string, made: string): void {
  for (let folder = data; ; folder = dirname(folder)) {
    rmSync(folder, { recursive: true })
    if (folder === made) return
  }
}

function check({ workerd: wrote, bytes }: Head, data: string, workerd: string): void {
  if (isNewer(wrote, workerd))
    throw new LaurelError(
      'data_folder',
      `This backup is of workerd ${wrote}, which is newer than ${workerd}.`,
      {
        hint: 'Older ones cannot read it: use the newer Laurel.',
      },
    )
  const { bavail, bsize } = statfsSync(data)
  const free = bavail * bsize
  if (bytes > free)
    throw new LaurelError(
      'data_folder',
      `The backup holds ${megabytes(bytes)}, and the disk of the folder has ${megabytes(free)} free.`,
    )
}
