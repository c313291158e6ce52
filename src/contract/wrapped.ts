import type { TierName } from '../engine/types.ts'
import type { Provenance } from './achievements.ts'
import type { RareBand } from './rarity.ts'

/** The story of a year or a month. Days are written `2026-11-30`, in the story’s time zone. */

/** A year, or one of its months, 1 to 12. */
export interface Period {
  year: number
  month: number | null
}

/** A badge, or one of its tiers, and the day on which it was reached. */
export interface StoryBadge {
  id: string
  name: string
  icon: string
  tier: TierName | null
  day: string
}

/** A badge that few public pages have. */
export interface RareBadge extends StoryBadge {
  band: RareBand
}

/** How it began. */
export interface OriginCard {
  kind: 'origin'
  day: string
  sessions: number
  /** No history of the page has an earlier session. */
  first_ever: boolean
}

/** How much was done. */
export interface RateCard {
  kind: 'rate'
  sessions: number
  active_days: number
  messages: number
  tool_calls: number
}

/** The day with the most sessions, and the hour of the day, 0 to 23, with the most in all. On a tie, the earlier. */
export interface BusiestCard {
  kind: 'busiest'
  day: string
  day_sessions: number
  hour: number
  hour_sessions: number
}

/** The longest run of days with sessions; of equal ones, the first. */
export interface StreakCard {
  kind: 'streak'
  days: number
  from: string
  to: string
}

/** What was used. Names are there only if the owner chose so. */
export interface FavouritesCard {
  kind: 'favourites'
  distinct_tools: number
  distinct_models: number
  /** The most used ones, most used first. */
  tools: { name: string; uses: number }[]
  /** The one with the most tokens. */
  model: { name: string; sessions: number } | null
}

/** What was earned. */
export interface BadgesCard {
  kind: 'badges'
  /** Badges that were new. */
  badges: number
  /** Tiers reached, of these and others; a badge without tiers counts as one. */
  steps: number
  /** The first new badge. */
  first: StoryBadge | null
  /** The highest tier; of equal ones, the latest. Null if the first badge is it. */
  highest: StoryBadge | null
  /**
   * The one that the fewest public pages have, as was measured when the story was made; of equally rare ones the highest,
   * and of these the latest. Absent if none is known that fewer than half of the pages have.
   */
  rarest?: RareBadge
}

/** Badges, and the highest tier, before the period and at its end. */
export interface ChangeCard {
  kind: 'change'
  before: number
  after: number
  tier_before: TierName | null
  tier_after: TierName | null
}

/** All in one: stands alone. */
export interface FinaleCard {
  kind: 'finale'
  sessions: number
  active_days: number
  /** Days of the longest streak. */
  streak: number
  /** Badges that were new. */
  badges: number
}

export type StoryCard =
  | OriginCard
  | RateCard
  | BusiestCard
  | StreakCard
  | FavouritesCard
  | BadgesCard
  | ChangeCard
  | FinaleCard
export type CardKind = StoryCard['kind']

/** Every card there is, in the order of a story. */
export const CARD_KINDS = [
  'origin',
  'rate',
  'busiest',
  'streak',
  'favourites',
  'badges',
  'change',
  'finale',
] as const satisfies CardKind[]

/** A story, and what it was made from. It holds no title, no session id and no path. */
export interface Story {
  period: Period
  /** The first day, and the last one: of the period, or the day on which it was made if that is earlier. */
  from: string
  to: string
  /** An IANA name. */
  time_zone: string
  /** Unix seconds. */
  made_at: number
  /** How many sessions it was counted from, and who counted. */
  sessions: number
  provenance: Provenance
  cards: StoryCard[]
}

/** What a story says of tools and models. */
export type Favourites = 'none' | 'numbers' | 'names'
