import type { Config } from '../src/config.ts'
import type { Profile, Visibility } from '../src/contract/profiles.ts'
import { sha256Hex } from '../src/digest.ts'
import { type RegisteredProfile, Registry } from '../src/storage/registry.ts'
import { newOwnerKey } from './middleware/owner-key.ts'
import type { ProfileObject } from './profile-object.ts'

/** What becomes of a profile as a whole: the registry and its object, changed in step. */

export interface NewProfile {
  handle: string
  time_zone: string
  visibility: Visibility
}

/**
 * Registers a profile and sets its object up. `expiresAt` (Unix seconds): when a sample is erased.
 * @throws LaurelError `handle_taken`
 */
export async function createProfile(
  env: Env,
  config: Config,
  wanted: NewProfile,
  expiresAt: number | null = null,
): Promise<{ profile: RegisteredProfile; ownerKey: string }> {
  const ownerKey = newOwnerKey()
  const now = Date.now() / 1000
  const profile = {
    ...wanted,
    id: crypto.randomUUID(),
    owner_key_sha256: await sha256Hex(ownerKey),
    created_at: now,
  }
  await new Registry(env.REGISTRY).create(profile, now + config.REFRESH_AFTER_SECONDS, expiresAt)
  await profileObject(env, profile.id).configure({ id: profile.id, time_zone: profile.time_zone })
  return { profile, ownerKey }
}

/** Changes time zone or visibility and answers the profile as it is then. */
export async function changeProfile(
  env: Env,
  profile: RegisteredProfile,
  change: { time_zone?: string | undefined; visibility?: Visibility | undefined },
): Promise<RegisteredProfile> {
  await new Registry(env.REGISTRY).change(profile.id, change)
  const time_zone = change.time_zone ?? profile.time_zone
  if (time_zone !== profile.time_zone)
    await profileObject(env, profile.id).configure({ id: profile.id, time_zone })
  return { ...profile, time_zone, visibility: change.visibility ?? profile.visibility }
}

/**
 * Erases a profile. It is gone for everyone from the first step on; if a later one is cut off, a cron tick
 * ends what was begun.
 */
export async function eraseProfile(env: Env, id: string): Promise<void> {
  const registry = new Registry(env.REGISTRY)
  await registry.beginErasure(id, Date.now() / 1000)
  await profileObject(env, id).erase(id)
  await registry.remove(id)
}

/** The object of a profile. */
export function profileObject(env: Env, id: string): DurableObjectStub<ProfileObject> {
  return env.PROFILES.get(env.PROFILES.idFromName(id))
}

/** A profile as it is answered. `requestUrl` gives the origin of its page. */
export function profileOf(profile: RegisteredProfile, requestUrl: string): Profile {
  const { handle, time_zone, visibility, created_at } = profile
  return { handle, time_zone, visibility, created_at, url: new URL(`/@${handle}`, requestUrl).href }
}
