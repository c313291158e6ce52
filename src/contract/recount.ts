import { z } from '@hono/zod-openapi'
import { TIER_NAMES } from '../engine/types.ts'

export const RecountRequestSchema = z
  .object({
    confirm: z
      .boolean()
      .default(false)
      .openapi({ description: 'Without it, nothing changes: the response says what would.' }),
  })
  .openapi('RecountRequest')

const change = {
  achievement: z.string(),
  name: z.string(),
  tier: z.enum(TIER_NAMES).nullable().openapi({ description: 'null for a badge without tiers.' }),
}
const unixSeconds = z.number().openapi({ description: 'Unix seconds.' })

/** What a recount removes or dates differently. */
export const RecountSchema = z
  .object({
    done: z.boolean(),
    removed: z
      .array(z.object(change))
      .openapi({ description: 'Badges and tiers that the current counts do not reach.' }),
    redated: z
      .array(z.object({ ...change, from: unixSeconds, to: unixSeconds }))
      .openapi({ description: 'Badges and tiers that another session earned.' }),
  })
  .openapi('Recount')
export type Recount = z.infer<typeof RecountSchema>
export type RecountChanges = Omit<Recount, 'done'>
