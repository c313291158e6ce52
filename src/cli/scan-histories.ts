import type { ScanMeta } from '../contract/achievements.ts'
import { WARNINGS_MAX } from '../contract/warnings.ts'
import type { SessionStats } from '../engine/types.ts'
import { UnreadableCheckpoint } from '../scan/checkpoint.ts'
import type { FinishedScan } from '../scan/scan-history.ts'
import type { Counting } from '../snapshot/snapshot.ts'
import {
  DAMAGED,
  type KeptParts,
  type LoadedCheckpoints,
  loadCheckpoints,
  noCheckpoints,
  saveCheckpoints,
} from './checkpoint-file.ts'
import { allHistories, databasePath, type HistoryChoice } from './database-path.ts'
import { checkpointOf, forEachHistory } from './each-history.ts'
import type { Machine } from './hermes-home.ts'
import { historyKey } from './history-key.ts'
import { isLeftOut } from './kept-result.ts'
import { ProgressBar, progressLine } from './progress-bar.ts'
import { type ScannedFile, scanFile } from './scan-file.ts'
import { INTERRUPTED, type Terminal } from './terminal.ts'
import type { Command } from './usage-error.ts'

/** Which histories to scan, and how. */
export interface ScanChoice extends HistoryChoice {
  all: boolean
  checkpoint: string | null
  /** Whether the sessions will be asked for, and not only what they come to. */
  sessions?: boolean
  counting?: Counting
  limit?: number
  threads?: number | null
}

export interface ScannedHistories {
  /** Returns them, newest first. */
  sessions(): SessionStats[]
  meta: ScanMeta
  /** How long it took. */
  seconds: number
}

/** A history that was scanned. */
export interface FileScan {
  loaded: LoadedCheckpoints
  scan: ScannedFile
  /** See `historyKey`: before and after the scan. */
  keys: readonly [string | null, string | null]
}

interface ChosenFile {
  profile: string | null
  path: string
  checkpoint: string | null
}

/**
 * Scans a history, or those of all Hermes profiles as one, and shows what could be scanned, even if something else
 * failed. An interrupt ends the process.
 * @param keep returns what is to be kept with the checkpoints; called for each history, before anything is shown
 * @throws UsageError, LaurelError
 */
export async function scanHistories(
  choice: ScanChoice,
  command: Command,
  { stderr, machine, complain }: Terminal,
  show: (scanned: ScannedHistories) => void,
  keep: (scan: FileScan) => KeptParts = () => ({}),
): Promise<void> {
  const { counting = 'lived', limit = 0, threads = null } = choice
  const histories = scannedFiles(choice, command, machine)
  const bar = new ProgressBar(stderr, machine.env)
  const interrupt = () => {
    bar.erase()
    process.exit(INTERRUPTED)
  }
  process.once('SIGINT', interrupt)
  const scans: FinishedScan[] = []
  const started = performance.now()
  const scanFrom = async (loaded: LoadedCheckpoints, { path, checkpoint }: ChosenFile) => {
    const key = historyKey(path)
    const scan = await scanFile(path, {
      limit,
      counting,
      threads,
      checkpoints: loaded.checkpoints,
      // What is known of some sessions says nothing of the others.
      ...(checkpoint !== null && limit === 0 && { pages: loaded.pages() }),
      onProgress: (progress) => bar.draw((elapsed, look) => progressLine(progress, elapsed, look)),
    }).finally(() => bar.erase())
    const kept = keep({ loaded, scan, keys: [key, historyKey(path)] })
    scans.push(scan)
    // What was left out must be looked at again in any case.
    if (checkpoint !== null)
      saveCheckpoints(checkpoint, scan.known, counting, {
        ...kept,
        pages: isLeftOut(scan.meta) ? null : scan.pages,
      })
  }
  const scanOne = async (chosen: ChosenFile) => {
    const { path, checkpoint } = chosen
    const read = choice.sessions ? 'all' : 'needed'
    const loaded = checkpoint === null ? noCheckpoints() : loadCheckpoints(checkpoint, path, counting, read)
    if (loaded.warning !== null) complain(loaded.warning)
    const before = scans.length
    try {
      await scanFrom(loaded, chosen)
    } catch (error) {
      if (!(error instanceof UnreadableCheckpoint)) throw error
      complain(DAMAGED)
      scans.length = before
      await scanFrom(noCheckpoints(), chosen)
    }
  }
  try {
    await forEachHistory(histories, scanOne, complain).finally(() => {
      if (scans.length > 0) show({ ...asOne(scans), seconds: (performance.now() - started) / 1000 })
    })
  } finally {
    process.off('SIGINT', interrupt)
  }
}

function scannedFiles(choice: ScanChoice, command: Command, machine: Machine): ChosenFile[] {
  const { profile, checkpoint } = choice
  if (!choice.all) return [{ profile, path: databasePath(choice, command, machine), checkpoint }]
  return allHistories(machine).map((found) => ({
    ...found,
    checkpoint: checkpointOf(checkpoint, found.profile),
  }))
}

/** Combines several scans, newest session first. */
function asOne(scans: readonly FinishedScan[]): Omit<ScannedHistories, 'seconds'> {
  const sessions = () => scans.flatMap(({ scanned }) => scanned.map(({ stats }) => stats)).sort(newestFirst)
  return { sessions, meta: scans.map(({ meta }) => meta).reduce(together) }
}

function together(a: ScanMeta, b: ScanMeta): ScanMeta {
  const warnings = [...(a.warnings ?? []), ...(b.warnings ?? [])]
  const listed = warnings.slice(0, WARNINGS_MAX)
  const more = (a.more_warnings ?? 0) + (b.more_warnings ?? 0) + warnings.length - listed.length
  return {
    mode: a.mode === 'incremental' || b.mode === 'incremental' ? 'incremental' : 'full',
    sessions_total: a.sessions_total + b.sessions_total,
    sessions_rescanned: a.sessions_rescanned + b.sessions_rescanned,
    sessions_reused: a.sessions_reused + b.sessions_reused,
    sessions_scanned_so_far: a.sessions_scanned_so_far + b.sessions_scanned_so_far,
    sessions_expected_total: a.sessions_expected_total + b.sessions_expected_total,
    ...(listed.length > 0 ? { warnings: listed } : {}),
    ...(more > 0 ? { more_warnings: more } : {}),
  }
}

function newestFirst(a: SessionStats, b: SessionStats): number {
  const [left, right] = [a.started_at ?? Number.NEGATIVE_INFINITY, b.started_at ?? Number.NEGATIVE_INFINITY]
  return left === right ? 0 : right - left
}
