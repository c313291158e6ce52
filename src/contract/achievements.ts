import { z } from '@hono/zod-openapi'
import { TIER_NAMES } from '../engine/types.ts'
import { IdentitySchema } from './identity.ts'
import { WARNING_KINDS } from './warnings.ts'

/** Schemas of the published view and of all responses made from it. */

export const TierName = z.enum(TIER_NAMES).openapi('Tier')

const count = z.int().min(0)
const unixSeconds = z.number().openapi({ example: 1_750_000_000 })

export const EvidenceSchema = z
  .object({
    session_id: z.string().optional().openapi({ description: 'For the owner only.' }),
    title: z.string().optional().openapi({ description: 'For the owner only.' }),
    value: count,
  })
  .openapi('Evidence')

/** When something was earned, and how that was determined. */
const earned = {
  recorded_at: unixSeconds.optional().openapi({
    description: 'When a scan first counted it. Absent from older records, which kept one time only.',
  }),
  dated_by: z.literal('scan').optional().openapi({
    description: 'The session that earned it has no usable time, so this is the time of the scan.',
  }),
  imported: z.literal(true).optional().openapi({
    description: 'The first scan of a history counted it, so it isn’t news.',
  }),
}

export const AchievementSchema = z
  .object({
    id: z.string().openapi({ description: 'Secrets that are still hidden are `secret_1`, `secret_2`, …' }),
    name: z.string(),
    description: z.string(),
    criteria: z.string().openapi({ description: 'What counts, in a sentence.' }),
    category: z.string(),
    kind: z.enum(['best_session', 'lifetime', 'multi_condition', 'secret']),
    icon: z.string(),
    secret: z.literal(true).optional(),
    state: z.enum(['unlocked', 'discovered', 'secret']),
    unlocked: z.boolean(),
    discovered: z.boolean(),
    progress: count,
    progress_pct: z.int().min(0).max(100),
    tier: TierName.nullable(),
    next_tier: TierName.nullable(),
    next_threshold: count.nullable(),
    threshold_metric: z.string().optional(),
    tiers: z.array(z.object({ name: TierName, threshold: count })).optional(),
    requirements: z.array(z.object({ metric: z.string(), gte: count })).optional(),
    unlocked_at: unixSeconds.nullable().openapi({
      description: 'The last activity of the session that unlocked it.',
    }),
    ...earned,
    first_tier: TierName.nullable().optional(),
    tier_history: z.array(z.object({ tier: TierName, reached_at: unixSeconds, ...earned })).openapi({
      description:
        'When each tier was reached: the last activity of the session that reached it. Lowest tier first.',
    }),
    evidence: EvidenceSchema.nullable().optional(),
  })
  .openapi('Achievement')
export type Achievement = z.infer<typeof AchievementSchema>

export const ScanStatusSchema = z
  .object({
    state: z.enum(['idle', 'running', 'failed']),
    started_at: unixSeconds.nullable(),
    finished_at: unixSeconds.nullable(),
    last_error: z.string().nullable(),
    last_duration_ms: z.number().nullable(),
    run_count: count,
    ttl_seconds: count,
    snapshot_generated_at: unixSeconds.nullable(),
    snapshot_age_seconds: z.number().nullable(),
    snapshot_stale: z.boolean(),
    joined_count: count.openapi({ description: 'Requests that joined a running scan.' }),
    stale_served_count: count.openapi({ description: 'Requests answered from a stale view.' }),
    failed_count: count,
    duration_ms_p95: z.number().nullable(),
  })
  .openapi('ScanStatus')
export type ScanStatus = z.infer<typeof ScanStatusSchema>

export const ScanWarningSchema = z
  .object({
    kind: z.enum(WARNING_KINDS),
    session: z.string().nullable().openapi({ description: 'Its id; null if that is unreadable too.' }),
    effect: z.string().openapi({ description: 'What that means for the counts, in a sentence.' }),
  })
  .openapi('ScanWarning')

export const ScanMetaSchema = z
  .object({
    mode: z.enum(['pending', 'in_progress', 'full', 'incremental', 'failed']),
    sessions_total: count,
    sessions_rescanned: count,
    sessions_reused: count,
    sessions_scanned_so_far: count,
    sessions_expected_total: count,
    status: ScanStatusSchema.optional(),
    warnings: z.array(ScanWarningSchema).optional().openapi({
      description:
        'Sessions that could not be counted completely. For the owner only; absent if there are none.',
    }),
    more_warnings: count.optional().openapi({ description: 'How many more there are, not listed.' }),
  })
  .openapi('ScanMeta')
export type ScanMeta = z.infer<typeof ScanMetaSchema>

export const ProvenanceSchema = z.enum(['scanned', 'self-reported', 'mixed', 'none']).openapi('Provenance', {
  description:
    'Who counted. `scanned`: this server, from uploaded histories. `self-reported`: the owner’s machine; the server checked the counts for plausibility, not for truth. `mixed`: some of both. `none`: nothing is counted yet.',
})
export type Provenance = z.infer<typeof ProvenanceSchema>

export const MasteredSchema = z
  .object({
    category: z.string(),
    mastered_at: unixSeconds.openapi({
      description: 'When the last of the badges was unlocked that the category had when it was mastered.',
    }),
    new_badges: count.openapi({
      description: 'Badges that the category got later and that are still to earn, without hidden secrets.',
    }),
  })
  .openapi('Mastered')
export type Mastered = z.infer<typeof MasteredSchema>

export const AchievementsPayloadSchema = z
  .object({
    achievements: z.array(AchievementSchema),
    unlocked_count: count,
    discovered_count: count,
    secret_count: count,
    total_count: count,
    mastered: z.array(MasteredSchema).optional().openapi({
      description:
        'Categories whose badges were all unlocked, secrets included. New badges of the catalog take none away; a recount or a reset does. Absent if there are none.',
    }),
    generated_at: unixSeconds.nullable(),
    is_stale: z.boolean(),
    error: z.string().nullable(),
    provenance: ProvenanceSchema,
    scan_meta: ScanMetaSchema,
    identity: IdentitySchema.optional().openapi({
      description: 'Whose page it is, as its owner says. Absent if they say nothing.',
    }),
  })
  .openapi('Achievements')

/** The published view as the API returns it; the public gets no session ids and titles. */
export type AchievementsPayload = z.infer<typeof AchievementsPayloadSchema>

/** Filters and sorting of `GET achievements`. */
export const AchievementsQuerySchema = z.object({
  state: z.enum(['unlocked', 'discovered', 'secret']).optional(),
  category: z.string().max(64).optional(),
  sort_by: z.enum(['name', 'tier', 'progress', 'evidence', 'unlocked_at']).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
})
export type AchievementsQuery = z.infer<typeof AchievementsQuerySchema>

export const RecentUnlocksSchema = z.array(AchievementSchema).openapi('RecentUnlocks')

export const SummarySchema = z
  .object({
    unlocked_count: count,
    discovered_count: count,
    secret_count: count,
    total_count: count,
    total_sessions: count,
    total_tool_calls: count,
    top_tier: TierName.nullable(),
    strengths: z.array(z.object({ category: z.string(), unlocked: count, total: count })),
    gaps: z.array(z.object({ category: z.string(), unlocked: count, total: count, progress_pct: z.int() })),
    unlocked_ids: z.array(z.string()),
    provenance: ProvenanceSchema,
    generated_at: unixSeconds.nullable(),
  })
  .openapi('Summary')
export type Summary = z.infer<typeof SummarySchema>
