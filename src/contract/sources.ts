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
    '`scanned`: this server counts, from an uploaded history. `self-reported`: the owner’s machine counted; the counts are checked for plausibility, not for truth.',
})
export type SourceKind = z.infer<typeof SourceKindSchema>

export const SourceSchema = z
  .object({
    name: z.string(),
    kind: SourceKindSchema,
    retention: RetentionSchema,
    bytes: z.int().openapi({ description: 'Size of the stored history; 0 if there is none.' }),
    sessions: z.int().openapi({ description: 'Number of sessions counted.' }),
    received_at: z
      .number()
      .nullable()
      .openapi({ description: 'Unix seconds: when the latest history or report arrived; null if none has.' }),
    elsewhere: z.object({ sessions: z.int(), sources: z.array(z.string()) }).openapi({
      description: 'Sessions counted by their copy in another source, and which sources those are.',
    }),
    within: z.array(z.string()).openapi({
      description:
        'Other sources, if these have all of its sessions too. Empty if it has some of its own, or none.',
    }),
    has_details: z.boolean().openapi({
      description: 'Whether details of its sessions are stored too, for the owner’s lists and insights.',
    }),
    scanned: z
      .boolean()
      .openapi({ description: 'Whether its counts are those of the latest history or report.' }),
    needs_upload: z.boolean().openapi({
      description:
        'Another version of the engine counted it, and its history is not stored here: upload or report it again to recount.',
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
        'All histories together, with unfinished uploads and deleted data that is not collected yet. What they share counts once.',
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
