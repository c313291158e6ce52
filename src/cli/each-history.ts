import { LaurelError } from '../errors.ts'
import { explain } from './explain.ts'
import { UsageError } from './usage-error.ts'

interface History {
  /** Null for one that is given by its path. */
  profile: string | null
}

/**
 * Does the work for one history after the other. Of several, one that fails is told and the others are done, and
 * the failure is thrown behind them.
 * @throws what the work throws for a single history, or for all of several
 */
export async function forEachHistory<H extends History>(
  histories: readonly H[],
  work: (history: H) => Promise<void>,
  complain: (text: string) => void,
): Promise<void> {
  const failures: unknown[] = []
  for (const history of histories) {
    try {
      await work(history)
    } catch (error) {
      if (histories.length === 1 || error instanceof UsageError) throw error
      complain(`Profile “${history.profile}”: ${explain(error)}`)
      failures.push(error)
    }
  }
  const [first] = failures
  if (first === undefined) return
  const code = first instanceof LaurelError ? first.code : 'internal_error'
  throw new LaurelError(code, `${failures.length} of ${histories.length} histories could not be used.`)
}

/** Calls that are made at the same time are done one after the other. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const done = last.then(work, work)
    last = done
    return done
  }
}

/** The checkpoint file of a profile where several are kept: the name that was given, and its own. */
export function checkpointOf(file: string | null, profile: string): string | null {
  return file === null ? null : `${file}.${profile}`
}
