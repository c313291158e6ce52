import { realpathSync } from 'node:fs'
import { type ReplacedKey, ReplacedKeySchema } from '../contract/owner-key.ts'
import { LaurelError } from '../errors.ts'
import { noLaurel, OwnerRequests, type ProfileAddress } from '../sync/chunks/owner-requests.ts'
import { PassingFailure } from '../sync/retry.ts'
import type { KeyOptions } from './key-options.ts'
import { ownerKey } from './owner-key.ts'
import { replaceFile } from './private-file.ts'
import type { Terminal } from './terminal.ts'

/**
 * `laurel key rotate`: replaces the owner key, in the file that it came from or on stdout.
 * @throws LaurelError, PassingFailure, UsageError
 */
export async function runKey(
  { renew, json, ...options }: KeyOptions,
  { stdout, machine, complain }: Pick<Terminal, 'stdout' | 'machine' | 'complain'>,
): Promise<void> {
  const { server, handle } = options
  const { key, file } = ownerKey(options, machine)
  const replaced = await rotated({ server, handle, ownerKey: key }, renew)
  if (json) {
    stdout.write(`${JSON.stringify(replaced)}\n`)
    return
  }
  const kept = file !== null && keep(file, replaced.owner_key)
  if (file !== null && !kept) complain('The new key could not be saved in that file. Store it yourself.')
  const { owner_key: newKey, recovery_code: code } = replaced
  const lines = [
    kept ? `New owner key saved in ${file}.` : `Owner key: ${newKey}`,
    ...(code === undefined ? [] : [`Recovery code: ${code}`]),
    `The old key of @${handle} no longer works, and every browser is signed out.`,
  ]
  stdout.write(`${lines.join('\n')}\n`)
}

async function rotated(address: ProfileAddress, renew: boolean): Promise<ReplacedKey> {
  const requests = new OwnerRequests(address, ['owner-key'])
  const body = JSON.stringify({ renew_recovery_code: renew })
  const answer = await requests.answer({ method: 'POST', path: '', body }).catch((error: unknown) => {
    if (!(error instanceof PassingFailure)) throw error
    // Never repeated: if it arrived, the key that it was sent with has ended.
    throw new LaurelError('storage_unavailable', error.message, {
      hint: 'Try again later. If the old key no longer works by then, use the recovery code.',
      cause: error,
    })
  })
  const replaced = ReplacedKeySchema.safeParse(answer)
  if (!replaced.success) throw noLaurel()
  return replaced.data
}

/** Replaces the key in its file. Returns false if that cannot be written. */
function keep(path: string, key: string): boolean {
  try {
    replaceFile(realpathSync(path), `${key}\n`)
    return true
  } catch {
    return false
  }
}
