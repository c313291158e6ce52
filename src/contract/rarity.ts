import { z } from '@hono/zod-openapi'
import { TierName } from './achievements.ts'

/** How rare badges are among public pages: bands alone, of counts that are large enough. */

/** From the rarest on: fewer than so many of all pages have it, or else half of them or more. */
export const RARITY_BANDS = ['one_in_100', 'one_in_20', 'one_in_5', 'one_in_2', 'most'] as const
export type RarityBand = (typeof RARITY_BANDS)[number]
/** The bands of what most pages do not have. */
export type RareBand = Exclude<RarityBand, 'most'>

/** The longest time of each pace, in days; whoever took longer than all of these has the last pace. */
export const PACE_DAYS = [1, 3, 7, 14, 30, 60, 90, 180, 365, 730] as const

export const TierRaritySchema = z
  .object({
    tier: TierName.nullable().openapi({ description: 'Null for a badge without tiers.' }),
    band: z.enum(RARITY_BANDS).openapi({
      description:
        '`one_in_100`: fewer than 1 in 100 pages have it; `one_in_20`, `one_in_5` and `one_in_2` likewise. `most`: half of them, or more.',
    }),
    median_days: z.literal(PACE_DAYS).nullable().openapi({
      description:
        'Half of the pages that have it got there within so many days of their first session. Null: too few have it to say, or they took more than two years.',
    }),
  })
  .openapi('TierRarity')
export type TierRarity = z.infer<typeof TierRaritySchema>

export const BasisRaritySchema = z
  .object({
    pages: z.int().min(1).openapi({ description: 'Public pages that are counted.' }),
    badges: z.record(z.string(), z.array(TierRaritySchema)).openapi({
      description:
        'By the id of the badge: each tier that enough pages have, lowest first. Secrets are not counted.',
    }),
  })
  .openapi('BasisRarity')
export type BasisRarity = z.infer<typeof BasisRaritySchema>

export const RaritySchema = z
  .object({
    scanned: BasisRaritySchema.nullable().openapi({
      description: 'Among pages that this server counted, all of them. Null while there are too few.',
    }),
    self_reported: BasisRaritySchema.nullable().openapi({
      description:
        'Among pages that their owners’ machines counted, all or in part. Null while there are too few.',
    }),
  })
  .openapi('Rarity')
export type Rarity = z.infer<typeof RaritySchema>

/** What pages are counted apart by: who counted. */
export type RarityBasis = keyof Rarity

/** What is said where nothing is counted. */
export const NO_RARITY: Rarity = { scanned: null, self_reported: null }
