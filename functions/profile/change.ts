import type { ProfileDocument, ProfileStore } from '../../src/storage/profile-store.ts'
import type { ProfileChange } from './calls.ts'
import type { ProfileScanner } from './scanner.ts'
import type { PictureDesk } from './services/images.ts'

/** Changes the settings of a profile that are named. Another time zone makes weekends and nights count anew. */
export async function applyChange(
  store: ProfileStore,
  scanner: ProfileScanner,
  pictures: PictureDesk,
  change: ProfileChange,
): Promise<ProfileDocument> {
  const named = Object.entries(change).filter(([, value]) => value !== undefined)
  const profile: ProfileDocument = { ...scanner.profile(), ...Object.fromEntries(named) }
  store.saveProfile(profile)
  if (profile.visibility === 'private') await pictures.forget(profile.id)
  const { view, scan } = scanner.situation()
  // A scan that runs goes on in the new zone by itself.
  if (view?.outdated && !scan.running) await scanner.start({})
  return profile
}
