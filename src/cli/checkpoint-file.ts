import { readFileSync, statSync } from 'node:fs'
import { STATS_VERSION } from '../engine/version.ts'
import { LaurelError } from '../errors.ts'
import type { Checkpoint } from '../scan/checkpoint.ts'
import type { Counting, SessionPages } from '../snapshot/snapshot.ts'
import { describedPart, FORMAT, headIn, partsOf } from './checkpoint-head.ts'
import { formerCheckpoint, KeptCheckpoint, lineOf } from './kept-checkpoint.ts'
import { decodePages } from './kept-pages.ts'
import { replaceFile } from './private-file.ts'
import { systemReason } from './system-reason.ts'
import { UsageError } from './usage-error.ts'

/** By session id. */
export type Checkpoints = Map<string, Checkpoint>

export interface LoadedCheckpoints {
  checkpoints: Checkpoints
  /** What the last scan counted, as it was saved; empty if it was not. */
  count: string
  /** What it printed, likewise. */
  result: string
  /** Returns what was on the pages of the history then; null if that was not saved. */
  pages(): SessionPages | null
  /** Why the file's own checkpoints could not be used, or null. */
  warning: string | null
}

/** What is kept beside the checkpoints: see `checkpoint-head.ts`. Empty without one. */
export interface KeptTexts {
  result?: string
  count?: string
  pages?: string
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
  const checkpoints = lines ? checkpointsIn(String(lines), head.parts !== null) : null
  if (checkpoints?.size !== head.sessions) {
    return noCheckpoints('The checkpoint is damaged; all sessions are scanned.')
  }
  const text = (name: 'count' | 'result' | 'pages') => String(parts?.[name] ?? '').trimEnd()
  return {
    checkpoints,
    count: text('count'),
    result: text('result'),
    pages: () => decodePages(text('pages'), [...checkpoints.keys()]),
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
  { result = '', count = '', pages = '' }: KeptTexts = {},
): void {
  const lines = checkpoints.map((checkpoint) => `${lineOf(checkpoint)}\n`)
  const parts = [`${result}\n`, `${count}\n`, lines.join(''), `${pages}\n`].map((text) => Buffer.from(text))
  const [kept, counted, rest, seen] = parts.map(describedPart)
  const head = {
    format: FORMAT,
    engine_version: STATS_VERSION,
    counting,
    sessions: checkpoints.length,
    parts: { result: kept, count: counted, lines: rest, pages: seen },
  }
  try {
    replaceFile(path, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...parts]))
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

/** Returns null if any line is damaged. */
function checkpointsIn(text: string, isCurrent: boolean): Checkpoints | null {
  const checkpoints: Checkpoints = new Map()
  try {
    for (const line of text.split('\n').slice(0, -1)) {
      if (isCurrent) {
        const checkpoint = new KeptCheckpoint(line)
        checkpoints.set(checkpoint.id, checkpoint)
      } else {
        const checkpoint = formerCheckpoint(line)
        checkpoints.set(checkpoint.stats.session_id, checkpoint)
      }
    }
  } catch {
    return null
  }
  return checkpoints
}

function refused(what: 'read' | 'written', error: unknown): LaurelError {
  const reason = systemReason(error) ?? 'unknown reason'
  return new LaurelError('invalid_request', `The checkpoint cannot be ${what}: ${reason}.`, { cause: error })
}
