import { z } from '@hono/zod-openapi'

/** A file as its chunks: their SHA-256 in lower-case hex, in order. All are `chunk_size` bytes long but the last. */
export interface FileManifest {
  /** Bytes. */
  size: number
  chunk_size: number
  chunks: string[]
}

/** What a snapshot consists of: the database and, where there is one, its write-ahead log. */
export interface Manifest extends FileManifest {
  /** Names the snapshot's version: SHA-256 of the whole file, or of the manifest where it came in chunks. */
  sha256: string
  wal?: FileManifest | null
}

export const SnapshotReceiptSchema = z
  .object({
    source: z.string(),
    sha256: z.string().openapi({
      description:
        'Names the version: SHA-256 of the whole file, or of its manifest where it came in chunks.',
    }),
    bytes: z.int(),
    unchanged: z
      .boolean()
      .openapi({ description: 'The same bytes were already there: nothing new to scan.' }),
    scan: z.enum(['started', 'queued', 'none']),
    hint: z.string().optional().openapi({
      description: 'What to do when the newest rows are missing: there where a log may lie beside the file.',
    }),
  })
  .openapi('SnapshotReceipt')

/** The answer to an upload. `queued`: a scan runs, and this snapshot is scanned next. */
export type SnapshotReceipt = z.infer<typeof SnapshotReceiptSchema>
