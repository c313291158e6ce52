import type { AchievementsPayload } from '../contract/achievements.ts'

/** What a feed is made of. */
export interface FeedSource {
  /** Names the profile for good: a handle may be another one's later. */
  profileId: string
  handle: string
  /** Unix seconds. */
  createdAt: number
  view: AchievementsPayload
  /** Of the server, without a slash at the end. */
  origin: string
}
