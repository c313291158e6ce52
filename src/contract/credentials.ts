import { z } from '@hono/zod-openapi'
import { TIER_NAMES } from '../engine/types.ts'
import { TierName } from './achievements.ts'

/**
 * Credentials of earned badges, as far as Laurel issues them: Open Badges 3.0 (1EdTech, appendix B.1), which are
 * verifiable credentials (W3C Verifiable Credentials Data Model 2.0), and the result of verifying one.
 */

const uri = z.string().max(2048)
const count = z.int().min(0)
/** A list of one type. As a tuple it would have no `items`, which linters of OpenAPI ask for. */
const only = <Type extends string>(type: Type) => z.array(z.literal(type)).length(1)

/** Who counted what a credential attests: the page's `provenance`, for one badge. */
export const AttestedSchema = z.enum(['scanned', 'self-reported', 'mixed']).openapi('Attested', {
  description:
    'Who counted. `scanned`: this server, from an uploaded history. `self-reported`: the owner’s machine. `mixed`: some of both.',
})
export type Attested = z.infer<typeof AttestedSchema>

/** The issuer (appendix B.1.16, Profile). */
export const IssuerProfileSchema = z
  .object({
    id: uri,
    type: only('Profile'),
    name: z.string(),
    url: uri,
    description: z.string(),
  })
  .openapi('IssuerProfile')
export type IssuerProfile = z.infer<typeof IssuerProfileSchema>

const Level = z.object({
  id: uri,
  type: only('RubricCriterionLevel'),
  name: TierName,
  description: z.string(),
  level: z.string(),
})

const ResultDescription = z.object({
  id: uri,
  type: only('ResultDescription'),
  name: z.string(),
  resultType: z.literal('RubricCriterionLevel'),
  rubricCriterionLevel: z.array(Level),
})

/** The achievement (appendix B.1.1, Achievement). Its tiers are the levels of its only result. */
export const AchievementDefinitionSchema = z
  .object({
    id: uri,
    type: only('Achievement'),
    name: z.string(),
    description: z.string(),
    criteria: z.object({ narrative: z.string() }),
    achievementType: z.literal('Badge'),
    tag: z.array(z.string()),
    image: z.object({ id: uri, type: z.literal('Image'), caption: z.string() }).optional(),
    resultDescription: z.array(ResultDescription).optional(),
  })
  .openapi('AchievementDefinition')
export type AchievementDefinition = z.infer<typeof AchievementDefinitionSchema>

/** Where it says whether a credential was revoked (W3C Bitstring Status List v1.0, section 2.1). */
export const CredentialStatusSchema = z
  .object({
    id: uri,
    type: z.literal('BitstringStatusListEntry'),
    statusPurpose: z.literal('revocation'),
    statusListIndex: z.string(),
    statusListCredential: uri.openapi({ description: 'The list, a signed JWT.' }),
  })
  .openapi('CredentialStatus')
export type CredentialStatus = z.infer<typeof CredentialStatusSchema>

/** A list of revoked credentials (section 2.2). */
export interface StatusListCredential {
  '@context': string[]
  id: string
  type: ['VerifiableCredential', 'BitstringStatusListCredential']
  issuer: { id: string }
  validFrom: string
  credentialSubject: {
    id: string
    type: 'BitstringStatusList'
    statusPurpose: 'revocation'
    encodedList: string
    /** Unit: ms. */
    ttl: number
  }
}

