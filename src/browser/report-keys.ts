import { bytesOfHex, hex } from '../digest.ts'
import { machineId, newReportKey } from '../sync/reports/reported-sessions.ts'

/**
 * The keys for this browser's fingerprints, one per source of a profile. They never leave the browser. If it stores
 * nothing for pages, a key lasts as long as its page.
 */

const KEY = /^[0-9a-f]{64}$/
const MACHINE = /^[0-9a-f]{16}$/

/** Returns the stored key of a source, or creates and stores one. */
export function reportKeyOf(handle: string, source: string): Uint8Array<ArrayBuffer> {
  const kept = read(nameOf(handle, source))
  if (kept && KEY.test(kept)) return bytesOfHex(kept)
  const key = newReportKey()
  keepReportKey(handle, source, key)
  return key
}

export function keepReportKey(handle: string, source: string, key: Uint8Array): void {
  try {
    localStorage.setItem(nameOf(handle, source), hex(key))
  } catch {
    // If storing fails, the next report sends everything again.
  }
}

/** Returns this browser's id for a profile's reports; undefined if it keeps nothing for pages. */
export function reportingMachine(handle: string): string | undefined {
  const name = `laurel machine ${handle}`
  const kept = read(name)
  if (kept && MACHINE.test(kept)) return kept
  try {
    const machine = machineId(newReportKey())
    localStorage.setItem(name, machine)
    return machine
  } catch {
    return undefined
  }
}

function nameOf(handle: string, source: string): string {
  return `laurel report key ${handle} ${source}`
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}
