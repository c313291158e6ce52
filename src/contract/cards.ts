import { z } from '@hono/zod-openapi'
import { TIER_NAMES } from '../engine/types.ts'
import { LOCALES } from '../language/language.ts'
import { AchievementSchema, ProvenanceSchema } from './achievements.ts'
import type { RareBand } from './rarity.ts'

/**
 * The input of images, and the options in their URLs. An image URL never fails: unknown options are ignored, and
 * invalid values count as absent.
 */

/** The published view for images: as the public sees it, without sessions. */
export const CardViewSchema = z.object({
  handle: z.string(),
  /** An IANA name. */
  time_zone: z.string(),
  revision: z.int(),
  /** Unix seconds. */
  generated_at: z.number(),
  partial: z.boolean(),
  sessions_total: z.int(),
  /** Absent in views that were kept before this field. */
  provenance: ProvenanceSchema.optional(),
  achievements: z.array(AchievementSchema),
})
export type CardView = z.infer<typeof CardViewSchema>

/** A view with where its page is, which every picture says. */
export interface PicturedView extends CardView {
  /** The page's URL without its scheme. */
  page: string
  /** What its owner calls it; absent if nothing, or if the page’s object does not say. */
  name?: string
  /** The rarest badge of the page among public ones; absent if that is not known, or not asked for. */
  rarest?: { name: string; band: RareBand }
}

/** A year of days as its owner publishes it: how active each was, in levels that are relative to the others. */
export interface ActivityYear {
  /** The last day, counted from 1970-01-01 in the profile's calendar. */
  last: number
  /** A digit for each day up to the last one: 0 for one without sessions, 1 to 4. */
  levels: string
}

export const THEME_NAMES = [
  'parchment',
  'night',
  'marble',
  'chalk',
  'ink',
  'olive',
  'sand',
  'aegean',
  'rose',
  'bronze',
  'amphora',
  'delphi',
  'aurora',
  'wine',
  'olympus',
  'obsidian',
] as const
export type ThemeName = (typeof THEME_NAMES)[number]

/** The parts of an image. Those of `EXTRA_PARTS` are only drawn on request. */
export const PARTS = [
  'title',
  'highest',
  'tiers',
  'badges',
  'next',
  'updated',
  'latest',
  'rarest',
  'secrets',
  'locked',
] as const
export type Part = (typeof PARTS)[number]
export const EXTRA_PARTS: readonly Part[] = ['latest', 'rarest', 'secrets', 'locked']
/** The parts that a picture can have. */
export const PICTURE_PARTS: Readonly<Record<'card' | 'trophies', readonly Part[]>> = {
  card: PARTS.filter((part) => part !== 'locked'),
  trophies: ['title', 'updated', 'secrets', 'locked'],
}

/** How a card is arranged: whole, as one line, or as a till receipt. */
export const CARD_LAYOUTS = ['full', 'compact', 'receipt'] as const
export type CardLayout = (typeof CARD_LAYOUTS)[number]

export const BADGE_STYLES = ['flat', 'flat-square', 'for-the-badge'] as const
export type BadgeStyle = (typeof BADGE_STYLES)[number]

/** A CSS colour (CSS Color 4 section 5.2): 3, 4, 6 or 8 hexadecimal digits, with or without `#`. */
const colour = z
  .string()
  .regex(/^#?(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i)
  .transform((text) => `#${text.replace('#', '').toLowerCase()}`)

const yes = z.string().transform((text) => ['', '1', 'true', 'yes', 'on'].includes(text.toLowerCase()))

/** The options that are whole numbers, and their ranges. Units: CSS pixels, or items. */
export const RANGES = {
  border_radius: [0, 60],
  card_width: [320, 1200],
  columns: [1, 10],
  rows: [1, 20],
} as const

function whole([min, max]: readonly [min: number, max: number]) {
  return z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
}

/** The known names in a list; others are ignored. */
function some<Name extends string>(names: readonly Name[]) {
  return z.string().transform((text) => {
    const wanted = text.toLowerCase().split(/[\s,]+/)
    return names.filter((name) => wanted.includes(name.toLowerCase()))
  })
}

/** `de`, and variants such as `de-AT`. */
const locale = z
  .string()
  .transform((text) => text.toLowerCase().split(/[-_]/)[0])
  .pipe(z.enum(LOCALES))

/** An invalid value counts as absent. */
function lenient<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined)
}

const LOOKS = {
  theme: lenient(z.enum(['auto', ...THEME_NAMES])),
  bg_color: lenient(colour),
  title_color: lenient(colour),
  text_color: lenient(colour),
  border_color: lenient(colour),
  hide_border: lenient(yes),
  border_radius: lenient(whole(RANGES.border_radius)),
  locale: lenient(locale),
}

const FRAME = {
  ...LOOKS,
  hide: lenient(some(PARTS)),
  show: lenient(some(PARTS)),
  card_width: lenient(whole(RANGES.card_width)),
  disable_animations: lenient(yes),
}

export const CardOptionsSchema = z.object({ ...FRAME, layout: lenient(z.enum(CARD_LAYOUTS)) })
export type CardOptions = z.infer<typeof CardOptionsSchema>

export const TrophiesOptionsSchema = z.object({
  ...FRAME,
  columns: lenient(whole(RANGES.columns)),
  rows: lenient(whole(RANGES.rows)),
  category: lenient(z.string().min(1).max(64)),
  tier: lenient(some(TIER_NAMES)),
})
export type TrophiesOptions = z.infer<typeof TrophiesOptionsSchema>

export const BadgeOptionsSchema = z.object({
  ...LOOKS,
  style: lenient(z.enum(BADGE_STYLES)),
  achievement: lenient(z.string().min(1).max(64)),
})
export type BadgeOptions = z.infer<typeof BadgeOptionsSchema>

export const CalendarOptionsSchema = z.object(LOOKS)
export type CalendarOptions = z.infer<typeof CalendarOptionsSchema>

/** The options of the pictures that have more than one. */
export const PICTURE_OPTIONS = {
  card: CardOptionsSchema,
  trophies: TrophiesOptionsSchema,
  badge: BadgeOptionsSchema,
  calendar: CalendarOptionsSchema,
} as const
export type OptionName = keyof CardOptions | keyof TrophiesOptions | keyof BadgeOptions

/** The response that shields.io reads (its endpoint badge's schema, version 1). */
export const ShieldSchema = z.strictObject({
  schemaVersion: z.literal(1),
  label: z.string(),
  message: z.string().min(1),
  color: z.string(),
  labelColor: z.string(),
  isError: z.literal(true).optional(),
  cacheSeconds: z.int().min(300).optional(),
})
export type Shield = z.infer<typeof ShieldSchema>
