import { rmdirSync } from 'node:fs'

/** Removes a folder unless something is in it. */
export function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // It isn’t there, or others have put something there.
  }
}
