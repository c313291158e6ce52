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

/**
 * Returns dropped files as they are now; null if browsers cannot reopen one of them. A file itself stays as it was, and
 * can no longer be read once it is modified.
 */
async function reopened(files: readonly File[]): Promise<File[] | null> {
  const fresh: File[] = []
  for (const file of files) {
    const handle = await handles.get(file)
    if (!(handle instanceof FileSystemFileHandle)) return null
    const now = await handle.getFile().catch(() => null)
    if (now === null) return null
    fresh.push(now)
  }
  return fresh
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
    onPause('The agent is writing to this history. Trying again…')
    await wait(milliseconds)
    const fresh = await reopened(files)
    if (fresh === null) break
    outcome = await attempt(fresh)
  }
  return outcome
}
