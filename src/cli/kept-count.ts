import {
  type AggregateState,
  addSession,
  type Contribution,
  contributionOf,
  needsMaximum,
  removeSession,
  replaceSession,
} from '../engine/aggregate.ts'
import { CATALOG_VERSION } from '../engine/catalog-version.ts'
import { countedInOrder, type Milestones, updatedMilestones } from '../engine/milestones.ts'
import { comparePlaces, earlierPlace, type Place, placeOf } from '../engine/place.ts'
import type { SessionStats } from '../engine/types.ts'
import type { Checkpoint } from '../scan/checkpoint.ts'
import type { KnownCheckpoints } from '../scan/scan-history.ts'
import { idOf, KeptCheckpoint } from './kept-lines.ts'
import { zoneData } from './zone-data.ts'

/** What the sessions of a history come to. */
export interface Counted {
  aggregate: AggregateState
  milestones: Milestones
  messages: number
}

/** The same as it is kept, with what it depends on. Plain JSON. */
interface KeptCount extends Counted {
  catalog_version: number
  /** See `zoneData`. */
  zone_data: string
}

/** If more than one session in so many has changed, counting all of them again costs no more. */
const CHANGED_SHARE = 8

export function encodeCount(counted: Counted): string {
  const kept: KeptCount = { ...counted, catalog_version: CATALOG_VERSION, zone_data: zoneData() }
  return JSON.stringify(kept)
}

/**
 * Returns what these sessions come to: from what the last scan counted, if that is kept, and the sessions that have come,
 * changed and gone since.
 * @param kept as `encodeCount` wrote it, of the sessions `before`; empty if it is not kept
 */
export function countSince(
  kept: string,
  {
    before,
    scanned,
    timeZone,
  }: { before: KnownCheckpoints; scanned: readonly Checkpoint[]; timeZone: string },
): Counted {
  const known = kept === '' ? null : keptCount(kept, timeZone)
  return (
    (known && updated(known, before, scanned)) ??
    countAll(
      scanned.map(({ stats }) => stats),
      timeZone,
    )
  )
}

/** Returns what sessions come to. @throws RangeError if `timeZone` is not valid */
export function countAll(sessions: readonly SessionStats[], timeZone: string): Counted {
  const messages = sessions.reduce((sum, { message_count }) => sum + message_count, 0)
  return { ...countedInOrder(sessions, timeZone), messages }
}

/** The text is as it was written: the digest of its part was checked. */
function keptCount(text: string, timeZone: string): Counted | null {
  const { aggregate, milestones, messages, ...made }: KeptCount = JSON.parse(text)
  const fits = made.catalog_version === CATALOG_VERSION && made.zone_data === zoneData()
  return fits && aggregate.time_zone === timeZone ? { aggregate, milestones, messages } : null
}

/** Returns null if it has to be counted anew. */
function updated(
  { aggregate, milestones, messages }: Counted,
  before: KnownCheckpoints,
  scanned: readonly Checkpoint[],
): Counted | null {
  const zone = aggregate.time_zone
  const come = scanned.filter((checkpoint) => !(checkpoint instanceof KeptCheckpoint))
  // Most often all are still there.
  const left = new Set(scanned.length - come.length === before.size ? [] : before.values())
  if (left.size > 0) for (const checkpoint of scanned) left.delete(checkpoint)
  const gone = new Map(Array.from(left, (checkpoint) => [idOf(checkpoint), checkpoint]))
  if (come.length + gone.size === 0) return { aggregate, milestones, messages }
  if ((come.length + gone.size) * CHANGED_SHARE > scanned.length) return null
  let [sum, from]: [number, Place | null] = [messages, null]
  const changed = (checkpoint: Checkpoint, sign: 1 | -1): Contribution => {
    const { stats } = checkpoint
    sum += sign * stats.message_count
    from = earlierPlace(from, placeOf(stats))
    return contributionOf(stats, zone)
  }
  for (const checkpoint of come) {
    const { session_id } = checkpoint.stats
    const former = gone.get(session_id)
    gone.delete(session_id)
    const after = changed(checkpoint, 1)
    if (former === undefined) addSession(aggregate, after)
    else replaceSession(aggregate, changed(former, -1), after)
  }
  for (const checkpoint of gone.values()) removeSession(aggregate, changed(checkpoint, -1))
  // Which session is next, only all of them can tell.
  if (needsMaximum(aggregate).length > 0) return null
  const tail = () => tailOf(scanned, from, zone)
  return { aggregate, milestones: updatedMilestones(aggregate, milestones, from, tail), messages: sum }
}

/** Returns the sessions at a place and later, in order. */
function tailOf(scanned: readonly Checkpoint[], from: Place | null, zone: string): Contribution[] {
  const time = from === null ? Number.NEGATIVE_INFINITY : (from.at ?? Number.POSITIVE_INFINITY)
  return scanned
    .filter((checkpoint) => !(checkpoint instanceof KeptCheckpoint) || checkpoint.time >= time)
    .map((checkpoint) => ({
      checkpoint,
      place: checkpoint instanceof KeptCheckpoint ? checkpoint : placeOf(checkpoint.stats),
    }))
    .filter(({ place }) => from === null || comparePlaces(place, from) >= 0)
    .sort((a, b) => comparePlaces(a.place, b.place))
    .map(({ checkpoint }) => contributionOf(checkpoint.stats, zone))
}
