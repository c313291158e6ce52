import type { WarningKind } from '../contract/warnings.ts'
import { rowPart } from '../engine/row-part.ts'
import type { SessionRecord } from '../engine/session-record.ts'
import { NO_STATS } from '../engine/session-stats.ts'
import { COUNTED_STATS, type CountedStat } from '../engine/stats.ts'
import type { SessionStats } from '../engine/types.ts'

/** What is kept of one session: a fingerprint to detect changes, and its stats. */
export interface Checkpoint {
  fingerprint: string
  stats: SessionStats
  /** For lists and insights; null if it was not requested or not reported. */
  record: SessionRecord | null
  /** What could not be counted completely; absent if everything was. */
  warnings?: readonly WarningKind[] | undefined
}

/** Thrown if stored stats are not valid: all checkpoints of the profile are dropped then. */
export class UnreadableCheckpoint extends Error {
  override readonly name = 'UnreadableCheckpoint'
}

const COUNTS: ReadonlySet<string> = new Set(COUNTED_STATS)

function isCounted(name: string): name is CountedStat {
  return COUNTS.has(name)
}

/** Returns stats as JSON, omitting counts of 0, since most are 0. */
export function encodeStats(stats: SessionStats): string {
  // By hand, as each session of a first scan comes by here: a replacer takes five times as long.
  let counts = ''
  for (const name of COUNTED_STATS) if (stats[name] !== 0) counts += `"${name}":${stats[name]},`
  const { session_id, title, source, started_at, last_active, model_names, tool_names, port_conflict } = stats
  const others = {
    session_id,
    title,
    source,
    started_at,
    last_active,
    model_names,
    tool_names,
    port_conflict,
  }
  return `{${counts}${rowPart(others, ['tool_names']).slice(1)}`
}

/**
 * Returns the stats that `encodeStats` wrote.
 * @throws UnreadableCheckpoint if the text is anything else
 */
export function decodeStats(text: string): SessionStats {
  const stored = parseObject(text)
  // A copy that is filled, for the same reason as `zeros`: a first scan decodes the stats of all sessions to date them.
  const stats = { ...NO_STATS }
  for (const name of Object.keys(stored)) if (isCounted(name)) stats[name] = count(stored[name])
  const { session_id, title } = stored
  if (typeof session_id !== 'string' || typeof title !== 'string') throw new UnreadableCheckpoint()
  stats.session_id = session_id
  stats.title = title
  stats.source = stringOrNull(stored.source)
  stats.started_at = numberOrNull(stored.started_at)
  stats.last_active = numberOrNull(stored.last_active)
  stats.model_names = strings(stored.model_names)
  stats.tool_names = strings(stored.tool_names)
  stats.port_conflict = stored.port_conflict === true
  return stats
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Invalid JSON is treated like JSON of another shape.
  }
  throw new UnreadableCheckpoint()
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function count(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new UnreadableCheckpoint()
}

function numberOrNull(value: unknown): number | null {
  if (value === null || typeof value === 'number') return value
  throw new UnreadableCheckpoint()
}

function stringOrNull(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value
  throw new UnreadableCheckpoint()
}

function strings(value: unknown): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  throw new UnreadableCheckpoint()
}
