import { type FSWatcher, mkdirSync, watch } from 'node:fs'
import { open, readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Operations } from './operations.ts'
import type { ServeLog } from './serve-log.ts'

/**
 * Sees to it that new objects survive a power cut: workerd syncs the database that lists them to the disk, but not
 * their files. An object that was lost between the two is found by `checkBlobs`.
 * @param folder where R2’s objects are
 */
export function syncBlobs(folder: string): FSWatcher {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return watch(folder, (_event, name) => {
    if (name === null || name.endsWith('.partial')) return
    void syncToDisk(join(folder, name)).then(() => syncToDisk(folder))
  })
}

/** Has a file or folder written to the disk; one that was deleted is left alone. */
export async function syncToDisk(path: string): Promise<void> {
  const file = await open(path).catch(() => null)
  try {
    await file?.sync()
  } catch {
    // Folders can’t be synced on every system.
  } finally {
    await file?.close()
  }
}

/**
 * Compares the objects that R2 lists with their files, after a start: forgets objects whose file is missing or cut
 * short, which clients then send again, and deletes files that nothing refers to: those, and what a crash left behind.
 * @param startedAt when the runtime began: newer files may belong to an object that is not listed yet. Unix milliseconds
 */
export async function checkBlobs(
  folder: string,
  startedAt: number,
  operations: Operations,
  log: ServeLog,
): Promise<void> {
  const sizes = new Map<string, number>()
  for (const name of await readdir(folder)) {
    const file = await stat(join(folder, name)).catch(() => null)
    if (file?.isFile() && file.mtimeMs < startedAt) sizes.set(name, file.size)
  }
  let incomplete = 0
  for await (const page of operations.blobs()) {
    for (const blob of page) {
      const size = sizes.get(blob.blob_id) ?? (await sizeOf(join(folder, blob.blob_id)))
      if (size === blob.size) {
        sizes.delete(blob.blob_id)
        continue
      }
      incomplete += 1
      await operations.forget(blob)
    }
  }
  for (const name of sizes.keys()) await unlink(join(folder, name)).catch(() => {})
  if (incomplete > 0 || sizes.size > 0)
    log.event('objects_checked', { incomplete, orphans_deleted: sizes.size })
}

async function sizeOf(path: string): Promise<number | null> {
  const file = await stat(path).catch(() => null)
  return file?.size ?? null
}
