import { env, runInDurableObject } from 'cloudflare:test'
import { issuerObject } from '../../../functions/issuer/object.ts'
import { SETTINGS } from '../../../src/config.ts'

/** Lets the key that signs have done so for long enough, as if its time were over. */
export async function retireKeys(): Promise<void> {
  await runInDurableObject(issuerObject(env), (_issuer, { storage }) => {
    storage.sql.exec(
      'UPDATE signing_keys SET made_at = made_at - ? WHERE retired_at IS NULL',
      SETTINGS.SIGNING_KEY_SECONDS.value,
    )
  })
}

/** The ids of all keys that there have been. */
export async function keyIdsOf(): Promise<string[]> {
  return runInDurableObject(issuerObject(env), (_issuer, { storage }) =>
    storage.sql
      .exec<{ id: string }>('SELECT id FROM signing_keys')
      .toArray()
      .map(({ id }) => id),
  )
}

/** The claims of a token, unverified. */
export function payloadOf(token: string): Record<string, unknown> {
  const text = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0))))
}
