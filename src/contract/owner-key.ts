import { z } from '@hono/zod-openapi'

const SecretSchema = z.string().max(200)

export const ReplaceKeySchema = z
  .strictObject({
    recovery_code: SecretSchema.optional().openapi({
      description: 'Takes the place of the present key. Works once: the answer has the next one.',
    }),
    renew_recovery_code: z.boolean().optional().openapi({
      description: 'Makes a new recovery code too. For who sends the key: a browser’s sign-in is not enough.',
    }),
  })
  .openapi('ReplaceKey')

export const ReplacedKeySchema = z
  .object({
    owner_key: z.string().openapi({ description: 'Shown this once. Only its SHA-256 is kept.' }),
    recovery_code: z.string().optional().openapi({
      description: 'The next recovery code, shown this once. Absent if the present one stays.',
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
    current: z.boolean().openapi({ description: 'Whether it is the browser that asks.' }),
  })
  .openapi('SignIn')

export const SignInsSchema = z.object({ sign_ins: z.array(SignInSchema) }).openapi('SignIns')
export type SignIns = z.infer<typeof SignInsSchema>
