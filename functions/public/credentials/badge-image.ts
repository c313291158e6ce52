import { badgeImagePicture } from '../../../src/render/badge-image.ts'
import { ImageStore } from '../../../src/storage/image-store.ts'
import { logFailure } from '../../log.ts'
import { profileClient } from '../../profile/client.ts'
import type { IssuableBadge } from '../../profile/services/credentials.ts'
import { loadRaster } from '../images/load-raster.ts'

/** Bump when rendering changes, to invalidate cached images. */
const RENDER_VERSION = 1

/**
 * Returns the PNG that a credential is baked into. It is rendered once per tier and cached in R2 by the profile's
 * object, unless the profile is private.
 */
export async function badgeImagePng(env: Env, earned: IssuableBadge): Promise<Uint8Array> {
  const { badge, achievement, timeZone } = earned
  const { profileId, handle, tier, since } = badge
  const kind = `plaque-${achievement.id}`
  const drawing = `${RENDER_VERSION}-${tier ?? 'earned'}-${since}-${timeZone.replace(/\W/g, '_')}`
  const kept = await new ImageStore(env.SNAPSHOTS, profileId).get(kind, drawing).catch(() => null)
  if (kept) return kept
  const png = (await loadRaster())(badgeImagePicture({ handle, timeZone, achievement, since }))
  await profileClient(env, handle)
    .images.keepImage(profileId, kind, drawing, png)
    .catch((error) => logFailure('picture_not_kept', error))
  return png
}
