import type { ReportedSession } from '../../contract/reports.ts'
import { keyedDigest, sessionName } from '../../digest.ts'
import { recordOf } from '../../engine/records.ts'
import { COUNTED_STATS } from '../../engine/stats.ts'
import type { SessionStats } from '../../engine/types.ts'
import type { Checkpoint } from '../../scan/checkpoint.ts'
import { reportedModel } from '../../scan/reported-model.ts'
import { factsText } from '../../sessions/positions.ts'

/** What is told of a session besides its figures. */
export interface ReportTerms {
  /** 32 random bytes that never leave the owner's side: without them no title can be guessed from a fingerprint. */
  key: Uint8Array
  /** The profile's naming key. Absent or null if its server has none: sessions are named by `key` then. */
  namingKey?: Uint8Array | null
  /** The owner wants titles to be kept, for the owner's own eyes. */
  titles: boolean
  /** The owner wants lists and insights of these sessions: their records are reported too. */
  records?: boolean
}

/** Hexadecimal digits of a fingerprint: 64 bits. */
const FINGERPRINT_DIGITS = 16

/** Hexadecimal digits of a machine's id: 64 bits. */
const MACHINE_DIGITS = 16

const KEY_BYTES = 32
const MINUTE = 60
const TITLE_LENGTH = 512
/** No calendar has a day beyond: such a time counts as none. Unix seconds, the end of the year 9999. */
const LAST_SECOND = 253_402_300_799

/** A new key of either kind. */
export function newReportKey(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES))
}

/** The id of a machine, from random bytes that it keeps: it tells nothing of them. */
export function machineId(key: Uint8Array): string {
  return keyedDigest(key, 'machine').slice(0, MACHINE_DIGITS)
}

/** A scanned session as it is reported: its figures, under names that mean nothing to others. */
export function reportedSession(
  { fingerprint, stats, record }: Checkpoint,
  { key, namingKey, titles, records = false }: ReportTerms,
): ReportedSession {
  const told = records ? record : null
  return {
    id: sessionName(namingKey ?? key, stats.session_id),
    // With its title and without it, it is told otherwise; and so whenever its record is another.
    fingerprint: keyedDigest(
      key,
      `fingerprint ${titles} ${fingerprint}${told ? ` ${factsText(told)}` : ''}`,
    ).slice(0, FINGERPRINT_DIGITS),
    started_at: wholeMinute(stats.started_at),
    // Servers without naming keys refuse it.
    ...(namingKey ? { last_active: wholeMinute(stats.last_active) } : {}),
    model: reportedModel(stats.model_names[0] ?? null),
    ...(titles ? { title: stats.title.slice(0, TITLE_LENGTH) } : {}),
    ...(told ? { record: told } : {}),
    counts: Object.fromEntries(
      COUNTED_STATS.filter((stat) => stats[stat] > 0).map((stat) => [stat, stats[stat]]),
    ),
  }
}

/** A reported session as it is kept: what was not told is empty. */
export function statsOf(session: ReportedSession): SessionStats {
  const { id, title = '', started_at, last_active = started_at, model, counts } = session
  return {
    ...recordOf(COUNTED_STATS, (stat) => counts[stat] ?? 0),
    session_id: id,
    title,
    source: null,
    started_at,
    last_active,
    model_names: model === null ? [] : [model],
    tool_names: [],
    port_conflict: counts.port_conflict_events === 1,
  }
}

/** Time zones differ by whole minutes, so that hour and day stay what they are. 0 alone means that there is none. */
function wholeMinute(seconds: number | null): number | null {
  if (seconds === null || !(Math.abs(seconds) <= LAST_SECOND)) return null
  const whole = Math.floor(seconds / MINUTE) * MINUTE
  return whole === 0 && seconds !== 0 ? 1 : whole
}
