import { isReserved } from './profiles.ts'
import { handleSeen } from './short-text.ts'

/** Returns what keeps a text from being the name of a page, though it may be shown; null if nothing does. */
export function nameProblem(name: string): string | null {
  if (name.normalize('NFKC').includes('@')) return 'A name has no “@”: it would look like a handle.'
  return isReserved(handleSeen(name)) ? 'This name is reserved.' : null
}
