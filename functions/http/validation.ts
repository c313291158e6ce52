import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type ErrorCode, LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'

/** Fields whose errors have their own code. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  handle: 'invalid_handle',
  time_zone: 'invalid_time_zone',
}

/**
 * Converts the first validation issue into the standard error, which names the field and the problem, never the value.
 * @throws LaurelError `invalid_handle`, `invalid_time_zone`, `invalid_request`
 */
export function onInvalid(result: { success: boolean; error?: z.ZodError }, c: Context<AppEnv>): undefined {
  if (result.success) return
  throw invalid(c, result.error)
}

/**
 * Returns a value as parsed by the schema.
 * @throws LaurelError as `onInvalid` does
 */
export function validated<Schema extends z.ZodType>(
  c: Context<AppEnv>,
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value)
  if (!result.success) throw invalid(c, result.error)
  return result.data
}

/** Returns the error for a failed validation of what a program sent. */
export function invalid(c: Context<AppEnv>, error: z.ZodError | undefined): LaurelError {
  const { code, message, field } = invalidForm(error)
  return new LaurelError(code, message, { field, hint: `The API is described at ${c.var.paths.docs}.` })
}

/** Returns the error for a failed validation of what a person sent, to whom the API is nothing. */
export function invalidForm(error: z.ZodError | undefined): LaurelError {
  const issue = error?.issues[0]
  const field = issue?.path.join('.') ?? ''
  return new LaurelError(CODES[field] ?? 'invalid_request', issue?.message ?? 'The request is invalid.', {
    field,
  })
}
