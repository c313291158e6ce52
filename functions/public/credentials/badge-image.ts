import { badgeImagePicture } from '../../../src/render/badge-image.ts'
import type { IssuableBadge } from '../../profile/services/credentials.ts'
import { keptPng } from '../images/kept-png.ts'

/** Returns the PNG that a credential is baked into. `page`: see BadgeImage. */
export function badgeImagePng(env: Env, page: string, { badge, achievement, timeZone }: IssuableBadge) {
  const { handle, since } = badge
  const svg = badgeImagePicture({ handle, page, timeZone, achievement, since })
  return keptPng(env, badge, `plaque-${achievement.id}`, svg)
}
