import { isWarningKind, type WarningKind } from '../contract/warnings.ts'
import { type Place, placeOf } from '../engine/place.ts'
import type { SessionRecord } from '../engine/session-record.ts'
import type { SessionStats } from '../engine/types.ts'
import { type Checkpoint, decodeStats, encodeStats, UnreadableCheckpoint } from '../scan/checkpoint.ts'
import { decodeRecord, encodeRecord } from '../sessions/stored-record.ts'

/** What precedes the stats in a line. */
const FIELDS_BEFORE = 4

/**
 * A checkpoint as its line in a file has it: id, last activity, warnings, fingerprint, stats, and the two parts of the
 * record, separated by tabs. All are JSON, which contains no raw tabs or line ends; warnings and record may be empty.
 * Stats and record are decoded when they are asked for: where little has changed, hardly any are.
 */
export class KeptCheckpoint implements Checkpoint {
  readonly line: string
  readonly id: string
  readonly fingerprint: string
  readonly warnings?: readonly WarningKind[]
  readonly #lastActive: number | null
  readonly #rest: number
  #stats: SessionStats | undefined
  #record: SessionRecord | null | undefined

  /** @throws UnreadableCheckpoint, SyntaxError */
  constructor(line: string) {
    const fields: string[] = []
    let begin = 0
    for (let field = 0; field < FIELDS_BEFORE; field++) {
      const end = line.indexOf('\t', begin)
      if (end < 0) throw new UnreadableCheckpoint()
      fields.push(line.slice(begin, end))
      begin = end + 1
    }
    const [id = '', lastActive = '', warned = '', fingerprint = ''] = fields
    this.line = line
    this.id = String(JSON.parse(id))
    this.fingerprint = fingerprint
    this.#lastActive = lastActive === 'null' ? null : Number(lastActive)
    this.#rest = begin
    if (warned !== '') this.warnings = warningsIn(warned)
  }

  get place(): Place {
    return placeOf({ session_id: this.id, last_active: this.#lastActive })
  }

  /** @throws UnreadableCheckpoint */
  get stats(): SessionStats {
    this.#stats ??= decodeStats(this.line.slice(this.#rest).split('\t', 1)[0] ?? '')
    return this.#stats
  }

  get record(): SessionRecord | null {
    if (this.#record === undefined) {
      const [, facts = '', uses = ''] = this.line.slice(this.#rest).split('\t')
      this.#record = decodeRecord({ facts, uses })
    }
    return this.#record
  }
}

/** Returns the id of a session, without decoding its stats. */
export function idOf(checkpoint: Checkpoint): string {
  return checkpoint instanceof KeptCheckpoint ? checkpoint.id : checkpoint.stats.session_id
}

/** Returns the line of a checkpoint, without its end. */
export function lineOf(checkpoint: Checkpoint): string {
  if (checkpoint instanceof KeptCheckpoint) return checkpoint.line
  const { fingerprint, stats, record, warnings } = checkpoint
  const kept = record && encodeRecord(record)
  return [
    JSON.stringify(stats.session_id),
    JSON.stringify(stats.last_active),
    warnings === undefined ? '' : JSON.stringify(warnings),
    fingerprint,
    encodeStats(stats),
    kept?.facts ?? '',
    kept?.uses ?? '',
  ].join('\t')
}

/**
 * Returns the checkpoint in a line of format 1: fingerprint, stats, the two parts of the record, warnings.
 * @throws UnreadableCheckpoint
 */
export function formerCheckpoint(line: string): Checkpoint {
  const [fingerprint = '', figures = '', facts = '', uses = '', warned] = line.split('\t')
  const stats = decodeStats(figures)
  const record = decodeRecord({ facts, uses })
  return {
    fingerprint,
    stats,
    record,
    ...(warned === undefined ? {} : { warnings: warningsIn(warned) }),
  }
}

function warningsIn(text: string): WarningKind[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter(isWarningKind) : []
  } catch {
    return []
  }
}
