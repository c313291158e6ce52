import { type Config, configFrom } from '../../src/config.ts'
import { HANDLE_PATTERN, type Profile, type Visibility } from '../../src/contract/profiles.ts'
import { sha256Hex } from '../../src/digest.ts'
import type { ProfileDocument } from '../../src/storage/profile-document.ts'
import { type ProfileKey, Registry } from '../../src/storage/registry.ts'
import type { Urls } from '../../src/urls.ts'
import { checkInvitation } from '../http/invitation.ts'
import { issuerObject } from '../issuer/object.ts'
import { profileClient } from './client.ts'
import { askProfile } from './known-handles.ts'
import { lapseOf } from './lapse.ts'
import { newSecret } from './owner-secrets.ts'
import type { Identified, Proof } from './services/owner-key.ts'

/** Profile lifecycle: keeps the D1 registry and the Durable Object in step. */

export interface NewProfile {
  naming_key?: string | undefined
  handle: string
  time_zone: string
  visibility: Visibility
  invitation?: string | undefined
}

export interface CreationOptions {
  /** Unix seconds: when a sample is erased. */
  expiresAt?: number | null
  /** The client's network; null if it need not be limited. */
  network?: string | null
}

/** In plain text: to be answered once, and not stored. */
export interface OwnerSecrets {
  ownerKey: string
  recoveryCode: string
}

/**
 * Registers a profile and creates it in its object.
 * @throws LaurelError `invitation_needed`, `handle_taken`, `creation_limited`
 */
export async function createProfile(
  env: Env,
  config: Config,
  { naming_key, invitation, ...wanted }: NewProfile,
  { expiresAt = null, network = null }: CreationOptions = {},
): Promise<{ profile: ProfileDocument } & OwnerSecrets> {
  await checkInvitation(env, invitation)
  const [ownerKey, recoveryCode] = [newSecret('key'), newSecret('recovery')]
  const now = Date.now() / 1000
  const profile = {
    ...wanted,
    id: crypto.randomUUID(),
    owner_key_sha256: await sha256Hex(ownerKey),
    recovery_code_sha256: await sha256Hex(recoveryCode),
    created_at: now,
    ...(expiresAt !== null && { sample: true as const }),
  }
  const registry = new Registry(env.REGISTRY)
  // If the creation is cut off, a cron tick finds that the object has no profile.
  const limits = { perNetwork: config.CREATIONS_PER_NETWORK, inTotal: config.CREATIONS_MAX }
  const dueAt = now + config.ERASURE_GRACE_SECONDS
  await registry.create(profile, { dueAt, expiresAt, network, limits })
  try {
    await profileClient(env, profile.handle).profile.create(profile, naming_key)
    await registry.setDue(profile.id, lapseOf(profile, config))
  } catch (error) {
    // Nobody has the key, so the handle would be lost.
    await erase(env, profile, null)
    throw error
  }
  return { profile, ownerKey, recoveryCode }
}

/**
 * Erases a profile: its object, its uploads, its registration. Its handle rests. If interrupted, a cron tick finishes
 * it.
 */
export async function eraseProfile(env: Env, profile: ProfileKey): Promise<void> {
  await erase(env, profile, restUntil(configFrom({ ...env })))
}

async function erase(env: Env, { id, handle }: ProfileKey, restUntil: number | null): Promise<void> {
  const registry = new Registry(env.REGISTRY)
  await registry.beginErasure([id], Date.now() / 1000)
  await profileClient(env, handle).profile.erase(id)
  await issuerObject(env).forget([id])
  await registry.remove([id], restUntil)
}

/** Returns until when a handle rests that is given up now. */
export function restUntil(config: Config): number {
  return Date.now() / 1000 + config.HANDLE_REST_SECONDS
}

/**
 * Erases profiles together, and returns how many are gone. A cron tick tries the others again. `restUntil`: null if
 * their handles may be taken at once.
 */
export async function eraseProfiles(
  env: Env,
  profiles: readonly ProfileKey[],
  restUntil: number | null,
): Promise<number> {
  if (profiles.length === 0) return 0
  const registry = new Registry(env.REGISTRY)
  await registry.beginErasure(
    profiles.map(({ id }) => id),
    Date.now() / 1000,
  )
  const erased = await Promise.all(
    profiles.map(async ({ id, handle }) => {
      try {
        await profileClient(env, handle).profile.erase(id)
        return [id]
      } catch {
        console.warn(JSON.stringify({ event: 'erasure_failed' }))
        return []
      }
    }),
  )
  const ids = erased.flat()
  if (ids.length > 0) await issuerObject(env).forget(ids)
  await registry.remove(ids, restUntil)
  return ids.length
}

/** Returns the profile of a handle; null if there is none. */
export async function findProfile(env: Env, handle: string): Promise<ProfileDocument | null> {
  if (!HANDLE_PATTERN.test(handle)) return null
  return askProfile(env, handle, () => profileClient(env, handle).profile.get())
}

/** Returns the profile of a handle, and whether the proof is its owner's; null if there is none. */
export async function identify(env: Env, handle: string, proof: Proof | null): Promise<Identified | null> {
  if (!HANDLE_PATTERN.test(handle)) return null
  return askProfile(env, handle, () => profileClient(env, handle).ownerKey.identify(proof))
}

/** Returns a profile as the API shows it, with private settings for the owner only. */
export function profileOf(profile: ProfileDocument, site: Urls, owner: boolean): Profile {
  const { handle, time_zone, visibility, created_at } = profile
  const { publish_insights = false, publish_calendar = false, listed = false } = profile
  const url = site.profile(handle)
  const shown = { handle, time_zone, visibility, publish_insights, publish_calendar, listed, created_at, url }
  return owner ? { ...shown, sync_to_insights: profile.sync_to_insights ?? false } : shown
}
