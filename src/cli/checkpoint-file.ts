import { readFileSync, statSync } from 'node:fs'
import { STATS_VERSION } from '../engine/version.ts'
import { LaurelError } from '../errors.ts'
import type { Checkpoint } from '../scan/checkpoint.ts'
import type { KnownCheckpoints } from '../scan/scan-history.ts'
import type { Counting, SeenPages, SessionPages } from '../snapshot/snapshot.ts'
import { describedPart, FORMAT, headIn, PART_NAMES, type PartName, partsOf } from './checkpoint-head.ts'
import { formerCheckpoint } from './checkpoint-line.ts'
import { KeptLines } from './kept-lines.ts'
import { decodePages, encodePages } from './kept-pages.ts'
import { replaceFile } from './private-file.ts'
import { systemReason } from './system-reason.ts'
import { UsageError } from './usage-error.ts'
import { WrittenLines } from './written-lines.ts'

export interface LoadedCheckpoints {
  checkpoints: KnownCheckpoints
  /** What the last scan counted, as it was saved; empty if it was not. */
  count: string
  /** What it printed, likewise. */
  result: string
  /** Returns what was on the pages of the history then; null if that was not saved. */
  pages(): SessionPages | null
  /** Why the file's own checkpoints could not be used, or null. */
  warning: string | null
}

/** What is kept beside the checkpoints: see `checkpoint-head.ts`. */
export interface KeptParts {
  result?: string
  count?: string
  pages?: SeenPages | null
}

/** Nothing loaded. `warning`: why not, or null. */
export const noCheckpoints = (warning: string | null = null): LoadedCheckpoints => ({
  checkpoints: new Map(),
  count: '',
  result: '',
  pages: () => null,
  warning,
})

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
  const bytes = bytesIn(path)
  if (bytes === null) return noCheckpoints()
  if (bytes.toString('latin1', 0, 16) === 'SQLite format 3\0' || isSameFile(path, database)) {
    throw new UsageError('--checkpoint names a database. Give another file.', 'scan')
  }
  const found = headIn(bytes)
  if (found === null) return noCheckpoints('The checkpoint cannot be read; all sessions are scanned.')
  const { head, size } = found
  if (head.engine_version !== STATS_VERSION) {
    return noCheckpoints('The checkpoint is from another version; all sessions are scanned.')
  }
  if (head.counting !== counting) {
    return noCheckpoints('The checkpoint was made with other settings; all sessions are scanned.')
  }
  const parts = head.parts && partsOf(bytes, found)
  const lines = head.parts === null ? bytes.subarray(size) : parts?.lines
  const kept = parts && head.current ? KeptLines.from(parts.lines, parts.index, head.sessions) : null
  const checkpoints = head.current ? kept : lines && formerIn(lines, head.parts === null)
  if (checkpoints?.size !== head.sessions)
    return noCheckpoints('The checkpoint is damaged; all sessions are scanned.')
  const text = (name: 'count' | 'result') => String(parts?.[name] ?? '').trimEnd()
  return {
    checkpoints,
    count: text('count'),
    result: text('result'),
    pages: () => parts && kept && decodePages(parts.pages, kept),
    warning: null,
  }
}

/**
 * Writes the checkpoints, readable only by their owner. The file is replaced atomically.
 * @throws LaurelError `invalid_request` if the system refuses
 */
export function saveCheckpoints(
  path: string,
  checkpoints: readonly Checkpoint[],
  counting: Counting = 'lived',
  { result = '', count = '', pages = null }: KeptParts = {},
): void {
  const lines = new WrittenLines(checkpoints)
  const parts: Record<PartName, readonly Uint8Array[]> = {
    result: [Buffer.from(`${result}\n`)],
    count: [Buffer.from(`${count}\n`)],
    lines: lines.parts,
    pages: pages ? [encodePages(pages, lines)] : [],
    index: [lines.index],
  }
  const head = {
    format: FORMAT,
    engine_version: STATS_VERSION,
    counting,
    sessions: checkpoints.length,
    parts: Object.fromEntries(PART_NAMES.map((name) => [name, describedPart(parts[name])])),
  }
  const pieces = PART_NAMES.flatMap((name) => parts[name])
  try {
    replaceFile(path, [Buffer.from(`${JSON.stringify(head)}\n`), ...pieces])
  } catch (error) {
    throw refused('written', error)
  }
}

function bytesIn(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw refused('read', error)
  }
}

function isSameFile(path: string, other: string): boolean {
  const [a, b] = [path, other].map((each) => statSync(each, { throwIfNoEntry: false }))
  return a !== undefined && a.ino === b?.ino && a.dev === b.dev
}

/** Of an older format. Returns null if a line is damaged. */
function formerIn(lines: Buffer, isFirst: boolean): KnownCheckpoints | null {
  try {
    const checkpoints = String(lines)
      .split('\n')
      .slice(0, -1)
      .map((line) => formerCheckpoint(line, isFirst))
    return new Map(checkpoints.map((checkpoint) => [checkpoint.stats.session_id, checkpoint]))
  } catch {
    return null
  }
}

function refused(what: 'read' | 'written', error: unknown): LaurelError {
  const reason = systemReason(error) ?? 'unknown reason'
  return new LaurelError('invalid_request', `The checkpoint cannot be ${what}: ${reason}.`, { cause: error })
}
