import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { recordOf } from '../engine/records.ts'
import { STATS_VERSION } from '../engine/version.ts'
import { LaurelError } from '../errors.ts'
import { type Checkpoint, UnreadableCheckpoint } from '../scan/checkpoint.ts'
import type { KnownCheckpoints } from '../scan/scan-history.ts'
import type { Counting, SeenPages, SessionPages } from '../snapshot/snapshot.ts'
import {
  type CheckpointHead,
  changesHead,
  changesIn,
  describedPart,
  FORMAT,
  FORMER_NAMES,
  HEAD_MAX_BYTES,
  headIn,
  PART_NAMES,
  type PartName,
  type Parts,
  partsOf,
  totalBytes,
} from './checkpoint-head.ts'
import { formerCheckpoint } from './checkpoint-line.ts'
import { bytesOf } from './file-marks.ts'
import { KeptCheckpoint, type KeptFile, KeptLines } from './kept-lines.ts'
import { areKept, areNone, decodePages, encodePages } from './kept-pages.ts'
import { blockDigests, FileLines } from './line-bytes.ts'
import { replaceFile, writeAfter } from './private-file.ts'
import { systemReason } from './system-reason.ts'
import { UsageError } from './usage-error.ts'
import { formerOf, WrittenLines } from './written-lines.ts'

/** Why all sessions are scanned if the file's own checkpoints can't be used. */
export const DAMAGED = 'The checkpoint is damaged; all sessions are scanned.'

/** What has changed is written beside the rest until it is more than one part in so many of it. */
const CHANGES_SHARE = 8

/** Of pages, as many are little in any case. They are read and written again each time. Unit: bytes. */
const PAGES_BESIDE_BYTES = 64 * 1024

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
 * @param read which sessions to read now. Of the others, damage is noticed when they are read, by an
 * UnreadableCheckpoint.
 * @throws UsageError if it is the history itself, which saving would destroy, or another database
 * @throws LaurelError `invalid_request` if the system refuses
 */
export function loadCheckpoints(
  path: string,
  database: string,
  counting: Counting = 'lived',
  read: 'all' | 'needed' = 'needed',
): LoadedCheckpoints {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    if (isSameFile(path, database)) throw namesDatabase()
    const { keepsOpen, ...loaded } = loadedFrom(file, counting, read)
    if (keepsOpen) file = null
    return loaded
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return noCheckpoints()
    throw error instanceof UsageError ? error : refused('read', error)
  } finally {
    if (file !== null) closeSync(file)
  }
}

/** @throws UsageError if it is a database */
function loadedFrom(
  file: number,
  counting: Counting,
  read: 'all' | 'needed',
): LoadedCheckpoints & { keepsOpen?: boolean } {
  const start = bytesIn(file, 0, HEAD_MAX_BYTES)
  if (start.toString('latin1', 0, 16) === 'SQLite format 3\0') throw namesDatabase()
  const found = headIn(start)
  if (found === null) return noCheckpoints('The checkpoint cannot be read; all sessions are scanned.')
  const { head, size } = found
  if (head.engine_version !== STATS_VERSION) {
    return noCheckpoints('The checkpoint is from another version; all sessions are scanned.')
  }
  if (head.counting !== counting) {
    return noCheckpoints('The checkpoint was made with other settings; all sessions are scanned.')
  }
  if (!head.current || head.parts === null)
    return formerIn(bytesIn(file, 0, fstatSync(file).size), found) ?? damaged()
  const end = size + totalBytes(head.parts)
  const { lines } = head.parts
  const own = partsOf(bytesIn(file, 0, end - lines.bytes), found, PARTS_BUT_LINES)
  const changes = changesIn(bytesIn(file, end, fstatSync(file).size), start.subarray(0, size))
  if (own === null || fstatSync(file).size < end) return damaged()
  const fileLines = new FileLines(file, { begin: end - lines.bytes, length: lines.bytes }, own.blocks)
  if (read === 'all' && !fileLines.areWhole()) return damaged()
  const written = { lines: fileLines, index: own.index, count: head.sessions }
  const changed = changes && KeptLines.from(written, { ...changes.parts, count: changes.sessions })
  // If nothing is known of what has changed since, the file is one of an earlier time.
  const kept = changed ?? KeptLines.from(written)
  const later = changed && changes
  if (kept === null) return damaged()
  kept.file = { head: start.subarray(0, size), end, counting, changes: later?.head ?? null }
  const { count, result } = later?.parts ?? own
  return {
    checkpoints: kept,
    count: String(count).trimEnd(),
    result: String(result).trimEnd(),
    pages: () => decodePages(own.pages, kept, later && { bytes: later.parts.pages, own: kept.own }),
    warning: null,
    keepsOpen: true,
  }
}

