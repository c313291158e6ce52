import type { WarningKind } from '../contract/warnings.ts'
import { recordOf } from '../engine/records.ts'
import type { SessionRecord } from '../engine/session-record.ts'
import { COUNTED_STATS } from '../engine/stats.ts'
import type { SessionStats } from '../engine/types.ts'

/** What is kept of one session: a fingerprint to detect changes, and its stats. */
export interface Checkpoint {
  fingerprint: string
  stats: SessionStats
  /** For lists and insights; null if it was not requested or not reported. */
  record: SessionRecord | null
  /** What could not be counted completely; absent if everything was. */
  warnings?: readonly WarningKind[]
}

/** Thrown if stored stats are not valid: all checkpoints of the profile are dropped then. */
export class UnreadableCheckpoint extends Error {
  override readonly name = 'UnreadableCheckpoint'
}

const COUNTS: ReadonlySet<string> = new Set(COUNTED_STATS)

/** Returns stats as JSON, omitting counts of 0, since most are 0. */
export function encodeStats(stats: SessionStats): string {
  return JSON.stringify(stats, (key, value: unknown) => (value === 0 && COUNTS.has(key) ? undefined : value))
}

/**
 * Returns the stats that `encodeStats` wrote.
 * @throws UnreadableCheckpoint if the text is anything else
 */
export function decodeStats(text: string): SessionStats {
  const stored = parseObject(text)
  const { session_id, title } = stored
  if (typeof session_id !== 'string' || typeof title !== 'string') throw new UnreadableCheckpoint()
  return {
    ...recordOf(COUNTED_STATS, (name) => count(stored[name])),
    session_id,
    title,
    source: stringOrNull(stored.source),
    started_at: numberOrNull(stored.started_at),
    last_active: numberOrNull(stored.last_active),
    model_names: strings(stored.model_names),
    tool_names: strings(stored.tool_names),
    port_conflict: stored.port_conflict === true,
  }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Invalid JSON is treated like JSON of another shape.
  }
  throw new UnreadableCheckpoint()
}

function count(value: unknown): number {
  if (value === undefined) return 0
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
