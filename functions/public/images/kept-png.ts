import { sha256Hex } from '../../../src/digest.ts'
import { ImageStore } from '../../../src/storage/image-store.ts'
import { logFailure } from '../../log.ts'
import { profileClient } from '../../profile/client.ts'
import { loadRaster } from './load-raster.ts'

/** Bump when the renderer or its fonts change; another drawing has another key by itself. */
export const RENDER_VERSION = 4

/**
 * Returns an SVG as a PNG: rendered once as long as it shows the same, and cached in R2 by the profile's object unless
 * the profile is private.
 */
export async function keptPng(
  env: Env,
  { profileId, handle }: { profileId: string; handle: string },
  kind: string,
  svg: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const drawing = `${RENDER_VERSION}-${(await sha256Hex(svg)).slice(0, 32)}`
  const kept = await new ImageStore(env.SNAPSHOTS, profileId).get(kind, drawing).catch(() => null)
  if (kept) return kept
  const png = await (await loadRaster())(svg)
  await profileClient(env, handle)
    .images.keepImage(profileId, kind, drawing, png)
    .catch((error) => logFailure('picture_not_kept', error))
  return png
}
