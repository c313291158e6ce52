import type { Context } from 'hono'
import { HANDLE_PATTERN } from '../../src/contract/profiles.ts'
import { sha256Hex } from '../../src/digest.ts'
import type { AppEnv } from '../app-env.ts'
import { profileClient } from '../profile/client.ts'
import { askProfile } from '../profile/known-handles.ts'
import { newSecret, wrongRecoveryCode } from '../profile/owner-secrets.ts'
import type { Proof } from '../profile/services/owner-key.ts'
import { dropOwnerCookie } from './owner-cookie.ts'

/** What an owner keeps, in plain text: to be answered once, and not stored. */
export interface NewKey {
  ownerKey: string
  /** Null if the present one stays. */
  recoveryCode: string | null
}

/**
 * Replaces the key of a profile and ends all sign-ins, that of this browser too. `renew`: replaces the recovery code
 * too, which a recovery always does.
 * @throws LaurelError `wrong_key`, `wrong_recovery_code`, `missing_key`
 */
export async function replaceKey(
  c: Context<AppEnv>,
  handle: string,
  proof: Proof | { recoveryCode: string },
  renew = false,
): Promise<NewKey> {
  if (!HANDLE_PATTERN.test(handle)) throw wrongRecoveryCode()
  const [ownerKey, recoveryCode] = [newSecret('key'), newSecret('recovery')]
  const next = {
    keySha256: await sha256Hex(ownerKey),
    recoverySha256: await sha256Hex(recoveryCode),
    renewRecovery: renew,
  }
  const shown = 'kind' in proof ? proof : { recoverySha256: await sha256Hex(proof.recoveryCode.trim()) }
  const renewed = await askProfile(c.env, handle, () =>
    profileClient(c.env, handle).ownerKey.replace(shown, next),
  )
  if (renewed === null) throw wrongRecoveryCode()
  dropOwnerCookie(c, handle)
  c.header('Cache-Control', 'no-store')
  return { ownerKey, recoveryCode: renewed ? recoveryCode : null }
}
