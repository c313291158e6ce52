import { z } from '@hono/zod-openapi'

/** A file as its chunks: their SHA-256 in lower-case hex, in order. All but the last are `chunk_size` bytes long. */
export interface FileManifest {
  /** Bytes. */
  size: number
  chunk_size: number
  chunks: string[]
}

/** The files of a snapshot: the database and its write-ahead log, if there is one. */
export interface Manifest extends FileManifest {
  /** Identifies the snapshot's version: SHA-256 of the whole file, or of the manifest if it was sent in chunks. */
  sha256: string
  wal?: FileManifest | null
}

export const SnapshotReceiptSchema = z
  .object({
    source: z.string(),
    sha256: z.string().openapi({
      description:
        'Names the version: the SHA-256 of the whole file, or of its manifest if it came in chunks.',
    }),
    bytes: z.int(),
    unchanged: z.boolean().openapi({ description: 'The same bytes were here already: nothing new to scan.' }),
    scan: z.enum(['started', 'queued', 'none']),
    hint: z.string().optional().openapi({
      description:
        'What to do if the newest rows are missing. Present if there may be a log next to the file.',
    }),
  })
  .openapi('SnapshotReceipt')

/** The response to an upload. `queued`: this snapshot is scanned after the running scan. */
export type SnapshotReceipt = z.infer<typeof SnapshotReceiptSchema>
