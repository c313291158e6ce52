import { base64url, createLocalJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import {
  AttestedSchema,
  type Claims,
  type PublicKey,
  type StatusPlace,
  type VerdictName,
} from '../contract/credentials.ts'
import type { Urls } from '../urls.ts'
import { tierOfLevel } from './credential.ts'
import { ALGORITHM } from './jwt.ts'
import { placeIn } from './status-list.ts'

/** Verifies a credential (Open Badges 3.0 section 8.2.6) with the keys of one issuer. It makes no request. */

export interface Verification {
  verdict: VerdictName
  /** The issuer that the token names, verified or not; null if it names none. */
  issuer: string | null
  /** What the credential says; null unless the signature holds. */
  claims: Claims | null
  /** The key that signed it. */
  kid: string | null
  /** Where it says whether it was revoked; null unless it names a list of this server. */
  status: StatusPlace | null
}

export interface VerifyOptions {
  /** This server. Only its own credentials can be verified. */
  site: Urls
  keys: readonly PublicKey[]
  /** Unix seconds. */
  now: number
}

/** Longest unverified issuer that is echoed back. Unit: characters. */
const ISSUER_MAX = 200

/** The part of a credential that is read. */
const Payload = z.object({
  iss: z.string(),
  sub: z.string(),
  jti: z.string(),
  nbf: z.int(),
  exp: z.int().optional(),
  id: z.string(),
  type: z.array(z.string()),
  issuer: z.object({ id: z.string() }),
  validFrom: z.string(),
  /** Absent in old credentials, which did not distinguish it from `validFrom`. */
  awardedDate: z.iso.datetime().optional(),
  validUntil: z.string().optional(),
  credentialSubject: z.object({
    id: z.string(),
    achievement: z.object({
      id: z.string(),
      name: z.string(),
      criteria: z.object({ narrative: z.string() }),
    }),
    result: z.array(z.object({ achievedLevel: z.string() })).optional(),
  }),
  evidence: z.array(z.object({ genre: AttestedSchema })).min(1),
  /** Absent in credentials from before there were lists. */
  credentialStatus: z.object({ statusListIndex: z.string(), statusListCredential: z.string() }).optional(),
})

export async function verifyCredential(
  token: string,
  { site, keys, now }: VerifyOptions,
): Promise<Verification> {
  const nothing = { issuer: null, claims: null, kid: null, status: null }
  const issuer = namedIssuer(token)
  if (issuer === undefined) return { ...nothing, verdict: 'unreadable' }
  if (issuer !== site.issuer) return { ...nothing, issuer, verdict: 'other_issuer' }
  const result = await verified(token, keys, now)
  if ('failed' in result) return { ...nothing, issuer, verdict: result.failed }
  const said = claimsOf(result.payload, site)
  if (!said) return { ...nothing, issuer, verdict: 'unreadable' }
  return { verdict: result.verdict, issuer, ...said, kid: result.kid }
}

/** Returns the issuer that a token names; null if it names none, undefined if the text is not a token. */
function namedIssuer(token: string): string | null | undefined {
  try {
    const { iss } = decodeJwt(token)
    return typeof iss === 'string' ? iss.slice(0, ISSUER_MAX) : null
  } catch {
    return undefined
  }
}

type Verified = { verdict: VerdictName; payload: JWTPayload; kid: string | null } | { failed: VerdictName }

async function verified(token: string, keys: readonly PublicKey[], now: number): Promise<Verified> {
  if (!hasExactSignature(token)) return { failed: 'tampered' }
  let kid: string | null = null
  const known = createLocalJWKSet({ keys: [...keys] })
  try {
    const { payload } = await jwtVerify(
      token,
      (header, input) => {
        kid = header.kid ?? null
        return known(header, input)
      },
      { algorithms: [ALGORITHM], currentDate: new Date(now * 1000) },
    )
    return { verdict: 'valid', payload, kid }
  } catch (error) {
    // jose checks the claims only after the signature.
    if (error instanceof errors.JWTExpired) return { verdict: 'expired', payload: error.payload, kid }
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') {
      return { verdict: 'not_yet_valid', payload: error.payload, kid }
    }
    if (error instanceof errors.JWKSNoMatchingKey) return { failed: 'unknown_key' }
    if (error instanceof errors.JOSEError) return { failed: 'tampered' }
    throw error
  }
}

/** The last character of a signature has unused bits, which decoding drops: only one spelling is the issuer's. */
function hasExactSignature(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1)
  try {
    return base64url.encode(base64url.decode(signature)) === signature
  } catch {
    return false
  }
}

/** Returns null if the payload is not a credential of a badge, or contradicts itself (section 8.2.6.1). */
function claimsOf(payload: JWTPayload, site: Urls): { claims: Claims; status: StatusPlace | null } | null {
  const parsed = Payload.safeParse(payload)
  if (!parsed.success) return null
  const { iss, sub, jti, nbf, exp, credentialSubject: subject, evidence, ...credential } = parsed.data
  const { credentialStatus } = credential
  const consistent =
    iss === credential.issuer.id &&
    sub === subject.id &&
    jti === credential.id &&
    nbf * 1000 === Date.parse(credential.validFrom) &&
    (credential.validUntil === undefined ||
      Date.parse(credential.validUntil) === (exp ?? Number.NaN) * 1000) &&
    credential.type.includes('OpenBadgeCredential')
  const handle = handleOf(site, sub)
  const achievement = achievementOf(site, subject.achievement.id)
  const [attested] = evidence
  if (!consistent || handle === null || achievement === null || !attested) return null
  const level = subject.result?.[0]?.achievedLevel
  const claims = {
    id: jti,
    handle,
    profile_url: sub,
    achievement,
    name: subject.achievement.name,
    criteria: subject.achievement.criteria.narrative,
    tier: level === undefined ? null : tierOfLevel(subject.achievement.id, level),
    since: credential.awardedDate === undefined ? nbf : Date.parse(credential.awardedDate) / 1000,
    expires: exp ?? null,
    attested: attested.genre,
  }
  return { claims, status: credentialStatus ? placeIn(site, credentialStatus) : null }
}

/** Returns the handle of a subject; null if it is not a profile of this site. */
export function handleOf(site: Urls, subject: string): string | null {
  return after(site.profile(''), subject)
}

/** Returns the achievement that a definition's URL names; null if the URL is not of this site. */
export function achievementOf(site: Urls, definition: string): string | null {
  return after(site.achievement(''), definition)
}

function after(start: string, url: string): string | null {
  return url.startsWith(start) ? url.slice(start.length) : null
}
