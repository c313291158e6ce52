import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'
import { validated } from './validation.ts'

/**
 * Returns the fields of a form, validated by a schema.
 * @throws LaurelError `invalid_request` if the body does not parse, and as `onInvalid` does
 */
export async function formAs<Schema extends z.ZodObject>(
  c: Context<AppEnv>,
  schema: Schema,
): Promise<z.output<Schema>> {
  return validated(c, schema, await formFields(c, ...Object.keys(schema.shape)))
}

/**
 * Returns the named text fields of a form; a field that is missing or a file is ''.
 * @throws LaurelError `invalid_request` if the body is not what its Content-Type says
 */
export async function formFields<Name extends string>(
  c: Context,
  ...names: Name[]
): Promise<Record<Name, string>> {
  const form = await c.req.parseBody().catch((cause: unknown) => {
    throw new LaurelError('invalid_request', 'The form is malformed.', { cause })
  })
  const entries = names.map((name) => [name, typeof form[name] === 'string' ? form[name] : ''])
  return Object.fromEntries(entries) as Record<Name, string>
}
