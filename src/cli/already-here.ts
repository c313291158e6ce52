import { LaurelError } from '../errors.ts'
import { isTexts, OwnerRequests, type SourceAddress } from '../sync/chunks/owner-requests.ts'
import { PassingFailure, wait } from '../sync/retry.ts'
import { count } from './figures.ts'

/** How long an upload's scan is waited for, to say what it has found. Unit: milliseconds. */
const SCAN_WAIT_MS = 5_000
const LOOK_EVERY_MS = 500

/** Says which other histories of the page have all of these sessions. */
export function alreadyHere(sessions: number, sources: readonly string[]): string {
  const all = sessions === 1 ? 'The session is' : `All ${count(sessions)} sessions are`
  return `${all} already on the page, from ${sources.map((name) => `“${name}”`).join(', ')}.\n`
}

/**
 * Says the same of an upload, once it is scanned; nothing if some sessions are new, the scan takes long, or the server
 * does not tell.
 */
export async function uploadAlreadyHere(address: SourceAddress): Promise<string> {
  const requests = new OwnerRequests(address, ['sources'])
  try {
    for (let waited = 0; waited <= SCAN_WAIT_MS; waited += LOOK_EVERY_MS) {
      const { sources } = await requests.answer({ method: 'GET', path: '' })
      const source = sourceIn(sources, address.source)
      if (source === null) return ''
      const { scanned, sessions, within } = source
      if (scanned === true) {
        const isWithin = typeof sessions === 'number' && isTexts(within) && within.length > 0
        return isWithin ? alreadyHere(sessions, within) : ''
      }
      await wait(LOOK_EVERY_MS)
    }
  } catch (error) {
    // The upload has arrived, whatever is known of it.
    if (!(error instanceof LaurelError || error instanceof PassingFailure)) throw error
  }
  return ''
}

function sourceIn(sources: unknown, name: string): Record<string, unknown> | null {
  const rows: unknown[] = Array.isArray(sources) ? sources : []
  for (const row of rows) {
    if (typeof row === 'object' && row !== null && 'name' in row && row.name === name) return { ...row }
  }
  return null
}
