import type { Achievement, Mastered } from '../contract/achievements.ts'
import { type AchievementDefinition, CATEGORIES } from '../engine/achievement.ts'
import { CATALOG } from '../engine/catalog.ts'
import type { UnlockRecord } from './unlocks.ts'

/**
 * The categories that were mastered: all badges that they had then were unlocked. Each with these badges' ids, which
 * stay the same when the catalog gets others, so that none of those takes it back. Kept beside the unlocks, which give
 * the dates, and dropped with them.
 */
export type Mastery = Readonly<Record<string, readonly string[]>>

type Grouped = Pick<AchievementDefinition, 'id' | 'category'>
type Unlock = Pick<UnlockRecord, 'unlocked_at' | 'lapsed'>
type Unlocks = ReadonlyMap<string, Unlock>

/**
 * Returns what is mastered after a scan. What was mastered before is as it was, unless one of its badges is earned no
 * more, as in another time zone. Returns `before` itself if nothing differs.
 */
export function masteryWith(
  before: Mastery,
  unlocks: Unlocks,
  catalog: readonly Grouped[] = CATALOG,
): Mastery {
  const fresh = CATEGORIES.flatMap((category) => {
    const members = catalog.filter((definition) => definition.category === category).map(({ id }) => id)
    const isNew = members.length > 0 && lastUnlock(before[category], unlocks) === null
    return isNew && lastUnlock(members, unlocks) !== null ? [[category, members] as const] : []
  })
  return fresh.length === 0 ? before : { ...before, ...Object.fromEntries(fresh) }
}

/** Returns the mastered categories as anyone may see them: a hidden secret is none of the badges still to earn. */
export function masteredOf(
  mastery: Mastery,
  unlocks: Unlocks,
  shown: readonly Pick<Achievement, 'category' | 'state'>[],
): Mastered[] {
  return CATEGORIES.flatMap((category) => {
    const masteredAt = lastUnlock(mastery[category], unlocks)
    if (masteredAt === null) return []
    const open = shown.filter((one) => one.category === category && one.state === 'discovered')
    return [{ category, mastered_at: masteredAt, new_badges: open.length }]
  })
}

/** Returns when the last of these badges was unlocked, in Unix seconds; null unless all are. */
function lastUnlock(ids: readonly string[] | undefined, unlocks: Unlocks): number | null {
  if (ids === undefined) return null
  const records = ids.map((id) => unlocks.get(id)).filter(isEarned)
  return records.length < ids.length ? null : Math.max(...records.map(({ unlocked_at }) => unlocked_at))
}

function isEarned(record: Unlock | undefined): record is Unlock {
  return record !== undefined && !record.lapsed
}
