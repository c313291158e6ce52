import type { AchievementsPayload } from '../contract/achievements.ts'
import type { Urls } from '../urls.ts'

/** What a feed is made from. */
export interface FeedSource {
  /** A UUID that identifies the profile for good: its handle may belong to another one later. */
  profileId: string
  /**
   * Since when entries have UUIDs. Those recorded before stay as they came out, or readers would show them again. Unix
   * seconds; 0 if all have one.
   */
  uuidsSince: number
  handle: string
  /** Unix seconds. */
  createdAt: number
  view: AchievementsPayload
  site: Urls
}
