import { databasePath } from './database-path.ts'
import { unchangedResult } from './kept-result.ts'
import type { ScanChoice } from './scan-histories.ts'
import type { CountedChoice, CountedScan } from './scan-work.ts'
import type { Terminal } from './terminal.ts'
import type { Command } from './usage-error.ts'

/**
 * Shows what the sessions of a history come to: as the checkpoint says it, if nothing has changed, else after a scan.
 * @param wanted whether the figures of each session are needed
 * @throws UsageError, LaurelError as `scanHistories`
 */
export async function showCounted(
  choice: CountedChoice,
  command: Command,
  terminal: Terminal,
  show: (scan: CountedScan) => void,
  wanted: { sessions: boolean } = { sessions: false },
): Promise<void> {
  const { checkpoint, counting = 'lived', timeZone, limit = 0 } = choice
  const started = performance.now()
  if (checkpoint !== null && !choice.all && limit === 0) {
    const path = databasePath(choice, command, terminal.machine)
    const result = unchangedResult(path, checkpoint, { counting, timeZone })
    const sessions = result && wanted.sessions ? await sessionsIn(checkpoint, path, choice) : []
    if (result !== null && sessions !== null) {
      show({ result, seconds: (performance.now() - started) / 1000, sessions: () => sessions })
      return
    }
  }
  // Most of the tool: it is not even loaded if nothing has changed.
  const { scanAndCount } = await import('./scan-work.ts')
  await scanAndCount({ ...choice, sessions: wanted.sessions }, command, terminal, show)
}

/** Returns null if the checkpoints can't be used. */
async function sessionsIn(checkpoint: string, path: string, { counting }: ScanChoice) {
  const { loadCheckpoints } = await import('./checkpoint-file.ts')
  const { checkpoints, warning } = loadCheckpoints(checkpoint, path, counting, 'all')
  return warning === null ? Array.from(checkpoints.values(), ({ stats }) => stats) : null
}
