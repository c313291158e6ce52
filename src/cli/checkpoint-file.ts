import { readFileSync, statSync } from 'node:fs'
import { isWarningKind, type WarningKind } from '../contract/warnings.ts'
import { STATS_VERSION } from '../engine/version.ts'
import { LaurelError } from '../errors.ts'
import { type Checkpoint, decodeStats, encodeStats } from '../scan/checkpoint.ts'
import { decodeRecord, encodeRecord } from '../sessions/stored-record.ts'
import type { Counting } from '../snapshot/snapshot.ts'
import { replaceFile } from './private-file.ts'
import { systemReason } from './system-reason.ts'
import { UsageError } from './usage-error.ts'

/** By session id. */
export type Checkpoints = Map<string, Checkpoint>

/**
 * A checkpoint file: a header line with the format, the engine version, the way of counting and the number of
 * sessions, then one line per session. It has, separated by tabs, the fingerprint, the stats, the two parts of the
 * record if there is one, and the warnings. All but the fingerprint are JSON, which contains no raw tabs or line ends.
 */
const FORMAT = 'laurel checkpoint 1'

interface Header {
  format: typeof FORMAT
  engine_version: number
  /** Which sessions and messages count. */
  counting: Counting
  sessions: number
}

export interface LoadedCheckpoints {
  checkpoints: Checkpoints
  /** Why the file's own checkpoints could not be used, or null. */
  warning: string | null
}

const fresh = (warning: string | null): LoadedCheckpoints => ({ checkpoints: new Map(), warning })

/**
 * Loads the checkpoints of a file: none if there is no file yet, or if it is of another version or damaged.
 * @throws UsageError if it is the history itself, which saving would destroy, or another database
 * @throws LaurelError `invalid_request` if the system refuses
 */
export function loadCheckpoints(
  path: string,
  database: string,
  counting: Counting = 'lived',
): LoadedCheckpoints {
  const text = textOf(path)
  if (text === null) return fresh(null)
  if (text.startsWith('SQLite format 3\0') || isSameFile(path, database)) {
    throw new UsageError('--checkpoint names a database. Give another file.', 'scan')
  }
  const lines = text.split('\n')
  const header = headerOf(lines[0])
  if (header === null) return fresh('The checkpoint cannot be read; all sessions are scanned.')
  if (header.engine_version !== STATS_VERSION) {
    return fresh('The checkpoint is from another version; all sessions are scanned.')
  }
  if (header.counting !== counting) {
    return fresh('The checkpoint was made with other settings; all sessions are scanned.')
  }
  const checkpoints = checkpointsOf(lines.slice(1, -1))
  if (checkpoints?.size !== header.sessions) {
    return fresh('The checkpoint is damaged; all sessions are scanned.')
  }
  return { checkpoints, warning: null }
}

/**
 * Writes the checkpoints, readable only by their owner. The file is replaced atomically.
 * @throws LaurelError `invalid_request` if the system refuses
 */
export function saveCheckpoints(
  path: string,
  checkpoints: Iterable<Checkpoint>,
  counting: Counting = 'lived',
): void {
  const lines = Array.from(checkpoints, lineOf)
  const header: Header = {
    format: FORMAT,
    engine_version: STATS_VERSION,
    counting,
    sessions: lines.length,
  }
  try {
    replaceFile(path, `${JSON.stringify(header)}\n${lines.join('')}`)
  } catch (error) {
    throw refused('written', error)
  }
}

function lineOf({ fingerprint, stats, record, warnings }: Checkpoint): string {
  const kept = record && encodeRecord(record)
  const parts = [fingerprint, encodeStats(stats), kept?.facts ?? '', kept?.uses ?? '']
  if (warnings !== undefined) parts.push(JSON.stringify(warnings))
  return `${parts.join('\t').replace(/\t+$/, '')}\n`
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw refused('read', error)
  }
}

function isSameFile(path: string, other: string): boolean {
  const [a, b] = [path, other].map((each) => statSync(each, { throwIfNoEntry: false }))
  return a !== undefined && a.ino === b?.ino && a.dev === b.dev
}

function headerOf(line: string | undefined): Header | null {
  const value = parsed(line ?? '')
  if (typeof value !== 'object' || value === null) return null
  if (!('format' in value && 'engine_version' in value && 'sessions' in value)) return null
  const { format, engine_version, sessions } = value
  if (format !== FORMAT || typeof engine_version !== 'number' || typeof sessions !== 'number') return null
  const counting = 'counting' in value && value.counting === 'hermes' ? 'hermes' : 'lived'
  return { format, engine_version, counting, sessions }
}

/** Returns null if any line is damaged. */
function checkpointsOf(lines: readonly string[]): Checkpoints | null {
  const checkpoints: Checkpoints = new Map()
  try {
    for (const line of lines) {
      const [fingerprint = '', figures = '', facts = '', uses = '', warned] = line.split('\t')
      const stats = decodeStats(figures)
      const record = decodeRecord({ facts, uses })
      const warnings = warned === undefined ? {} : { warnings: warningsIn(warned) }
      checkpoints.set(stats.session_id, { fingerprint, stats, record, ...warnings })
    }
  } catch {
    return null
  }
  return checkpoints
}

function warningsIn(text: string): WarningKind[] {
  const value = parsed(text)
  return Array.isArray(value) ? value.filter(isWarningKind) : []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function refused(what: 'read' | 'written', error: unknown): LaurelError {
  const reason = systemReason(error) ?? 'unknown reason'
  return new LaurelError('invalid_request', `The checkpoint cannot be ${what}: ${reason}.`, { cause: error })
}
