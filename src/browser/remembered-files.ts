/**
 * The files that an owner's page was last updated from, kept in this browser so that the next update takes one click.
 * What is kept are handles (File System Access, section 2.4), no content. Browsers without them remember nothing.
 */

const DATABASE = 'laurel'
const FILES = 'files'

/** A handle, with what File System Access adds to it (section 2.3). */
interface AskableHandle extends FileSystemFileHandle {
  requestPermission?(what: { mode: 'read' }): Promise<PermissionState>
}

/** Returns the files of a profile's last update; none if they are not known. */
export async function rememberedFiles(handle: string): Promise<FileSystemFileHandle[]> {
  const files: unknown = await stored('readonly', (files) => files.get(handle)).catch(() => undefined)
  return Array.isArray(files) ? files.filter((file) => file instanceof FileSystemFileHandle) : []
}

/** Remembers the files of a profile's update in place of earlier ones. A browser that keeps nothing is no failure. */
export async function rememberFiles(handle: string, files: readonly FileSystemFileHandle[]): Promise<void> {
  await stored('readwrite', (kept) => kept.put(files, handle)).catch(() => undefined)
}

/** Forgets the files of a profile. */
export async function forgetFiles(handle: string): Promise<void> {
  await stored('readwrite', (files) => files.delete(handle)).catch(() => undefined)
}

/** Forgets the files of all profiles. */
export async function forgetAllFiles(): Promise<void> {
  await stored('readwrite', (files) => files.clear()).catch(() => undefined)
}

/** Whether these files may be read. The browser asks the reader, if need be. Call it while a click is handled. */
export async function allowedToRead(handles: readonly AskableHandle[]): Promise<boolean> {
  // All at once: a click that was answered slowly no longer counts for the next file.
  const answers = await Promise.all(
    handles.map((handle) => handle.requestPermission?.({ mode: 'read' }).catch(() => 'denied')),
  )
  return answers.every((answer) => answer === 'granted')
}

function stored<T>(mode: IDBTransactionMode, work: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(FILES)
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const database = opening.result
      const request = work(database.transaction(FILES, mode).objectStore(FILES))
      request.transaction?.addEventListener('abort', () => reject(request.error))
      request.transaction?.addEventListener('complete', () => {
        resolve(request.result)
        database.close()
      })
    }
  })
}
