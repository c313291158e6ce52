import type { Claims, VerificationResult } from '../../../src/contract/credentials.ts'
import { credentialId } from '../../../src/credentials/credential.ts'
import { tokenInText } from '../../../src/credentials/extract.ts'
import { verifyCredential } from '../../../src/credentials/verify.ts'
import type { Urls } from '../../../src/urls.ts'
import { issuerObject } from '../../issuer/object.ts'
import { profileClient } from '../../profile/client.ts'
import { findProfile } from '../../profile/lifecycle.ts'

const UNREADABLE: VerificationResult = {
  verdict: 'unreadable',
  issuer: null,
  claims: null,
  key: null,
  standing: null,
}

/**
 * Verifies a credential, given as a token or a baked SVG. Nothing is fetched, whatever URLs it names: only what this
 * server signed itself can be verified.
 */
export async function verificationResult(env: Env, site: Urls, text: string): Promise<VerificationResult> {
  const token = tokenInText(text)
  if (token === null) return UNREADABLE
  const keys = await issuerObject(env).keys(site.root)
  const { verdict, issuer, claims, kid, status } = await verifyCredential(token, {
    site,
    keys: keys.map(({ jwk }) => jwk),
    now: Date.now() / 1000,
  })
  const key = keys.find(({ jwk }) => jwk.kid === kid)
  const revoked = status !== null && (await issuerObject(env).isRevoked(status))
  return {
    verdict: revoked ? 'revoked' : verdict,
    issuer,
    claims,
    key: claims && key ? { kid: key.jwk.kid, made_at: key.made_at, retired_at: key.retired_at } : null,
    standing: claims && (await standingOf(env, claims)),
  }
}

/** Returns whether the profile shows the badge now, as strangers see it. Another profile with its handle does not. */
async function standingOf(
  env: Env,
  { handle, achievement, tier, id }: Claims,
): Promise<VerificationResult['standing']> {
  const profile = await findProfile(env, handle)
  if (!profile || profile.visibility === 'private') return 'not_shown'
  if ((await credentialId(profile.id, achievement, tier)) !== id) return 'not_shown'
  const earned = await profileClient(env, handle).credentials.earnedBadge(achievement)
  if (!earned) return 'not_shown'
  return earned.badge.tier === tier ? 'shown' : 'outgrown'
}
