import { LaurelError } from '../errors.ts'
import { explain } from './explain.ts'
import { UsageError } from './usage-error.ts'

interface History {
  /** Null for a history given by its path. */
  profile: string | null
}

/**
 * Does the work for one history after another. If one of several fails, that is reported, the rest are done, and an
 * error is thrown at the end.
 * @throws what the work throws for a single history; LaurelError with the first failure's code for several
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
  throw new LaurelError(code, `${failures.length} of ${histories.length} histories failed.`)
}

/** Returns a function that runs the work given to it one piece at a time, in order. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const done = last.then(work, work)
    last = done
    return done
  }
}

/** Returns the checkpoint file of one of several profiles: the given name, a dot and the profile's name. */
export function checkpointOf(file: string | null, profile: string): string | null {
  return file === null ? null : `${file}.${profile}`
}
