import { readFileSync, statSync } from 'node:fs'
import { STATS_VERSION } from '../engine/version.ts'
import { LaurelError } from '../errors.ts'
import type { Checkpoint } from '../scan/checkpoint.ts'
import type { KnownCheckpoints } from '../scan/scan-history.ts'
import type { Counting, SeenPages, SessionPages } from '../snapshot/snapshot.ts'
import {
  changesHead,
  changesIn,
  describedPart,
  FORMAT,
  headIn,
  PART_NAMES,
  type PartName,
  type Parts,
  partsOf,
  totalBytes,
} from './checkpoint-head.ts'
import { formerCheckpoint } from './checkpoint-line.ts'
import { KeptCheckpoint, type KeptFile, KeptLines } from './kept-lines.ts'
import { areKept, areNone, decodePages, encodePages } from './kept-pages.ts'
import { replaceFile, writeAfter } from './private-file.ts'
import { systemReason } from './system-reason.ts'
import { UsageError } from './usage-error.ts'
import { formerOf, WrittenLines } from './written-lines.ts'

/** What has changed is written beside the rest until it is more than one part in so many of it. */
const CHANGES_SHARE = 8

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
  const end = size + (head.parts ? totalBytes(head.parts) : bytes.length - size)
  const own = head.parts && partsOf(bytes.subarray(0, end), found)
  const start = bytes.subarray(0, size)
  // If nothing is known of what has changed since, the file is one of an earlier time.
  const later = head.current ? changesIn(bytes.subarray(end), start) : null
  const lines = head.parts === null ? bytes.subarray(size) : own?.lines
  const kept =
    own && head.current
      ? KeptLines.from(
          { ...own, count: head.sessions },
          later ? { ...later.parts, count: later.sessions } : undefined,
        )
      : null
  if (kept !== null) kept.file = { head: start, end, counting, changes: later?.head ?? null }
  const checkpoints = head.current ? kept : lines && formerIn(lines, head.parts === null)
  if (checkpoints?.size !== (later ?? head).sessions)
    return noCheckpoints('The checkpoint is damaged; all sessions are scanned.')
  const last = later?.parts ?? own
  const text = (name: 'count' | 'result') => String(last?.[name] ?? '').trimEnd()
  return {
    checkpoints,
    count: text('count'),
    result: text('result'),
    pages: () =>
      own && kept && decodePages(own.pages, kept, later && { bytes: later.parts.pages, own: kept.own }),
    warning: null,
  }
}

/**
 * Writes the checkpoints, readable only by their owner. If they are from the file, and little of it has changed, only
 * that is written, after the rest; else the file is replaced atomically.
 * @throws LaurelError `invalid_request` if the system refuses
 */
export function saveCheckpoints(
  path: string,
  checkpoints: readonly Checkpoint[],
  counting: Counting = 'lived',
  kept: KeptParts = {},
): void {
  try {
    if (writeBeside(path, checkpoints, counting, kept)) return
    const { parts, pieces } = partsFor(new WrittenLines(checkpoints), kept)
    const sessions = checkpoints.length
    const head = { format: FORMAT, engine_version: STATS_VERSION, counting, sessions, parts }
    replaceFile(path, [Buffer.from(`${JSON.stringify(head)}\n`), ...pieces])
  } catch (error) {
    throw refused('written', error)
  }
}

/** Writes what has changed after the file that the checkpoints are from. Returns false if all must be written. */
function writeBeside(
  path: string,
  checkpoints: readonly Checkpoint[],
  counting: Counting,
  kept: KeptParts,
): boolean {
  const former = formerOf(checkpoints)
  const { file } = former ?? {}
  if (!former?.own || !file || file.counting !== counting) return false
  if (kept.pages && !areKept(kept.pages.before)) return false
  const stay = checkpoints.filter((one) => one instanceof KeptCheckpoint && one.place < former.own).length
  if ((former.own - stay + checkpoints.length - stay) * CHANGES_SHARE > former.own) return false
  const lines = new WrittenLines(checkpoints, true)
  const { parts, pieces, pages } = partsFor(lines, kept)
  // What is printed and counted is written in any case.
  const bytes = totalBytes(parts) - parts.result.bytes - parts.count.bytes
  if (!lines.isOrdered || bytes * CHANGES_SHARE > file.end) return false
  if (file.changes === null && lines.isUnchanged && isAsWritten(file, parts, pages)) return true
  const line = changesHead(file.head, { sessions: checkpoints.length, parts })
  if (file.changes?.equals(line)) return true
  if (!writeAfter(path, file, [line, ...pieces])) return false
  file.changes = line
  return true
}

/** Whether a file without changes already has all that is in these parts, beside the same lines. */
function isAsWritten({ head }: KeptFile, parts: Parts, pages: Uint8Array | null): boolean {
  const written = headIn(head)?.head.parts
  const isSame = (name: PartName) => written?.[name].sha256 === parts[name].sha256
  return isSame('result') && isSame('count') && (pages === null ? isSame('pages') : areNone(pages))
}

/** Returns the parts of a file, or of what is written beside one, and what a head says of them. */
function partsFor(lines: WrittenLines, { result = '', count = '', pages = null }: KeptParts) {
  const contents: Record<PartName, readonly Uint8Array[]> = {
    result: [Buffer.from(`${result}\n`)],
    count: [Buffer.from(`${count}\n`)],
    lines: lines.parts,
    pages: pages ? [encodePages(pages, lines)] : [],
    index: [lines.index],
  }
  const described = PART_NAMES.map((name) => [name, describedPart(contents[name])] as const)
  const [seen = null] = contents.pages
  return {
    parts: Object.fromEntries(described) as Parts,
    pieces: PART_NAMES.flatMap((name) => contents[name]),
    pages: seen,
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
