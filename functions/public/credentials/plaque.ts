import { plaquePicture } from '../../../src/render/plaque-picture.ts'
import { PictureStore } from '../../../src/storage/picture-store.ts'
import { profileObject } from '../../profile/lifecycle.ts'
import type { Creditable } from '../../profile/services/credentials.ts'
import { loadRaster } from '../images/load-raster.ts'
import { failed } from '../images/pictured.ts'

/** To be raised when the picture is drawn otherwise. */
const DRAWING_VERSION = 1

/**
 * The PNG that a credential is baked into: drawn once for each tier, and kept in R2 by the profile's object, which
 * keeps none of a private profile.
 */
export async function plaquePng(env: Env, earned: Creditable): Promise<Uint8Array> {
  const { badge, achievement, timeZone } = earned
  const { profileId, handle, tier, since } = badge
  const kind = `plaque-${achievement.id}`
  const drawing = `${DRAWING_VERSION}-${tier ?? 'earned'}-${since}-${timeZone.replace(/\W/g, '_')}`
  const kept = await new PictureStore(env.SNAPSHOTS, profileId).get(kind, drawing).catch(() => null)
  if (kept) return kept
  const png = (await loadRaster())(plaquePicture({ handle, timeZone, achievement, since }))
  await profileObject(env, handle)
    .keepPicture(profileId, kind, drawing, png)
    .catch((error) => failed('picture_not_kept', error))
  return png
}