/** One earned badge (appendix B.1.2, AchievementCredential). */
export const CredentialSchema = z
  .object({
    '@context': z.array(uri),
    id: uri.openapi({ description: 'The same for the same profile, badge and tier, whenever it is issued.' }),
    type: z.array(z.enum(['VerifiableCredential', 'OpenBadgeCredential'])).length(2),
    name: z.string(),
    description: z.string(),
    issuer: IssuerProfileSchema,
    validFrom: z
      .string()
      .openapi({ description: 'When the issuer first counted it (XML Schema dateTime, UTC).' }),
    awardedDate: z.string().openapi({ description: 'When the tier was earned (XML Schema dateTime, UTC).' }),
    credentialSubject: z.object({
      id: uri.openapi({ description: 'The profile’s page.' }),
      type: only('AchievementSubject'),
      achievement: AchievementDefinitionSchema,
      result: z
        .array(z.object({ type: only('Result'), resultDescription: uri, achievedLevel: uri }))
        .optional(),
    }),
    evidence: z.array(
      z.object({
        id: uri,
        type: only('Evidence'),
        name: z.string(),
        narrative: z.string(),
        genre: AttestedSchema,
      }),
    ),
    credentialSchema: z.array(z.object({ id: uri, type: z.literal('1EdTechJsonSchemaValidator2019') })),
    credentialStatus: CredentialStatusSchema,
  })
  .openapi('Credential')
export type Credential = z.infer<typeof CredentialSchema>
/** A credential that is yet to be issued. */
export type UnissuedCredential = Omit<Credential, 'credentialStatus'>

export const IssuedCredentialSchema = z
  .object({
    jwt: z.string().openapi({ description: 'The signed credential, a compact JWS.' }),
    credential: CredentialSchema,
  })
  .openapi('IssuedCredential')

/** A public RSA key (RFC 7517 section 4, RFC 7518 section 6.3.1). */
export const PublicKeySchema = z
  .object({
    kty: z.literal('RSA'),
    n: z.string(),
    e: z.string(),
    alg: z.literal('RS256'),
    use: z.literal('sig'),
    kid: z.string(),
  })
  .openapi('PublicKey')
export type PublicKey = z.infer<typeof PublicKeySchema>

/** Long enough for every credential of Laurel, including one baked into an SVG. */
const TEXT_MAX = 15_000

export const VerifyRequestSchema = z
  .object({
    credential: z
      .string()
      .trim()
      .min(1)
      .max(TEXT_MAX)
      .openapi({ description: 'The compact JWS, or a baked SVG as text.' }),
  })
  .openapi('VerifyRequest')

export const VERDICTS = [
  'valid',
  'revoked',
  'expired',
  'not_yet_valid',
  'tampered',
  'unknown_key',
  'other_issuer',
  'unreadable',
] as const
export type VerdictName = (typeof VERDICTS)[number]

/** The claims of a credential with a valid signature. Times are Unix seconds. */
export const ClaimsSchema = z
  .object({
    id: uri,
    handle: z.string(),
    profile_url: uri,
    achievement: z.string(),
    name: z.string(),
    criteria: z.string(),
    tier: z.enum(TIER_NAMES).nullable(),
    since: count.openapi({ description: 'When it was earned.' }),
    expires: count.nullable(),
    attested: AttestedSchema,
  })
  .openapi('CredentialClaims')
export type Claims = z.infer<typeof ClaimsSchema>

export const VerificationResultSchema = z
  .object({
    verdict: z.enum(VERDICTS).openapi({
      description:
        '`valid`: signed by this server and unchanged. `revoked`: the same, but called back. `tampered`: the signature is invalid. `unknown_key`: it names this server but was signed with a key that isn’t its own. `other_issuer`: issued by another server, so it can’t be verified here. `unreadable`: no badge credential found.',
    }),
    issuer: z.string().nullable().openapi({ description: 'The issuer that it names, verified or not.' }),
    claims: ClaimsSchema.nullable().openapi({
      description: 'What it says; null if the signature is invalid.',
    }),
    key: z.object({ kid: uri, made_at: z.number(), retired_at: z.number().nullable() }).nullable().openapi({
      description: 'The key that signed it. A retired key signs nothing new, but still verifies.',
    }),
    standing: z.enum(['shown', 'outgrown', 'not_shown']).nullable().openapi({
      description:
        'Whether the profile shows the badge now. `outgrown`: at a higher tier. `not_shown`: the profile is gone or private, or its handle belongs to another one.',
    }),
  })
  .openapi('Verdict')
export type VerificationResult = z.infer<typeof VerificationResultSchema>

/** Where the status of a credential is: the number of a list, and a place in it. */
export interface StatusPlace {
  list: number
  position: number
}
