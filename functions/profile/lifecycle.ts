import type { Config } from '../../src/config.ts'
import { HANDLE_PATTERN, type Profile, type Visibility } from '../../src/contract/profiles.ts'
import { sha256Hex } from '../../src/digest.ts'
import type { ProfileDocument } from '../../src/storage/profile-store.ts'
import { type ProfileKey, Registry } from '../../src/storage/registry.ts'
import type { Urls } from '../../src/urls.ts'
import { profileClient } from './client.ts'
import { newSecret } from './owner-secrets.ts'
import type { Identified, Proof } from './services/owner-key.ts'

/** Profile lifecycle: keeps the D1 registry and the Durable Object in step. */

export interface NewProfile {
  naming_key?: string | undefined
  handle: string
  time_zone: string
  visibility: Visibility
}

/** In plain text: to be answered once, and not stored. */
export interface OwnerSecrets {
  ownerKey: string
  recoveryCode: string
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
): Promise<{ profile: ProfileDocument } & OwnerSecrets> {
  const [ownerKey, recoveryCode] = [newSecret('key'), newSecret('recovery')]
  const now = Date.now() / 1000
  const profile = {
    ...wanted,
    id: crypto.randomUUID(),
    owner_key_sha256: await sha256Hex(ownerKey),
    recovery_code_sha256: await sha256Hex(recoveryCode),
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
  return { profile, ownerKey, recoveryCode }
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

/** Returns the profile of a handle, and whether the proof is its owner's; null if there is none. */
export async function identify(env: Env, handle: string, proof: Proof | null): Promise<Identified | null> {
  return HANDLE_PATTERN.test(handle) ? profileClient(env, handle).ownerKey.identify(proof) : null
}

/** Returns a profile as the API shows it, with private settings for the owner only. */
export function profileOf(profile: ProfileDocument, site: Urls, owner: boolean): Profile {
  const { handle, time_zone, visibility, publish_insights = false, created_at } = profile
  const url = site.profile(handle)
  const shown = { handle, time_zone, visibility, publish_insights, created_at, url }
  return owner ? { ...shown, sync_to_insights: profile.sync_to_insights ?? false } : shown
}
