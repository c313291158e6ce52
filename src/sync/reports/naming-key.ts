import { bytesOfHex } from '../../digest.ts'
import { LaurelError } from '../../errors.ts'
import { noLaurel, OwnerRequests, type ProfileAddress } from '../chunks/owner-requests.ts'
import { type RetryOptions, withRetries } from '../retry.ts'

const KEY = /^[0-9a-f]{64}$/

/**
 * Returns the key that names the sessions of a profile, or null if its server is older than naming keys.
 * @throws LaurelError and PassingFailure as `OwnerRequests`, after retries
 */
export async function namingKey(
  address: ProfileAddress,
  retrying: RetryOptions = {},
  fetcher?: typeof fetch,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const requests = new OwnerRequests(address, ['naming-key'], fetcher)
  try {
    const { naming_key } = await withRetries(() => requests.answer({ method: 'GET', path: '' }), retrying)
    if (typeof naming_key !== 'string' || !KEY.test(naming_key)) throw noLaurel()
    return bytesOfHex(naming_key)
  } catch (error) {
    // Nothing exists at this URL: an unknown profile has another code.
    if (error instanceof LaurelError && error.code === 'not_found') return null
    throw error
  }
}
