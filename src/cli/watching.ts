import { LaurelError } from '../errors.ts'
import { PassingFailure, wait } from '../upload/retry.ts'
import { explain } from './explain.ts'
import { marksOf } from './push-file.ts'

/**
 * Does the work now and whenever the history or the -wal beside it has changed, looking every so many seconds. A
 * failure that may pass is told, and the work is done again at the next look.
 * @throws any other failure of the work; otherwise it never ends
 */
export async function watching(
  path: string,
  seconds: number,
  work: () => Promise<void>,
  complain: (text: string) => void,
): Promise<never> {
  for (let done: string | null = null; ; await wait(seconds * 1000)) {
    const marks: string = marksOf(path) + marksOf(`${path}-wal`)
    if (marks === done) continue
    try {
      await work()
      done = marks
    } catch (error) {
      if (!mayPass(error)) throw error
      complain(explain(error))
    }
  }
}

/** The network, a busy server, or an agent that writes too much just now. */
function mayPass(error: unknown): boolean {
  if (error instanceof LaurelError) return error.code === 'snapshot_replaced' || error.code === 'history_busy'
  return error instanceof PassingFailure
}
