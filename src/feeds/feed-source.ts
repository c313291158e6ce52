import type { AchievementsPayload } from '../contract/achievements.ts'
import type { Urls } from '../urls.ts'

/** What a feed is made of. */
export interface FeedSource {
  /** Names the profile for good: a handle may be another one's later. */
  profileId: string
  handle: string
  /** Unix seconds. */
  createdAt: number
  view: AchievementsPayload
  site: Urls
}
