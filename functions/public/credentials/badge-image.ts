import { badgeImagePicture } from '../../../src/render/badge-image.ts'
import type { IssuableBadge } from '../../profile/services/credentials.ts'
import { keptPng } from '../images/kept-png.ts'

/** Returns the PNG that a credential is baked into. */
export function badgeImagePng(env: Env, { badge, achievement, timeZone }: IssuableBadge) {
  const { handle, since } = badge
  const svg = badgeImagePicture({ handle, timeZone, achievement, since })
  return keptPng(env, badge, `plaque-${achievement.id}`, svg)
}
