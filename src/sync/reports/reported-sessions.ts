import type { ReportedSession } from '../../contract/reports.ts'
import { keyedDigest, sessionName } from '../../digest.ts'
import { NO_STATS } from '../../engine/session-stats.ts'
import { COUNTED_STATS } from '../../engine/stats.ts'
import type { SessionStats } from '../../engine/types.ts'
import type { Checkpoint } from '../../scan/checkpoint.ts'
import { reportedModel } from '../../scan/reported-model.ts'
import { factsText } from '../../sessions/positions.ts'

/** What is reported of a session besides its figures. */
export interface ReportTerms {
  /** 32 random bytes that never leave the owner's machine: without them, no title can be guessed from a fingerprint. */
  key: Uint8Array
  /** The profile's naming key. Absent or null if its server has none: sessions are then named by `key`. */
  namingKey?: Uint8Array | null
  /** The owner wants titles to be stored, for the owner's eyes only. */
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
/** Calendars end there: a later time counts as absent. Unix seconds, the end of the year 9999. */
const LAST_SECOND = 253_402_300_799

/** Returns a new key of either kind. */
export function newReportKey(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES))
}

/** Returns the id of a machine, derived from random bytes that it keeps. Nothing can be learnt from it. */
export function machineId(key: Uint8Array): string {
  return keyedDigest(key, 'machine').slice(0, MACHINE_DIGITS)
}

/** Returns the report of a scanned session: its figures, under a name that means nothing to others. */
export function reportedSession(
  { fingerprint, stats, record }: Checkpoint,
  { key, namingKey, titles, records = false }: ReportTerms,
): ReportedSession {
  const reported = records ? record : null
  return {
    id: sessionName(namingKey ?? key, stats.session_id),
    // The fingerprint covers everything reported, so it changes with the title, and if titles or records are switched
    // on or off.
    fingerprint: keyedDigest(
      key,
      `fingerprint ${titles} ${fingerprint}${reported ? ` ${factsText(reported)}` : ''}`,
    ).slice(0, FINGERPRINT_DIGITS),
    started_at: wholeMinute(stats.started_at),
    // Servers without naming keys reject this field.
    ...(namingKey ? { last_active: wholeMinute(stats.last_active) } : {}),
    model: reportedModel(stats.model_names[0] ?? null),
    ...(titles ? { title: stats.title.slice(0, TITLE_LENGTH) } : {}),
    ...(reported ? { record: reported } : {}),
    counts: Object.fromEntries(
      COUNTED_STATS.filter((stat) => stats[stat] > 0).map((stat) => [stat, stats[stat]]),
    ),
  }
}

/** Returns a reported session as it is stored: anything not reported is empty. */
export function statsOf(session: ReportedSession): SessionStats {
  const { id, title = '', started_at, last_active = started_at, model, counts } = session
  return {
    ...NO_STATS,
    ...counts,
    session_id: id,
    title,
    started_at,
    last_active,
    model_names: model === null ? [] : [model],
    port_conflict: counts.port_conflict_events === 1,
  }
}

/** Time zones differ by whole minutes, so hour and day stay the same. 0 means that there is no time. */
function wholeMinute(seconds: number | null): number | null {
  if (seconds === null || !(Math.abs(seconds) <= LAST_SECOND)) return null
  const whole = Math.floor(seconds / MINUTE) * MINUTE
  return whole === 0 && seconds !== 0 ? 1 : whole
}