const PARTS_BUT_LINES = PART_NAMES.filter((name) => name !== 'lines')

function bytesIn(file: number, begin: number, end: number): Buffer {
  const { buffer, byteOffset, length } = bytesOf(file, begin, Math.max(begin, end))
  return Buffer.from(buffer, byteOffset, length)
}

const damaged = () => noCheckpoints(DAMAGED)

const namesDatabase = () => new UsageError('--checkpoint names a database. Give another file.', 'scan')

/**
 * Writes the checkpoints, readable only by their owner. If they are from the file, and little of it has changed, only
 * that is written, after the rest; else the file is replaced atomically.
 * @throws LaurelError `invalid_request` if the system refuses
 * @throws UnreadableCheckpoint if a session that was there is damaged
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
    if (error instanceof UnreadableCheckpoint) throw error
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
  const ownPages = headIn(file.head)?.head.parts?.pages.bytes ?? 0
  if (parts.pages.bytes > Math.max(PAGES_BESIDE_BYTES, ownPages / CHANGES_SHARE)) return false
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
function partsFor(written: WrittenLines, { result = '', count = '', pages = null }: KeptParts) {
  const seen = pages && encodePages(pages, written)
  // What is written beside others is read as a whole.
  const blocks = written.beside > 0 ? [] : [blockDigests(written.parts)]
  const contents: Record<PartName, readonly Uint8Array[]> = {
    result: [Buffer.from(`${result}\n`)],
    count: [Buffer.from(`${count}\n`)],
    blocks,
    pages: seen ? [seen] : [],
    index: [written.index],
    lines: written.parts,
  }
  const parts = recordOf(PART_NAMES, (name) =>
    describedPart(contents[name], name === 'lines' && blocks.length > 0 ? blocks : contents[name]),
  )
  return { parts, pieces: PART_NAMES.flatMap((name) => contents[name]), pages: seen }
}

function isSameFile(path: string, other: string): boolean {
  const [a, b] = [path, other].map((each) => statSync(each, { throwIfNoEntry: false }))
  return a !== undefined && a.ino === b?.ino && a.dev === b.dev
}

/** Of an older format. Returns null if it is damaged. */
function formerIn(bytes: Buffer, found: { head: CheckpointHead; size: number }): LoadedCheckpoints | null {
  const { head, size } = found
  const isFirst = head.parts === null
  const parts = isFirst ? { lines: bytes.subarray(size) } : partsOf(bytes, found, FORMER_NAMES)
  try {
    const lines = String(parts?.lines).split('\n').slice(0, -1)
    const checkpoints = lines.map((line) => formerCheckpoint(line, isFirst))
    const byId = new Map(checkpoints.map((checkpoint) => [checkpoint.stats.session_id, checkpoint]))
    if (parts === null || byId.size !== head.sessions) return null
    const { count = '', result = '' } = 'count' in parts ? parts : {}
    return {
      ...noCheckpoints(),
      checkpoints: byId,
      count: String(count).trimEnd(),
      result: String(result).trimEnd(),
    }
  } catch {
    return null
  }
}

function refused(what: 'read' | 'written', error: unknown): LaurelError {
  const reason = systemReason(error) ?? 'unknown reason'
  return new LaurelError('invalid_request', `The checkpoint cannot be ${what}: ${reason}.`, { cause: error })
}
