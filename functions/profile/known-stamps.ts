import { SETTINGS } from '../../src/settings.ts'

/**
 * Stamps that profiles' objects in this isolate gave, by the ids of the objects; none of those whose pages visitors may
 * not see. Each holds until its object writes next.
 */
const stamps = new Map<string, string>()

/** Called by an object that was asked for its stamp. */
export function noteStamp(objectId: string, stamp: string): void {
  if (stamps.size >= SETTINGS.KNOWN_STAMPS.value) stamps.clear()
  stamps.set(objectId, stamp)
}

/** Called by an object when it begins, and before each write. */
export function forgetStamp(objectId: string): void {
  stamps.delete(objectId)
}

/**
 * Returns the stamp of a profile; undefined if its object has to be asked. To be believed only where all objects live
 * in this isolate, as in `laurel serve`: on Cloudflare an object may have moved to another one, and written there.
 */
export function knownStamp(env: Env, handle: string): string | undefined {
  return stamps.get(env.PROFILES.idFromName(handle).toString())
}
