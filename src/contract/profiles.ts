import { z } from '@hono/zod-openapi'
import { isTimeZone } from '../engine/time-zone.ts'
import { hasClocks } from '../engine/zone-clocks.ts'

/** Names that would collide with routes, or could be mistaken for Laurel itself. */
export const RESERVED_HANDLES: ReadonlySet<string> = new Set([
  'about',
  'account',
  'admin',
  'administrator',
  'api',
  'app',
  'assets',
  'auth',
  'badge',
  'badges',
  'billing',
  'blog',
  'card',
  'cdn-cgi',
  'contact',
  'cron',
  'dashboard',
  'docs',
  'embed',
  'explore',
  'favicon',
  'feed',
  'healthz',
  'help',
  'home',
  'index',
  'laurel',
  'legal',
  'login',
  'logout',
  'me',
  'new',
  'null',
  'oauth',
  'oembed',
  'official',
  'privacy',
  'profile',
  'profiles',
  'public',
  'recover',
  'robots',
  'root',
  'sample',
  'search',
  'security',
  'settings',
  'sign-in',
  'sign-out',
  'signin',
  'signout',
  'signup',
  'sitemap',
  'static',
  'status',
  'support',
  'system',
  'terms',
  'undefined',
  'verify',
  'webhooks',
  'well-known',
  'www',
])

export const HANDLE_PATTERN = /^[a-z0-9-]{3,39}$/

/** A handle in a URL. Reserved names are only checked at creation. */
export const HandleSchema = z
  .string()
  .regex(HANDLE_PATTERN, 'A handle has 3 to 39 of a–z, 0–9 and -.')
  .openapi({ example: 'ada' })

/** A handle for a new profile: not reserved, without a hyphen at either end. */
export const NewHandleSchema = HandleSchema.refine(
  (handle) => !/^-|-$/.test(handle),
  'A handle begins and ends with a letter or digit.',
).refine((handle) => !RESERVED_HANDLES.has(handle), 'This handle is reserved.')

/** A time zone name of the IANA database. A server that does not know its clocks yet counts in UTC and says so. */
export const TimeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, 'Not an IANA time zone, such as Europe/Berlin or UTC.')
  .openapi({ example: 'Europe/Berlin' })

/** A time zone whose clocks this server knows. */
export const ClocksSchema = z.string().refine(hasClocks)

export const VisibilitySchema = z.enum(['private', 'unlisted', 'public']).openapi('Visibility', {
  description: '`private`: the owner only. `unlisted`: whoever has the link. `public`: search engines too.',
})
export type Visibility = z.infer<typeof VisibilitySchema>

export const SourceNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'A source name has 1 to 32 of a–z, 0–9 and -.')
  .openapi({ example: 'default' })

const SyncSchema = z.boolean().openapi({
  description: 'Whether sessions that are reported live are kept, for lists and insights.',
})

export const NamingKeySchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'A naming key is 64 hexadecimal digits in small letters.')

export const NamingKeyAnswerSchema = z
  .object({
    naming_key: NamingKeySchema.openapi({
      description:
        'A session is named by HMAC-SHA256 of `id ` and its id under these 32 bytes, the first 128 bits of it.',
    }),
  })
  .openapi('NamingKey')

export const CreateProfileSchema = z
  .strictObject({
    handle: NewHandleSchema,
    time_zone: TimeZoneSchema.default('UTC'),
    visibility: VisibilitySchema.default('unlisted'),
    naming_key: NamingKeySchema.optional().openapi({
      description: '32 random bytes, for who has named sessions before the profile is there.',
    }),
  })
  .openapi('CreateProfile')

const PublishInsightsSchema = z.boolean().openapi({
  description: 'Whoever may see the profile may see totals of its last 30 days: `GET …/insights/summary`.',
})

export const ChangeProfileSchema = z
  .strictObject({
    time_zone: TimeZoneSchema.optional(),
    visibility: VisibilitySchema.optional(),
    publish_insights: PublishInsightsSchema.optional(),
    sync_to_insights: SyncSchema.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one thing to change.')
  .openapi('ChangeProfile')

export const ProfileSchema = z
  .object({
    handle: z.string(),
    time_zone: z.string(),
    visibility: VisibilitySchema,
    publish_insights: PublishInsightsSchema,
    created_at: z.number(),
    url: z.string(),
    sync_to_insights: SyncSchema.optional().openapi({
      description: 'Whether sessions that are reported live are kept. For the owner alone.',
    }),
  })
  .openapi('Profile')
export type Profile = z.infer<typeof ProfileSchema>

export const CreatedProfileSchema = ProfileSchema.extend({
  owner_key: z.string().openapi({ description: 'Shown this once. Only its SHA-256 is kept.' }),
  recovery_code: z.string().openapi({
    description: 'Shown this once. Makes a new owner key, once, if that one is lost.',
  }),
}).openapi('CreatedProfile')
