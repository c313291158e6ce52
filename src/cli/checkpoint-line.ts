import { isWarningKind, type WarningKind } from '../contract/warnings.ts'
import { type Checkpoint, decodeStats, encodeStats } from '../scan/checkpoint.ts'
import { decodeRecord, encodeRecord } from '../sessions/stored-record.ts'

/** Returns the fields of a line: see `lineOf`. */
export function fieldsIn(line: string): string[] {
  return line.split('\t')
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
 * Returns the checkpoint in a line of an older format: the first began with the fingerprint, and the warnings stood last.
 * @throws UnreadableCheckpoint
 */
export function formerCheckpoint(line: string, isFirst: boolean): Checkpoint {
  const fields = fieldsIn(line)
  const [fingerprint = '', stats = '', facts = '', uses = '', warned = ''] = isFirst
    ? fields
    : [...fields.slice(3), ...fields.slice(2, 3)]
  return {
    ...{ fingerprint, stats: decodeStats(stats), record: decodeRecord({ facts, uses }) },
    ...(warned === '' ? {} : { warnings: warningsIn(warned) }),
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
