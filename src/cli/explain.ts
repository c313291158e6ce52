import { LaurelError } from '../errors.ts'
import { PassingFailure } from '../sync/retry.ts'
import { networkReason } from './network-reason.ts'
import { systemReason } from './system-reason.ts'
import { UsageError } from './usage-error.ts'

/** Describes a failure in one line for the person at the terminal. */
export function explain(error: unknown): string {
  if (error instanceof UsageError) return error.message
  if (error instanceof LaurelError) return error.hint ? `${error.message} ${error.hint}` : error.message
  if (error instanceof PassingFailure) {
    return `${failureText(error)} Try again later: nothing is sent twice.`
  }
  const reason = systemReason(error)
  if (reason !== undefined) return `The system refused: ${reason}.`
  return 'This is a bug in Laurel. Run it again with NODE_DEBUG=laurel to see where.'
}

/** `http://localhost:8787 could not be reached: connection refused.` */
export function failureText({ message, cause }: PassingFailure): string {
  const reason = networkReason(cause)
  return reason === null ? message : `${message.replace(/\.$/, '')}: ${reason}.`
}
