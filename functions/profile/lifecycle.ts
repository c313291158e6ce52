import { type Config, configFrom } from '../../src/config.ts'
import { HANDLE_PATTERN, type Profile, type Visibility } from '../../src/contract/profiles.ts'
import { sha256Hex } from '../../src/digest.ts'
import type { ProfileDocument } from '../../src/storage/profile-store.ts'
import { type ProfileKey, Registry } from '../../src/storage/registry.ts'
import type { Urls } from '../../src/urls.ts'
import { newOwnerKey } from '../http/owner-key.ts'
import { profileClient } from './client.ts'
import type { ProfileChange } from './services/profile-settings.ts'

/** Profile lifecycle: keeps the D1 registry and the Durable Object in step. */

export interface NewProfile {
  naming_key?: string | undefined
  handle: string
  time_zone: string
  visibility: Visibility
}

/**
 * Registers a profile and creates it in its object. `expiresAt` (Unix seconds): when a sample is erased.
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
    await profileClient(env, profile.handle).profile.create(profile, naming_key)
  } catch (error) {
    // Nobody has the key, so the handle would be lost.
    await eraseProfile(env, profile)
    throw error
  }
  return { profile, ownerKey }
}

/**
 * Changes settings and returns the profile. The object is authoritative; the registry only follows, for lists of
 * public profiles.
 * @throws LaurelError `profile_not_found` if the profile was erased meanwhile
 */
export async function changeProfile(
  env: Env,
  { id, handle }: ProfileKey,
  change: ProfileChange,
): Promise<ProfileDocument> {
  const registry = new Registry(env.REGISTRY)
  // If the change is cut off, a cron tick finishes it.
  const { CRON_RETRY_SECONDS } = configFrom({ ...env })
  if (change.visibility !== undefined) await registry.setDue(id, Date.now() / 1000 + CRON_RETRY_SECONDS)
  const profile = await profileClient(env, handle).profile.change(change)
  await registry.setVisibility(id, profile.visibility)
  return profile
}

/** Erases a profile: its object, its uploads, its registration. If interrupted, a cron tick finishes it. */
export async function eraseProfile(env: Env, { id, handle }: ProfileKey): Promise<void> {
  const registry = new Registry(env.REGISTRY)
  await registry.beginErasure(id, Date.now() / 1000)
  await profileClient(env, handle).profile.erase(id)
  await registry.remove(id)
}

/** Returns the profile of a handle; null if there is none. */
export async function findProfile(env: Env, handle: string): Promise<ProfileDocument | null> {
  return HANDLE_PATTERN.test(handle) ? profileClient(env, handle).profile.get() : null
}

/** Returns a profile as the API shows it, with private settings for the owner only. */
export function profileOf(profile: ProfileDocument, site: Urls, owner: boolean): Profile {
  const { handle, time_zone, visibility, publish_insights = false, created_at } = profile
  const url = site.profile(handle)
  const shown = { handle, time_zone, visibility, publish_insights, created_at, url }
  return owner ? { ...shown, sync_to_insights: profile.sync_to_insights ?? false } : shown
}
