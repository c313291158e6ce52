import { z } from '@hono/zod-openapi'

/**
 * What a snapshot consists of: its size in bytes and the SHA-256 (lower-case hex) of each of its chunks, in
 * order. All chunks are `chunk_size` bytes long but the last.
 */
export interface Manifest {
  size: number
  chunk_size: number
  chunks: string[]
  /** SHA-256 of the whole file: names the snapshot's version. */
  sha256: string
}

export const SnapshotReceiptSchema = z
  .object({
    source: z.string(),
    sha256: z.string().openapi({ description: 'SHA-256 of the whole history: names its version.' }),
    bytes: z.int(),
    unchanged: z
      .boolean()
      .openapi({ description: 'The same bytes were already there: nothing new to scan.' }),
    scan: z.enum(['started', 'queued', 'none']),
  })
  .openapi('SnapshotReceipt')

/** The answer to an upload. `queued`: a scan runs, and this snapshot is scanned next. */
export type SnapshotReceipt = z.infer<typeof SnapshotReceiptSchema>
