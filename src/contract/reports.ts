import { z } from '@hono/zod-openapi'
import { REPORTED_MODEL } from '../engine/providers.ts'
import { COUNTED_STATS } from '../engine/stats.ts'
import { REPORT_BATCH_MAX } from './report-batch.ts'
import { SessionRecordSchema } from './session-records.ts'
import { Sha256Schema } from './uploads.ts'

export { REPORT_BATCH_MAX }

/**
 * The report protocol: a client that scanned a history elsewhere reports the counts of its sessions, without any of
 * their text. The report begins; the response lists the known sessions in 256 buckets; new, changed and removed ones
 * are put in batches, in any order; the commit makes them count, or fails if the server's state differs from the
 * client's.
 */

/** The name of a session: HMAC-SHA256 of its id under the profile's naming key, the first 128 bits. */
export const ReportedIdSchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'A reported id is 32 lowercase hexadecimal digits.')
  .openapi({
    description: 'The first 128 bits of the HMAC-SHA256 of the session’s id under the profile’s naming key.',
  })

/**
 * Shows whether a session has changed: HMAC-SHA256 of its row under a key that only the owner has, the first 64 bits.
 */
export const ReportedFingerprintSchema = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'A fingerprint is 16 lowercase hexadecimal digits.')

/** More than any session has; sums over all sessions of a profile stay exact. */
const COUNT_MAX = 1_000_000_000

const Count = z.int().min(0).max(COUNT_MAX)

export const ReportedSessionSchema = z
  .strictObject({
    id: ReportedIdSchema,
    fingerprint: ReportedFingerprintSchema,
    started_at: z
      .int()
      .nullable()
      .openapi({ description: 'Unix seconds, to the minute. Decides weekends and nights.' }),
    last_active: z.int().nullable().optional().openapi({
      description:
        'Unix seconds, to the minute. Of copies of a session, the one with the latest activity counts. Default: `started_at`.',
    }),
    model: z
      .string()
      .regex(REPORTED_MODEL, 'A reported model is two digests, such as 0123456789abcdef/0123456789abcdef.')
      .nullable()
      .openapi({
        description:
          '`PROVIDER/MODEL`: of each, the first 16 digits of the SHA-256 of its name. The provider is empty if the name doesn’t identify one; `local:` precedes a model that runs on the owner’s machine.',
      }),
    title: z
      .string()
      .max(512)
      .optional()
      .openapi({ description: 'Only if the owner chooses to send it. Nobody else sees it.' }),
    record: SessionRecordSchema.optional(),
    counts: z
      .partialRecord(z.enum(COUNTED_STATS), Count)
      // Described without names, some of which would reveal hidden achievements.
      .openapi({
        type: 'object',
        additionalProperties: { type: 'integer', minimum: 0, maximum: COUNT_MAX },
        description:
          'How often each thing occurred, under the names that `laurel push --print` shows. Zeros may be left out.',
      }),
  })
  .openapi('ReportedSession')
export type ReportedSession = z.infer<typeof ReportedSessionSchema>

export const BeginReportSchema = z
  .strictObject({
    engine_version: z
      .int()
      .openapi({ description: 'The version of the engine that counted. It must match the server’s.' }),
  })
  .openapi('BeginReport')

/** Tells machines that report to one source apart. It is made from random bytes, never from a name. */
export const MachineSchema = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'A machine’s id is 16 lowercase hexadecimal digits.')
  .openapi({
    description:
      'The machine that reports: 16 random hexadecimal digits that it keeps. Each machine’s sessions are kept apart, and a report changes only its own. Machines without an id count as one.',
    example: '0123456789abcdef',
  })

const BucketSchema = z.string().regex(/^[0-9a-f]{2}$/)

export const ReportTicketSchema = z
  .object({
    report_id: z.string(),
    expires_at: z.number().openapi({ description: 'Unix seconds.' }),
    sessions: z.int().openapi({ description: 'Number of known sessions.' }),
    buckets: z.array(z.string()).length(256).openapi({
      description:
        'For each first byte of an id, 00 to ff: the first 16 digits of the SHA-256 of the sorted lines `id fingerprint`, each ending in LF; empty if there are none.',
    }),
  })
  .openapi('ReportTicket')
export type ReportTicket = z.infer<typeof ReportTicketSchema>

/** `buckets=00,1f`: the buckets whose sessions are requested. */
export const BucketsQuerySchema = z.object({
  buckets: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(BucketSchema).min(1).max(256)),
})

export const KnownSessionsSchema = z
  .object({ sessions: z.record(ReportedIdSchema, ReportedFingerprintSchema) })
  .openapi('KnownSessions')
export type KnownSessions = z.infer<typeof KnownSessionsSchema>

export const ReportBatchSchema = z
  .strictObject({
    sessions: z.array(ReportedSessionSchema).max(REPORT_BATCH_MAX).default([]),
    removed: z.array(ReportedIdSchema).max(REPORT_BATCH_MAX).default([]),
  })
  .openapi('ReportBatch')
export type ReportBatch = z.infer<typeof ReportBatchSchema>

export const CommitReportSchema = z
  .strictObject({
    sessions: Count.openapi({ description: 'Number of sessions in the history.' }),
    digest: Sha256Schema.openapi({ description: 'SHA-256 of the 256 buckets, joined by LF.' }),
  })
  .openapi('CommitReport')
export type CommitReport = z.infer<typeof CommitReportSchema>

export const ReportReceiptSchema = z
  .object({
    source: z.string(),
    sessions: z.int(),
    unchanged: z.boolean().openapi({ description: 'Everything was known already.' }),
    elsewhere: z
      .object({ sessions: z.int(), sources: z.array(z.string()) })
      .optional()
      .openapi({
        description:
          'Sessions that other histories of the profile have too, and which histories these are. Absent if there are none, or from an older server.',
      }),
    scan: z.enum(['started', 'queued', 'none']).openapi({ description: 'The scan that merges what is new.' }),
  })
  .openapi('ReportReceipt')
export type ReportReceipt = z.infer<typeof ReportReceiptSchema>
