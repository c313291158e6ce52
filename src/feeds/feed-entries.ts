import type { AchievementsPayload } from '../contract/achievements.ts'
import { rank } from '../ui/metal.ts'
import { entryTitle, type UnlockEntry, unlockEntries } from '../ui/unlock-entries.ts'
import { counted } from '../ui/wording.ts'

/** An entry of a feed, in any format. */
export interface FeedEntry {
  /** Identifies it within the profile; it never changes. */
  key: string
  title: string
  text: string
  /** The badge that it is about; null if it is about several. */
  achievement: string | null
  tags: string[]
  /** When it was earned, and when a scan first counted it. Unix seconds. */
  earnedAt: number
  recordedAt: number
}

/** Maximum number of entries in a feed: more than anybody earns between two visits of a reader. */
const FEED_ENTRIES_MAX = 50
/** Maximum number of badges that the entry about an import names. */
const NAMED_MAX = 10

/**
 * Returns what a profile has earned, the latest first: an entry for each badge and tier, but one for all that came with
 * the first scan of a history.
 */
export function feedEntries(view: AchievementsPayload): FeedEntry[] {
  const imports = new Map<number, UnlockEntry[]>()
  const entries: FeedEntry[] = []
  for (const entry of unlockEntries(view, Number.POSITIVE_INFINITY)) {
    if (entry.imported) imports.set(entry.recordedAt, [...(imports.get(entry.recordedAt) ?? []), entry])
    else entries.push(unlockEntry(entry))
  }
  return [...entries, ...[...imports].map(([at, earned]) => importEntry(at, earned))]
    .sort((a, b) => b.recordedAt - a.recordedAt || b.earnedAt - a.earnedAt)
    .slice(0, FEED_ENTRIES_MAX)
}

/** Each tier is an entry of its own, and keeps its key for ever. */
function unlockEntry(entry: UnlockEntry): FeedEntry {
  const { achievement, tier, at, recordedAt } = entry
  return {
    key: `${achievement.id}-${tier ?? 'unlocked'}`,
    title: entryTitle(entry),
    text: `${achievement.description} ${achievement.criteria}`,
    achievement: achievement.id,
    tags: [achievement.category, ...(tier === null ? [] : [tier])],
    earnedAt: at,
    recordedAt,
  }
}

function importEntry(recordedAt: number, entries: readonly UnlockEntry[]): FeedEntry {
  const highest = new Map<string, UnlockEntry>()
  for (const entry of entries.toSorted(byRank)) {
    if (!highest.has(entry.achievement.id)) highest.set(entry.achievement.id, entry)
  }
  const badges = [...highest.values()]
  const named = badges.slice(0, NAMED_MAX).map(entryTitle)
  const others = badges.length - named.length
  return {
    key: `import-${Math.floor(recordedAt)}`,
    title: `${counted(badges.length, 'badge')} from a history`,
    text: `${[...named, ...(others > 0 ? [`and ${counted(others, 'other')}`] : [])].join(', ')}.`,
    achievement: null,
    tags: [],
    earnedAt: recordedAt,
    recordedAt,
  }
}

function byRank(a: UnlockEntry, b: UnlockEntry): number {
  return rank(b.tier ?? 'earned') - rank(a.tier ?? 'earned') || b.at - a.at
}
