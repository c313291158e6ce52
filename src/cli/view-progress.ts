import type { TurnTaker } from '../scan/turns.ts'
import { ProgressBar, progressLine } from './progress-bar.ts'
import { INTERRUPTED, type Terminal } from './terminal.ts'

/** Faster reads show no progress. Unit: seconds. */
const QUIET_SECONDS = 1

/** Shows the progress of a read that takes long, and ends the process if it is interrupted. */
export async function showingProgress<T>(
  { stderr, machine }: Pick<Terminal, 'stderr' | 'machine'>,
  read: (onProgress: TurnTaker['onProgress']) => Promise<T>,
): Promise<T> {
  const bar = new ProgressBar(stderr, machine.env)
  const begun = performance.now()
  const interrupt = () => {
    bar.erase()
    process.exit(INTERRUPTED)
  }
  process.once('SIGINT', interrupt)
  try {
    return await read((progress) => {
      if (performance.now() - begun < QUIET_SECONDS * 1000) return
      bar.draw((seconds, look) => progressLine(progress, seconds, look))
    })
  } finally {
    bar.erase()
    process.off('SIGINT', interrupt)
  }
}
