import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { LaurelError } from '../../src/errors.ts'
import { invalidForm } from './validation.ts'

/**
 * Returns the fields of a form, validated by a schema.
 * @throws LaurelError `invalid_request` if the body does not parse, and as `valid` does
 */
export async function formAs<Schema extends z.ZodObject>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  return valid(schema, await formFields(c, ...Object.keys(schema.shape)))
}

/**
 * Returns what a form says, as parsed by the schema.
 * @throws LaurelError as `onInvalid` does, in words for people
 */
export function valid<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (!result.success) throw invalidForm(result.error)
  return result.data
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
