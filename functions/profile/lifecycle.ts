import type { Config } from '../../src/config.ts'
import { HANDLE_PATTERN, type Profile, type Visibility } from '../../src/contract/profiles.ts'
import { sha256Hex } from '../../src/digest.ts'
import type { ProfileDocument } from '../../src/storage/profile-store.ts'
import { type ProfileKey, Registry } from '../../src/storage/registry.ts'
import type { Urls } from '../../src/urls.ts'
import { newOwnerKey } from '../http/owner-key.ts'
import type { ProfileChange } from './calls.ts'
import type { ProfileObject } from './object.ts'
import { unwrap } from './outcome.ts'

/** What becomes of a profile as a whole: the registry and its object, changed in step. */

export interface NewProfile {
  naming_key?: string | undefined
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
  { naming_key, ...wanted }: NewProfile,
  expiresAt: number | null = null,
): Promise<{ profile: ProfileDocument; ownerKey: string }> {
  const ownerKey = newOwnerKey()
  const now = Date.now() / 1000
  const profile = {
    ...wanted,
    id: crypto.randomUUID(),
    owner_key_sha256: await sha256Hex(ownerKey),
    created_at: now,
  }
  await new Registry(env.REGISTRY).create(profile, now + config.REFRESH_AFTER_SECONDS, expiresAt)
  try {
    await profileObject(env, profile.handle).setUp(profile, naming_key)
  } catch (error) {
    // Nobody has the key: the handle would be lost.
    await eraseProfile(env, profile)
    throw error
  }
  return { profile, ownerKey }
}

/**
 * Changes the settings of a profile and answers the profile as it is then. The object's word counts; the registry
 * follows, for lists of public profiles.
 * @throws LaurelError `profile_not_found` when it was erased meanwhile
 */
export async function changeProfile(
  env: Env,
  { id, handle }: ProfileKey,
  change: ProfileChange,
): Promise<ProfileDocument> {
  const profile = unwrap(await profileObject(env, handle).change(change))
  await new Registry(env.REGISTRY).setVisibility(id, profile.visibility)
  return profile
}

/** Erases a profile: its object, its uploads, its registration. If that is cut off, a cron tick ends it. */
export async function eraseProfile(env: Env, { id, handle }: ProfileKey): Promise<void> {
  const registry = new Registry(env.REGISTRY)
  await registry.beginErasure(id, Date.now() / 1000)
  await profileObject(env, handle).erase(id)
  await registry.remove(id)
}

/** The profile of a handle; null when there is none. */
export async function findProfile(env: Env, handle: string): Promise<ProfileDocument | null> {
  return HANDLE_PATTERN.test(handle) ? profileObject(env, handle).identity() : null
}

/** The object of a profile. */
export function profileObject(env: Env, handle: string): DurableObjectStub<ProfileObject> {
  return env.PROFILES.get(env.PROFILES.idFromName(handle))
}

/** A profile as it is answered, with what is its owner's alone. */
export function profileOf(profile: ProfileDocument, site: Urls, owner: boolean): Profile {
  const { handle, time_zone, visibility, publish_insights = false, created_at } = profile
  const url = site.profile(handle)
  const shown = { handle, time_zone, visibility, publish_insights, created_at, url }
  return owner ? { ...shown, sync_to_insights: profile.sync_to_insights ?? false } : shown
}
