import type { ScanMeta } from '../contract/achievements.ts'
import { WARNINGS_MAX } from '../contract/warnings.ts'
import type { SessionStats } from '../engine/types.ts'
import type { FinishedScan } from '../scan/scan-history.ts'
import { type LoadedCheckpoints, loadCheckpoints, saveCheckpoints } from './checkpoint-file.ts'
import { colourDepth, painter } from './colours.ts'
import { countingZone } from './counting-zone.ts'
import { allHistories, databasePath } from './database-path.ts'
import { checkpointOf, forEachHistory } from './each-history.ts'
import type { Machine } from './hermes-home.ts'
import { payloadOf } from './payload.ts'
import { ProgressBar, type ProgressStream, progressLine } from './progress-bar.ts'
import { scanFile } from './scan-file.ts'
import type { ScanOptions } from './scan-options.ts'
import { scanReport } from './scan-report.ts'

/** Where a command runs: what it reads, where it writes, and whose machine it is. */
export interface Terminal {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean }
  stdout: ProgressStream
  stderr: ProgressStream
  machine: Machine
  /** Writes one line for the user that is not a result. */
  complain(text: string): void
}

/** Exit status of a process that SIGINT ended: 128 plus the signal's number, as shells report it. */
export const INTERRUPTED = 130

const NO_CHECKPOINTS: LoadedCheckpoints = { checkpoints: new Map(), warning: null }

interface ScannedFile {
  profile: string | null
  path: string
  checkpoint: string | null
}

/**
 * `laurel scan`: scans a history, or those of all Hermes profiles as one, and prints what it has achieved.
 * @throws UsageError, LaurelError
 */
export async function runScan(options: ScanOptions, terminal: Terminal): Promise<void> {
  const { json, table, counting } = options
  const { stdout, machine, complain } = terminal
  const timeZone = countingZone(options.timeZone, terminal.complain)
  const histories = scannedFiles(options, machine)
  const bar = new ProgressBar(terminal.stderr, machine.env)
  const interrupt = () => {
    bar.erase()
    process.exit(INTERRUPTED)
  }
  process.once('SIGINT', interrupt)
  const scans: FinishedScan[] = []
  const started = performance.now()
  const scanOne = async ({ path, checkpoint }: ScannedFile) => {
    const loaded = checkpoint === null ? NO_CHECKPOINTS : loadCheckpoints(checkpoint, path, counting)
    if (loaded.warning !== null) complain(loaded.warning)
    const scan = await scanFile(path, {
      limit: options.limit,
      counting,
      checkpoints: loaded.checkpoints,
      onProgress: (progress) => bar.draw((elapsed, look) => progressLine(progress, elapsed, look)),
    }).finally(() => bar.erase())
    scans.push(scan)
    if (checkpoint !== null) saveCheckpoints(checkpoint, scan.known, counting)
  }
  try {
    // Show what could be scanned even if something else failed.
    await forEachHistory(histories, scanOne, complain).finally(() => {
      if (scans.length === 0) return
      const seconds = (performance.now() - started) / 1000
      const { sessions, meta } = asOne(scans)
      const payload = payloadOf(sessions, meta, { timeZone, now: Date.now() / 1000 })
      const paint = painter(colourDepth(stdout, machine.env))
      if (json) stdout.write(`${JSON.stringify(payload)}\n`)
      else stdout.write(scanReport(payload, seconds, { columns: stdout.columns ?? 80, paint, table }))
    })
  } finally {
    process.off('SIGINT', interrupt)
  }
}

function scannedFiles(options: ScanOptions, machine: Machine): ScannedFile[] {
  const { profile, checkpoint } = options
  if (!options.all) return [{ profile, path: databasePath(options, 'scan', machine), checkpoint }]
  return allHistories(machine).map((found) => ({
    ...found,
    checkpoint: checkpointOf(checkpoint, found.profile),
  }))
}

/** Combines several scans, newest session first. */
function asOne(scans: readonly FinishedScan[]): { sessions: SessionStats[]; meta: ScanMeta } {
  const sessions = scans.flatMap(({ scanned }) => scanned.map(({ stats }) => stats)).sort(newestFirst)
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
