import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { LaurelError } from '../errors.ts'
import { machineId, newReportKey } from '../sync/reports/reported-sessions.ts'
import { configFolder } from './config-folder.ts'
import type { Machine } from './hermes-home.ts'
import { systemReason } from './system-reason.ts'

const HEX_KEY = /^[0-9a-f]{64}$/

/**
 * Returns the key for the fingerprints of one history on one page, and for its names if the page has no naming key. It
 * is derived from this machine's key, so that two pages cannot tell that they show the same sessions.
 * @throws LaurelError `invalid_request` if the machine's key is invalid, or cannot be read or written
 */
export function reportKey(
  { server, handle, source }: { server: string; handle: string; source: string },
  machine: Pick<Machine, 'env' | 'home'>,
): Uint8Array {
  return derivedKey(`${server} ${handle} ${source}`, machine)
}

/** Returns this machine's id for one page, whatever its histories are called. @throws LaurelError as `reportKey` */
export function reportingMachine(
  { server, handle }: { server: string; handle: string },
  machine: Pick<Machine, 'env' | 'home'>,
): string {
  return machineId(derivedKey(`${server} ${handle}`, machine))
}

function derivedKey(purpose: string, machine: Pick<Machine, 'env' | 'home'>): Uint8Array {
  return hmac(sha256, machineKey(join(configFolder(machine), 'report.key')), utf8ToBytes(purpose))
}

/** Returns the key in the file. Creates the file if it is missing, readable only by its owner. */
function machineKey(path: string): Uint8Array {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    try {
      // If two processes start at once, one writes the key and both read it.
      writeFileSync(path, `${bytesToHex(newReportKey())}\n`, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const text = readFileSync(path, 'utf8').trim()
    if (HEX_KEY.test(text)) return hexToBytes(text)
  } catch (error) {
    const reason = systemReason(error) ?? 'unknown reason'
    throw new LaurelError('invalid_request', `The report key cannot be read or written: ${reason}.`, {
      cause: error,
    })
  }
  throw new LaurelError('invalid_request', 'The stored report key is invalid.', {
    hint: 'Delete report.key in the configuration folder. This machine then counts as a new one, and what it sent before stays until you remove the history from the page.',
  })
}
