import { z } from '@hono/zod-openapi'

export type { FileManifest } from './snapshots.ts'

/**
 * The chunk protocol: the client sends a snapshot's manifest; the response names the chunks that the server lacks;
 * these are put in any order; the commit makes it the source's latest snapshot, or names what is missing.
 */

export const Sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'A SHA-256 is 64 lowercase hexadecimal digits.')
  .openapi('Sha256')

export const FileManifestSchema = z
  .object({
    size: z.int().min(0).openapi({ description: 'Size of the file in bytes.' }),
    chunk_size: z.int().min(1).openapi({
      description: 'Size in bytes of every chunk but the last. The server says which size it takes.',
    }),
    chunks: z.array(Sha256Schema).openapi({ description: 'SHA-256 of each chunk, in order.' }),
  })
  .openapi('FileManifest')

export const BeginUploadSchema = z
  .strictObject({
    main: FileManifestSchema.openapi({ description: 'state.db' }),
    wal: FileManifestSchema.nullable()
      .default(null)
      .openapi({ description: 'state.db-wal, if there is one.' }),
  })
  .openapi('BeginUpload')
export type BeginUpload = z.infer<typeof BeginUploadSchema>

export const UploadTicketSchema = z
  .object({
    upload_id: z.string(),
    missing: z
      .array(Sha256Schema)
      .openapi({ description: 'Chunks that the server lacks. Nothing else needs to be sent.' }),
    expires_at: z
      .number()
      .openapi({ description: 'Unix seconds. The chunks of this upload are kept until then.' }),
  })
  .openapi('UploadTicket')
export type UploadTicket = z.infer<typeof UploadTicketSchema>
