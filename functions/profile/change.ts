import { clocksOf } from '../../src/engine/zone-clocks.ts'
import { LaurelError } from '../../src/errors.ts'
import type { ProfileDocument, ProfileStore } from '../../src/storage/profile-store.ts'
import type { ProfileChange } from './calls.ts'
import type { ProfileScanner } from './scanner.ts'
import type { Images } from './services/images.ts'

/**
 * Changes the settings of a profile that are named. Another time zone makes weekends and nights count anew.
 * `settledSeconds`: how long a time zone stays after it was changed, apart from the first time.
 * @throws LaurelError `time_zone_settled`
 */
export async function applyChange(
  store: ProfileStore,
  scanner: ProfileScanner,
  pictures: Images,
  change: ProfileChange,
  settledSeconds: number,
): Promise<ProfileDocument> {
  const before = scanner.profile()
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const profile: ProfileDocument = { ...before, ...named }
  // Zones whose clocks are the same count the same, whatever their names.
  if (clocksOf(profile.time_zone) !== clocksOf(before.time_zone)) {
    checkSettled(before, scanner.now(), settledSeconds)
    profile.time_zone_changed_at = scanner.now()
  }
  store.saveProfile(profile)
  if (profile.visibility === 'private') await pictures.forget(profile.id)
  const { view, scan } = scanner.situation()
  // A scan that runs goes on in the new zone by itself.
  if (view?.outdated && !scan.running) await scanner.start({})
  return profile
}

function checkSettled(
  { time_zone_changed_at: changed }: ProfileDocument,
  now: number,
  seconds: number,
): void {
  if (changed === undefined || now - changed >= seconds) return
  const day = new Date((changed + seconds) * 1000).toISOString().slice(0, 10)
  throw new LaurelError('time_zone_settled', 'The time zone was changed a short while ago.', {
    hint: `It can be changed again from ${day} on.`,
  })
}
