import { namingKey } from '../sync/reports/naming-key.ts'
import { UPLOAD_RETRIES } from '../sync/retry.ts'
import { keepKey } from './kept-key.ts'
import type { LoginOptions } from './login-options.ts'
import { checkedKey } from './owner-key.ts'
import { readSecret } from './read-secret.ts'
import type { Terminal } from './terminal.ts'

const ONCE = { policy: { ...UPLOAD_RETRIES, attempts: 1 } }

/**
 * `laurel login`: keeps the owner key of a page, once the server has accepted it.
 * @throws LaurelError, PassingFailure; an error of the system if the key cannot be kept
 */
export async function runLogin({ server, handle }: LoginOptions, terminal: Terminal): Promise<void> {
  const key = checkedKey(await readSecret(`Owner key of @${handle}: `, terminal))
  await namingKey({ server, handle, ownerKey: key }, ONCE)
  const file = keepKey({ server, handle }, key, terminal.machine)
  terminal.stdout.write(`The key is valid. Saved in ${file}.\n`)
}
