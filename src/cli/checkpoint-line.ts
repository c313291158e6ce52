import { isWarningKind, type WarningKind } from '../contract/warnings.ts'
import { type Checkpoint, decodeStats, encodeStats, UnreadableCheckpoint } from '../scan/checkpoint.ts'
import { decodeRecord, encodeRecord } from '../sessions/stored-record.ts'

/** What precedes the stats in a line, and where they begin. */
interface LineFields {
  id: string
  lastActive: number | null
  /** As JSON; empty without any. */
  warnings: string
  fingerprint: string
  rest: number
}

/** Returns the first fields of a line. @throws UnreadableCheckpoint, SyntaxError */
export function fieldsOf(line: string): LineFields {
  const fields: string[] = []
  let rest = 0
  for (let field = 0; field < 4; field++) {
    const end = line.indexOf('\t', rest)
    if (end < 0) throw new UnreadableCheckpoint()
    fields.push(line.slice(rest, end))
    rest = end + 1
  }
  const [id = '', lastActive = '', warnings = '', fingerprint = ''] = fields
  return {
    id: String(JSON.parse(id)),
    lastActive: lastActive === 'null' ? null : Number(lastActive),
    ...{ warnings, fingerprint, rest },
  }
}

/** Returns the line of a checkpoint, without its end. */
export function lineOf(checkpoint: Checkpoint): string {
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

/** Returns the warnings that a line has as JSON. */
export function warningsIn(text: string): WarningKind[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter(isWarningKind) : []
  } catch {
    return []
  }
}
