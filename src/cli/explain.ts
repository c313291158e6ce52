import { getSystemErrorMap } from 'node:util'
import { LaurelError } from '../errors.ts'
import { PassingFailure } from '../sync/retry.ts'
import { UsageError } from './usage-error.ts'

/** Describes a failure in one line for the person at the terminal. */
export function explain(error: unknown): string {
  if (error instanceof UsageError) return error.message
  if (error instanceof LaurelError) return error.hint ? `${error.message} ${error.hint}` : error.message
  if (error instanceof PassingFailure) {
    return `${error.message} Try again later: what is sent already is not sent again.`
  }
  const reason = systemReason(error)
  if (reason !== undefined) return `The system refused: ${reason}.`
  return 'Something went wrong in Laurel itself. Run it with NODE_DEBUG=laurel to see where.'
}

/** Returns the operating system's reason, such as `no space left on device`; undefined for any other error. */
export function systemReason(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') return undefined
  return getSystemErrorMap().get(error.errno)?.[1]
}
