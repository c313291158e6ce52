import { t } from '../language/language.ts'
import { growingPauses, wait } from '../sync/retry.ts'
import type { Problem } from './answer.ts'

/** A dropped item, in browsers with file handles (File System Access, section 3.3). */
interface DroppedItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}

const handles = new WeakMap<File, Promise<FileSystemHandle | null>>()

/** Returns the dropped files. Call it while the drop is handled: later there is nothing left of it. */
export function droppedFiles(transfer: DataTransfer | null): File[] {
  return [...(transfer?.items ?? [])].flatMap((item: DroppedItem) => {
    const file = item.getAsFile()
    if (file === null) return []
    const handle = item.getAsFileSystemHandle?.().catch(() => null)
    if (handle) handles.set(file, handle)
    return [file]
  })
}

/** Returns the handles of files, by which they can be opened again; null if one has none. */
export async function handlesOf(files: readonly File[]): Promise<FileSystemFileHandle[] | null> {
  const known = await Promise.all(files.map((file) => handles.get(file)))
  const ofFiles = known.filter((handle) => handle instanceof FileSystemFileHandle)
  return ofFiles.length === files.length ? ofFiles : null
}

/** Files that SQLite deletes when the last program closes the database, which holds everything then. */
const COMES_AND_GOES = /-(?:wal|shm|journal)$/

/** Opens files by their handles, without logs that are gone; null if another one can’t be opened. */
export async function openedBy(chosen: readonly FileSystemFileHandle[]): Promise<File[] | null> {
  const files: File[] = []
  for (const handle of chosen) {
    try {
      const file = await handle.getFile()
      handles.set(file, Promise.resolve(handle))
      files.push(file)
    } catch (error) {
      const isGone = error instanceof DOMException && error.name === 'NotFoundError'
      if (!isGone || !COMES_AND_GOES.test(handle.name)) return null
    }
  }
  return files
}

/** Returns the handle of the database among those of a history, whatever their order. */
export function databaseAmong(chosen: readonly FileSystemFileHandle[]): FileSystemFileHandle | undefined {
  return chosen.find(({ name }) => !COMES_AND_GOES.test(name)) ?? chosen[0]
}

/**
 * Returns files as they are now; null if browsers cannot reopen one of them. A file itself stays as it was, and can no
 * longer be read once it is modified.
 */
async function reopened(files: readonly File[]): Promise<File[] | null> {
  const chosen = await handlesOf(files)
  return chosen && openedBy(chosen)
}

/** How an attempt to read files is repeated. */
interface Repetition<Outcome> {
  attempt(files: readonly File[]): Promise<Outcome>
  problemOf(outcome: Outcome): Problem | null
  /** Called before each pause. */
  onPause(message: string): void
}

/** Reads files, and again after growing pauses while they are written to and the browser can reopen them. */
export async function repeatedWhileWrittenTo<Outcome>(
  files: readonly File[],
  { attempt, problemOf, onPause }: Repetition<Outcome>,
): Promise<Outcome> {
  let outcome = await attempt(files)
  for (const milliseconds of growingPauses()) {
    if (!problemOf(outcome)?.changed || !files.every((file) => handles.has(file))) break
    onPause(t('The agent is writing to this history. Trying again…'))
    await wait(milliseconds)
    const fresh = await reopened(files)
    if (fresh === null) break
    outcome = await attempt(fresh)
  }
  return outcome
}
