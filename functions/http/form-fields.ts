import type { Context } from 'hono'
import { LaurelError } from '../../src/errors.ts'

/**
 * The named text fields of a form that was sent; one that is missing or a file is the empty text.
 * @throws LaurelError `invalid_request` when the body is not what its Content-Type says.
 */
export async function formFields<Name extends string>(
  c: Context,
  ...names: Name[]
): Promise<Record<Name, string>> {
  const form = await c.req.parseBody().catch((cause: unknown) => {
    throw new LaurelError('invalid_request', 'The form does not parse.', { cause })
  })
  const entries = names.map((name) => [name, typeof form[name] === 'string' ? form[name] : ''])
  return Object.fromEntries(entries) as Record<Name, string>
}
