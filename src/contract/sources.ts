import { z } from '@hono/zod-openapi'
import { SourceNameSchema } from './profiles.ts'

/** The histories of a profile: several agents or machines, merged into one page. */

export const RetentionSchema = z.enum(['keep', 'delete-after-scan']).openapi('Retention', {
  description:
    '`keep`: the history stays until the next upload replaces it. `delete-after-scan`: after the scan, only its counts stay.',
})
export type Retention = z.infer<typeof RetentionSchema>

export const SourceKindSchema = z.enum(['scanned', 'self-reported']).openapi('SourceKind', {
  description:
    '`scanned`: this server counts, from a history that was uploaded. `self-reported`: the owner’s machine counted; the counts are checked for plausibility, not for truth.',
})
export type SourceKind = z.infer<typeof SourceKindSchema>

export const SourceSchema = z
  .object({
    name: z.string(),
    kind: SourceKindSchema,
    retention: RetentionSchema,
    bytes: z.int().openapi({ description: 'Of the history that is stored; 0 when none is.' }),
    sessions: z.int().openapi({ description: 'Sessions that were counted.' }),
    received_at: z
      .number()
      .nullable()
      .openapi({ description: 'Unix seconds: when the latest history or report came. null: none has.' }),
    elsewhere: z.object({ sessions: z.int(), sources: z.array(z.string()) }).openapi({
      description: 'Sessions that count by the copy of another source, and which sources these are.',
    }),
    within: z.array(z.string()).openapi({
      description:
        'Other sources, if these have all of its sessions too. Empty: it has some of its own, or none.',
    }),
    has_details: z.boolean().openapi({
      description: 'Details of its sessions are here, for the owner’s lists and insights: not counts alone.',
    }),
    scanned: z.boolean().openapi({ description: 'Its counts are those of the latest history or report.' }),
    needs_upload: z.boolean().openapi({
      description:
        'Its figures were counted by another engine and its history is not here: upload it, or report it, again for new ones.',
    }),
  })
  .openapi('Source')
export type Source = z.infer<typeof SourceSchema>

export const SourcesSchema = z
  .object({
    sources: z.array(SourceSchema),
    sources_max: z.int(),
    bytes: z.int().openapi({
      description:
        'Of all histories together, with uploads under way and what has not been collected yet. Parts that they share count once.',
    }),
    bytes_max: z.int(),
  })
  .openapi('Sources')
export type Sources = z.infer<typeof SourcesSchema>

export const AddSourceSchema = z
  .strictObject({ name: SourceNameSchema, retention: RetentionSchema.default('keep') })
  .openapi('AddSource')

export const ChangeSourceSchema = z
  .strictObject({ name: SourceNameSchema.optional(), retention: RetentionSchema.optional() })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one of name and retention.')
  .openapi('ChangeSource')
