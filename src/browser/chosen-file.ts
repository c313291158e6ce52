import { LaurelError } from '../errors.ts'
import type { OpenFile } from '../sync/chunks/history-reader.ts'

/**
 * Opens a file that the reader chose. A page reads it as it was then: after a modification, browsers refuse to read it
 * (File API section 4, NotReadableError), and it cannot be reopened.
 */
export function chosenFile(file: File): OpenFile {
  const read = (begin: number, end: number) => chosenBytes(file, begin, end)
  return async () => ({
    size: file.size,
    read,
    unchanged: async () => (await read(0, 1)).length === Math.min(1, file.size),
    close: () => undefined,
  })
}

/** Returns bytes of a chosen file. @throws LaurelError `history_busy` after the file was modified */
export async function chosenBytes(file: File, begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(begin, end).arrayBuffer())
  } catch (cause) {
    throw changedSince(cause)
  }
}

/** Returns the error for a file that browsers refuse to read any further. */
export function changedSince(cause?: unknown): LaurelError {
  return new LaurelError('history_busy', 'The file has changed since you chose it.', {
    hint: 'Choose it again, ideally while the agent is idle.',
    cause,
  })
}
