import { z } from '@hono/zod-openapi'
import { isTimeZone } from '../engine/time-zone.ts'
import { hasClocks } from '../engine/zone-clocks.ts'
import { handleProblem } from './handle-problem.ts'

/** Names that would collide with routes, or could be mistaken for Laurel or for what agents are made and run with. */
export const RESERVED_NAMES: readonly string[] = [
  'about',
  'abuse',
  'account',
  'admin',
  'administrator',
  'agent',
  'agents',
  'anthropic',
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
  'cloudflare',
  'contact',
  'cron',
  'dashboard',
  'discord',
  'docs',
  'embed',
  'explore',
  'favicon',
  'feed',
  'github',
  'gitlab',
  'google',
  'healthz',
  'help',
  'hermes',
  'hermes-agent',
  'home',
  'hostmaster',
  'hugging-face',
  'index',
  'laurel',
  'legal',
  'login',
  'logout',
  'me',
  'microsoft',
  'moderator',
  'new',
  'nous',
  'nous-research',
  'npm',
  'null',
  'oauth',
  'oembed',
  'official',
  'openai',
  'openrouter',
  'postmaster',
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
  'slack',
  'staff',
  'static',
  'status',
  'support',
  'system',
  'team',
  'telegram',
  'terms',
  'undefined',
  'verify',
  'webhooks',
  'webmaster',
  'well-known',
  'www',
]

/** What samples are called. */
export const SAMPLE_PREFIX = 'sample-'

/** Returns a handle in the form that it shares with those that look like it. */
function foldedHandle(handle: string): string {
  return handle.replaceAll('-', '').replace(/[1i]/g, 'l').replaceAll('0', 'o')
}

const RESERVED_HANDLES: ReadonlySet<string> = new Set(RESERVED_NAMES.map(foldedHandle))

/** Whether a handle is a reserved name, looks like one, or could be taken for a sample. */
export function isReserved(handle: string): boolean {
  return RESERVED_HANDLES.has(foldedHandle(handle)) || handle.startsWith(SAMPLE_PREFIX)
}

export const HANDLE_PATTERN = /^[a-z0-9-]{3,39}$/

/** A handle in a URL. Reserved names are only checked at creation. */
export const HandleSchema = z
  .string()
  .regex(HANDLE_PATTERN, { error: ({ input }) => handleProblem(String(input)) ?? undefined })
  .openapi({ example: 'ada' })

/** A handle for a new profile: not reserved, without a hyphen at either end. */
export const NewHandleSchema = HandleSchema.refine((handle) => !/^-|-$/.test(handle), {
  error: ({ input }) => handleProblem(String(input)) ?? undefined,
}).refine((handle) => !isReserved(handle), 'This handle is reserved.')

/** A time zone name of the IANA database. A server that does not know its clocks yet counts in UTC and says so. */
export const TimeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, 'Not an IANA time zone, such as Europe/Berlin or UTC.')
  .openapi({ example: 'Europe/Berlin' })

/** A time zone whose clocks this server knows. */
export const ClocksSchema = z.string().refine(hasClocks)

export const VisibilitySchema = z.enum(['private', 'unlisted', 'public']).openapi('Visibility', {
  description:
    '`private`: the owner only. `unlisted`: anyone with the link. `public`: listed by search engines.',
})
export type Visibility = z.infer<typeof VisibilitySchema>

export const SourceNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'A source name has 1 to 32 of a–z, 0–9 and -.')
  .openapi({ example: 'default' })

const SyncSchema = z.boolean().openapi({
  description: 'Whether sessions reported live are kept, for lists and insights.',
})

export const NamingKeySchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'A naming key is 64 lowercase hexadecimal digits.')

export const NamingKeyAnswerSchema = z
  .object({
    naming_key: NamingKeySchema.openapi({
      description:
        'Sessions are named by the first 128 bits of the HMAC-SHA256, under these 32 bytes, of `id ` and the session’s id.',
    }),
  })
  .openapi('NamingKey')

export const CreateProfileSchema = z
  .strictObject({
    handle: NewHandleSchema,
    time_zone: TimeZoneSchema.default('UTC'),
    visibility: VisibilitySchema.default('unlisted'),
    naming_key: NamingKeySchema.optional().openapi({
      description: '32 random bytes, for clients that name sessions before the profile exists.',
    }),
    invitation: z.string().max(200).optional().openapi({
      description: 'An invitation code, if the server requires one.',
    }),
  })
  .openapi('CreateProfile')

const PublishInsightsSchema = z.boolean().openapi({
  description:
    'Whether anyone who can see the profile also sees the totals of its last 30 days: `GET …/insights/summary`.',
})

const PublishCalendarSchema = z.boolean().openapi({
  description:
    'Whether anyone who can see the profile also sees `calendar.svg`: the days of the last 12 months, in levels.',
})

const ListedSchema = z.boolean().openapi({
  description:
    'Whether this site’s page “Explore” lists the profile, with its handle and badges. Only a public one; it ends when the profile is public no more.',
})

export const ChangeProfileSchema = z
  .strictObject({
    time_zone: TimeZoneSchema.optional(),
    visibility: VisibilitySchema.optional(),
    publish_insights: PublishInsightsSchema.optional(),
    publish_calendar: PublishCalendarSchema.optional(),
    listed: ListedSchema.optional(),
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
    // Older servers don't send these two.
    publish_calendar: PublishCalendarSchema.optional(),
    listed: ListedSchema.optional(),
    created_at: z.number(),
    url: z.string(),
    sync_to_insights: SyncSchema.optional().openapi({
      description: 'Whether sessions reported live are kept. For the owner only.',
    }),
  })
  .openapi('Profile')
export type Profile = z.infer<typeof ProfileSchema>

export const CreatedProfileSchema = ProfileSchema.extend({
  owner_key: z.string().openapi({ description: 'Shown only once; the server keeps just its SHA-256.' }),
  recovery_code: z.string().openapi({
    description: 'Shown only once. Gets a new owner key, once, if that one is lost.',
  }),
}).openapi('CreatedProfile')
export type CreatedProfile = z.infer<typeof CreatedProfileSchema>
