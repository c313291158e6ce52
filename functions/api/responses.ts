import { z } from '@hono/zod-openapi'
import { ERROR_STATUS } from '../../src/errors.ts'

/** Shared parts of route descriptions. */

export const ErrorSchema = z
  .object({
    error: z.object({
      code: z.enum(Object.keys(ERROR_STATUS)).openapi({ example: 'profile_not_found' }),
      message: z.string(),
      hint: z.string().optional().openapi({ description: 'What to do about it.' }),
    }),
  })
  .openapi('Error')

/** Describes a JSON response. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { content: { 'application/json': { schema } }, description }
}

const DESCRIPTIONS = {
  400: 'The request is invalid.',
  401: 'The owner key is missing.',
  403: 'The owner key is wrong, or another site sent the request.',
  404: 'It doesn’t exist, or you may not see it.',
  409: 'It conflicts with the current state.',
  413: 'It is too large.',
  415: 'The type or encoding of the body is unsupported.',
  421: 'The server does this only at its public URL.',
  422: 'The history can’t be used; what was there before stays.',
  429: 'Too many requests.',
} as const

/** Describes the errors of a route, all of one shape. */
export function errors<Status extends keyof typeof DESCRIPTIONS>(...statuses: Status[]) {
  const entries = statuses.map((status) => [status, json(ErrorSchema, DESCRIPTIONS[status])])
  return Object.fromEntries(entries) as Record<Status, ReturnType<typeof json<typeof ErrorSchema>>>
}

/** Describes a route that needs the owner key. */
export const OWNER_ONLY = [{ ownerKey: [] }, { ownerCookie: [] }]
