import { env, runInDurableObject } from 'cloudflare:test'
import { issuerObject } from '../../../functions/issuer/object.ts'
import { SETTINGS } from '../../../src/config.ts'

/** Makes the signing key as old as a key may become. */
export async function retireKeys(): Promise<void> {
  await runInDurableObject(issuerObject(env), (_issuer, { storage }) => {
    storage.sql.exec(
      'UPDATE signing_keys SET made_at = made_at - ? WHERE retired_at IS NULL',
      SETTINGS.SIGNING_KEY_SECONDS.value,
    )
  })
}

/** Returns the ids of all keys so far. */
export async function keyIdsOf(): Promise<string[]> {
  return runInDurableObject(issuerObject(env), (_issuer, { storage }) =>
    storage.sql
      .exec<{ id: string }>('SELECT id FROM signing_keys')
      .toArray()
      .map(({ id }) => id),
  )
}

/** Returns the claims of a token, unverified. */
export function payloadOf(token: string): Record<string, unknown> {
  const text = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0))))
}
