import type { Credential } from '../../../src/contract/credentials.ts'
import { credentialIds, credentialOf } from '../../../src/credentials/credential.ts'
import type { Urls } from '../../../src/urls.ts'
import { checkIssuer } from '../../http/public-origin.ts'
import { issuerObject } from '../../issuer/object.ts'
import { profileClient } from '../../profile/client.ts'
import type { IssuableBadge } from '../../profile/services/credentials.ts'

export interface Issued extends IssuableBadge {
  jwt: string
  credential: Credential
}

/**
 * Returns the signed credential of a badge; null if it cannot be issued. Access must be checked by the caller.
 * @throws LaurelError `no_public_origin`
 */
export async function issued(
  env: Env,
  site: Urls,
  handle: string,
  achievement: string,
): Promise<Issued | null> {
  checkIssuer(env, site)
  const earned = await profileClient(env, handle).credentials.earnedBadge(achievement)
  if (!earned) return null
  const { profileId, tier } = earned.badge
  const issuer = issuerObject(env)
  const { isNew, ...made } = await issuer.issue(site.root, profileId, await credentialOf(site, earned.badge))
  if (!isNew) return { ...earned, ...made }
  // Meanwhile the badge may have gone, and revoked no credential, as there was none yet.
  const now = await profileClient(env, handle).credentials.earnedBadge(achievement)
  if (now?.badge.profileId === profileId && now.badge.tier === tier) return { ...earned, ...made }
  await issuer.revoke(profileId, [made.credential.id])
  return null
}

/** Revokes every credential of a badge, of each tier. That they are the owner's must be checked by the caller. */
export async function revoke(env: Env, profileId: string, achievement: string): Promise<void> {
  await issuerObject(env).revoke(profileId, await credentialIds(profileId, achievement))
}
