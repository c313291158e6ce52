import { namedUuid } from '../digest.ts'
import { isoMoment } from '../ui/dates.ts'
import { rank } from '../ui/metal.ts'
import { entryTitle, type UnlockEntry, unlockEntries } from '../ui/unlock-entries.ts'
import { counted } from '../ui/wording.ts'
import type { FeedSource } from './feed-source.ts'

/** An entry of a feed, in any format. */
export interface FeedEntry {
  /** A URN that never changes. */
  id: string
  title: string
  text: string
  /** The badge that it is about; null if it is about several. */
  achievement: string | null
  tags: string[]
  /** When it was earned. Unix seconds. */
  earnedAt: number
  /** When a scan first counted it (RFC 3339): another moment for each, so that readers keep the order. */
  updated: string
}

/** An entry before it is named; `key` identifies it within the profile. */
type Draft = Omit<FeedEntry, 'id' | 'updated'> & { key: string; recordedAt: number }

/** Maximum number of entries in a feed: more than anybody earns between two visits of a reader. */
const FEED_ENTRIES_MAX = 50
/** Maximum number of badges that the entry about an import names. */
const NAMED_MAX = 10

/**
 * Returns what a profile has earned, the latest first: an entry for each badge and tier, but one for all that came with
 * the first scan of a history.
 */
export async function feedEntries(
  source: Pick<FeedSource, 'profileId' | 'uuidsSince' | 'view'>,
): Promise<FeedEntry[]> {
  const drafts = draftsOf(source.view)
  const inSecond = new Map<number, number>()
  const updates = drafts.toReversed().map(({ recordedAt }) => {
    const second = Math.floor(recordedAt)
    const before = inSecond.get(second) ?? 0
    inSecond.set(second, before + 1)
    return recordedAt < source.uuidsSince || before === 0
      ? isoMoment(second)
      : new Date(second * 1000 + before).toISOString()
  })
  const latest = drafts.map((draft, at) => ({ ...draft, updated: updates.at(-1 - at) ?? '' }))
  return Promise.all(latest.slice(0, FEED_ENTRIES_MAX).map((draft) => named(draft, source)))
}

async function named(
  { key, recordedAt, ...entry }: Draft & { updated: string },
  { profileId, uuidsSince }: Pick<FeedSource, 'profileId' | 'uuidsSince'>,
): Promise<FeedEntry> {
  // The W3C's validator takes no fragment in such a URN, though RFC 8141 has them.
  const uuid = recordedAt < uuidsSince ? `${profileId}#${key}` : await namedUuid(profileId, key)
  return { ...entry, id: `urn:uuid:${uuid}` }
}

/** Returns all entries, the latest first. */
function draftsOf(view: FeedSource['view']): Draft[] {
  const imports = new Map<number, UnlockEntry[]>()
  const entries: Draft[] = []
  for (const entry of unlockEntries(view, Number.POSITIVE_INFINITY)) {
    if (entry.imported) imports.set(entry.recordedAt, [...(imports.get(entry.recordedAt) ?? []), entry])
    else entries.push(unlockEntry(entry))
  }
  return [...entries, ...[...imports].map(([at, earned]) => importEntry(at, earned))].sort(
    (a, b) => b.recordedAt - a.recordedAt || b.earnedAt - a.earnedAt,
  )
}

/** Each tier is an entry of its own, and keeps its key for ever. */
function unlockEntry(entry: UnlockEntry): Draft {
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

function importEntry(recordedAt: number, entries: readonly UnlockEntry[]): Draft {
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
