import type { AchievementsPayload } from '../contract/achievements.ts'
import type { Urls } from '../urls.ts'

/** What a feed is made from. */
export interface FeedSource {
  /** Identifies the profile for good: its handle may belong to another one later. */
  profileId: string
  handle: string
  /** Unix seconds. */
  createdAt: number
  view: AchievementsPayload
  site: Urls
}
