import { z } from '@hono/zod-openapi'
import { SourceNameSchema } from './profiles.ts'

/** The histories of a profile: several agents, or several machines, merged into one page. */

export const RetentionSchema = z.enum(['keep', 'delete-after-scan']).openapi('Retention', {
  description:
    '`keep`: the history stays until the next one takes its place. `delete-after-scan`: once it is scanned, only its figures stay.',
})
export type Retention = z.infer<typeof RetentionSchema>

export const SourceSchema = z
  .object({
    name: z.string(),
    retention: RetentionSchema,
    bytes: z.int().openapi({ description: 'Of the history that is stored; 0 when none is.' }),
    sessions: z.int().openapi({ description: 'Sessions that its figures are of.' }),
    received_at: z
      .number()
      .nullable()
      .openapi({ description: 'Unix seconds: when the latest history came. null: none has.' }),
    scanned: z.boolean().openapi({ description: 'Its figures are those of the latest history.' }),
    needs_upload: z.boolean().openapi({
      description:
        'Its figures were counted by an earlier engine and its history is deleted: upload it again for new ones.',
    }),
  })
  .openapi('Source')
export type Source = z.infer<typeof SourceSchema>

export const SourcesSchema = z
  .object({
    sources: z.array(SourceSchema),
    sources_max: z.int(),
    bytes: z.int().openapi({ description: 'Of all stored histories together.' }),
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
