import { z } from '@hono/zod-openapi'

const SecretSchema = z.string().max(200)

export const ReplaceKeySchema = z
  .strictObject({
    recovery_code: SecretSchema.optional().openapi({
      description: 'Stands in for the current key. Works once; the response has the next one.',
    }),
    renew_recovery_code: z.boolean().optional().openapi({
      description: 'Also makes a new recovery code. Needs the key itself: a browser’s sign-in is not enough.',
    }),
  })
  .openapi('ReplaceKey')

export const ReplacedKeySchema = z
  .object({
    owner_key: z.string().openapi({ description: 'Shown only once; the server keeps just its SHA-256.' }),
    recovery_code: z.string().optional().openapi({
      description: 'The next recovery code, shown only once. Absent if the current one stays.',
    }),
  })
  .openapi('ReplacedKey')
export type ReplacedKey = z.infer<typeof ReplacedKeySchema>

export const SignInSchema = z
  .object({
    id: z.uuid(),
    browser: z.string().openapi({ example: 'Firefox on Linux' }),
    created_at: z.number(),
    last_seen_on: z.string().openapi({ description: 'A day in UTC.', example: '2026-03-12' }),
    current: z.boolean().openapi({ description: 'Whether this is the browser that asks.' }),
  })
  .openapi('SignIn')

export const SignInsSchema = z.object({ sign_ins: z.array(SignInSchema) }).openapi('SignIns')
export type SignIns = z.infer<typeof SignInsSchema>
