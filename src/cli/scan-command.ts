import type { ScanOptions } from './arguments.ts'
import { type LoadedCheckpoints, loadCheckpoints, saveCheckpoints } from './checkpoint-file.ts'
import { colourDepth, painter } from './colours.ts'
import { databasePath } from './database-path.ts'
import { payloadOf } from './payload.ts'
import { ProgressBar, type ProgressStream, progressLine } from './progress-bar.ts'
import { report } from './report-table.ts'
import { scanFile } from './scan-file.ts'

/** Where a command writes. */
export interface Terminal {
  stdout: ProgressStream
  stderr: ProgressStream
  /** Tells the user something in one line that is no result. */
  complain(text: string): void
}

/** What a process ends with when SIGINT ends it: 128 and the signal's number, as shells have it. */
export const INTERRUPTED = 130

const NO_CHECKPOINTS: LoadedCheckpoints = { checkpoints: new Map(), warning: null }

/**
 * `laurel scan`: scans a history and prints what it has achieved.
 * @throws UsageError, LaurelError
 */
export async function runScan(options: ScanOptions, terminal: Terminal): Promise<void> {
  const { checkpoint, json, timeZone, counting } = options
  const { stdout, complain } = terminal
  const database = databasePath(options.database, process.env)
  const loaded = checkpoint === null ? NO_CHECKPOINTS : loadCheckpoints(checkpoint, database, counting)
  const bar = new ProgressBar(terminal.stderr)
  const interrupt = () => {
    bar.erase()
    process.exit(INTERRUPTED)
  }
  process.once('SIGINT', interrupt)
  try {
    if (loaded.warning !== null) complain(loaded.warning)
    const started = performance.now()
    const scan = await scanFile(database, {
      limit: options.limit,
      counting,
      checkpoints: loaded.checkpoints,
      onProgress: (progress) => bar.draw((elapsed, look) => progressLine(progress, elapsed, look)),
    }).finally(() => bar.erase())
    const seconds = (performance.now() - started) / 1000
    const sessions = scan.scanned.map(({ stats }) => stats)
    const payload = payloadOf(sessions, scan.meta, timeZone)
    try {
      if (checkpoint !== null) saveCheckpoints(checkpoint, scan.known, counting)
    } finally {
      const paint = painter(colourDepth(stdout, process.env))
      const { textBytes } = scan
      if (json) stdout.write(`${JSON.stringify(payload)}\n`)
      else stdout.write(report(payload, { seconds, textBytes }, { columns: stdout.columns ?? 80, paint }))
    }
  } finally {
    process.off('SIGINT', interrupt)
  }
}
