import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Config } from '../../src/config.ts'
import { HandleSchema, SourceNameSchema } from '../../src/contract/profiles.ts'
import { type FileManifest, type Manifest, SnapshotReceiptSchema } from '../../src/contract/snapshots.ts'
import {
  type BeginUpload,
  BeginUploadSchema,
  Sha256Schema,
  UploadTicketSchema,
} from '../../src/contract/uploads.ts'
import { sha256Hex } from '../../src/digest.ts'
import { LaurelError } from '../../src/errors.ts'
import { emptyUpload, mostlyEmpty, tooLarge } from '../../src/storage/snapshot-writer.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { lengthsOf } from '../profile/chunk-retention.ts'
import { profileClient } from '../profile/client.ts'
import { receiveChunk } from '../profile/receive-chunk.ts'
import { ErrorSchema, errors, json, OWNER_ONLY } from './responses.ts'

const SourceParams = z.object({ handle: HandleSchema, source: SourceNameSchema })
const UploadParams = SourceParams.extend({ upload: z.uuid() })

const begin = createRoute({
  method: 'post',
  path: '/profiles/{handle}/sources/{source}/uploads',
  operationId: 'beginUpload',
  summary: 'Begin an upload in chunks',
  description:
    'For histories of any size. The response lists the missing chunks: send them in any order, then commit. Starting the same upload again resumes it.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: SourceParams,
    body: { required: true, content: { 'application/json': { schema: BeginUploadSchema } } },
  },
  responses: {
    201: json(UploadTicketSchema, 'What to send.'),
    ...errors(400, 401, 403, 404, 413, 415, 422, 429),
  },
})

const put = createRoute({
  method: 'put',
  path: '/profiles/{handle}/sources/{source}/uploads/{upload}/chunks/{sha256}',
  operationId: 'sendChunk',
  summary: 'Send a chunk',
  description:
    'The body is the bytes of the chunk. Sending it twice does no harm. Send at most six at once; more get a 429.',
  security: OWNER_ONLY,
  middleware: [rateLimit('chunk'), access('owner')] as const,
  request: {
    params: UploadParams.extend({ sha256: Sha256Schema }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: { 204: { description: 'Stored.' }, ...errors(400, 401, 403, 404, 413, 422, 429) },
})

const commit = createRoute({
  method: 'post',
  path: '/profiles/{handle}/sources/{source}/uploads/{upload}/commit',
  operationId: 'commitUpload',
  summary: 'Commit an upload',
  description:
    'Makes the snapshot the latest one of its source and scans it. Committing again returns the same response.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: UploadParams },
  responses: {
    200: json(SnapshotReceiptSchema, 'It is the latest snapshot.'),
    409: json(
      ErrorSchema.extend({ missing: z.array(Sha256Schema).optional() }),
      'Chunks are missing: `missing` lists them.',
    ),
    ...errors(400, 401, 403, 404, 422, 429),
  },
})

const abandon = createRoute({
  method: 'delete',
  path: '/profiles/{handle}/sources/{source}/uploads/{upload}',
  operationId: 'cancelUpload',
  summary: 'Cancel an upload',
  description: 'Its chunks are deleted unless a snapshot needs them.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: UploadParams },
  responses: { 204: { description: 'Cancelled.' }, ...errors(400, 401, 403, 404, 429) },
})

export const uploadsApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(begin, async (c) => {
    const { profile } = c.var.access
    const manifest = await checkedManifest(c.req.valid('json'), c.var.config)
    const { source } = c.req.valid('param')
    const { uploads } = profileClient(c.env, profile.handle)
    const begun = await uploads.beginChunked(profile.id, source, manifest)
    return c.json({ upload_id: begun.id, missing: begun.missing, expires_at: begun.expiresAt }, 201)
  })
  .openapi(put, async (c) => {
    const { profile } = c.var.access
    const { source, upload, sha256 } = c.req.valid('param')
    await receiveChunk(c.env, c.var.config, { profile, source, uploadId: upload }, sha256, c.req.raw.body)
    return c.body(null, 204)
  })
  .openapi(commit, async (c) => {
    const { profile } = c.var.access
    const { upload } = c.req.valid('param')
    const outcome = await profileClient(c.env, profile.handle).uploads.commitChunked(profile.id, upload)
    if ('receipt' in outcome) return c.json(outcome.receipt, 200)
    const error = new LaurelError('chunks_missing', 'Chunks are missing.', {
      hint: 'Send them, then commit again.',
    })
    return c.json({ ...error.toBody(), missing: outcome.missing }, 409)
  })
  .openapi(abandon, async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).uploads.abandon(c.req.valid('param').upload)
    return c.body(null, 204)
  })

/**
 * Returns the manifest of an announced snapshot and its SHA-256.
 * @throws LaurelError `empty_upload`, `snapshot_too_large`, `invalid_request`
 */
async function checkedManifest({ main, wal }: BeginUpload, config: Config): Promise<Manifest> {
  if (main.size === 0) throw emptyUpload()
  if (main.size + (wal?.size ?? 0) > config.SNAPSHOT_MAX_BYTES) throw tooLarge(config.SNAPSHOT_MAX_BYTES)
  checkChunks(main, config.CHUNK_BYTES)
  if (wal) checkChunks(wal, config.CHUNK_BYTES)
  const manifest = { ...main, sha256: await sha256Hex(JSON.stringify([main, wal])), wal }
  const chunks = main.chunks.length + (wal?.chunks.length ?? 0)
  if (chunks > lengthsOf(manifest).size * config.CHUNK_REPEATS_MAX) throw mostlyEmpty()
  return manifest
}

function checkChunks({ size, chunk_size, chunks }: FileManifest, chunkBytes: number): void {
  if (chunk_size !== chunkBytes) {
    throw new LaurelError('invalid_request', `chunk_size: This server takes chunks of ${chunkBytes} bytes.`)
  }
  if (chunks.length !== Math.ceil(size / chunk_size)) {
    throw new LaurelError('invalid_request', 'chunks: There must be as many as the size needs.')
  }
}
