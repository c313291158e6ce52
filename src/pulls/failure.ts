import { LaurelError } from '../errors.ts'

interface Details {
  /** HTTP status that it failed with. */
  status?: number
  /** How long the host asks to be left alone. */
  retryAfterSeconds?: number | null
  /** It may pass by itself: what has been fetched is kept, and resumed. */
  passing?: boolean
  hint?: string
  cause?: unknown
}

/** A pull that failed at its other end. Its text names no address: that may be a secret. */
export class PullFailure extends LaurelError {
  readonly pullStatus: number | null
  readonly retryAfterSeconds: number | null
  readonly passing: boolean

  constructor(message: string, { status, retryAfterSeconds, passing = false, hint, cause }: Details = {}) {
    super('pull_failed', message, { ...(hint !== undefined && { hint }), cause })
    this.pullStatus = status ?? null
    this.retryAfterSeconds = retryAfterSeconds ?? null
    this.passing = passing
  }
}

export const unreachable = (cause?: unknown) =>
  new PullFailure('The server can’t be reached.', { passing: true, cause })

export const tooSlow = () => new PullFailure('The server takes too long to answer.', { passing: true })

export const cutOff = (cause?: unknown) =>
  new PullFailure('The server cut off the history.', { passing: true, cause })

export const keepsChanging = () =>
  new PullFailure('The history changed each time while it was fetched.', {
    hint: 'Serve a copy that is replaced as a whole.',
  })

export const badRange = () => new PullFailure('The server sent another part than it was asked for.')

/** What can help with a status, unless it says so itself. */
const HINTS: Readonly<Record<number, string>> = {
  401: 'Set the header that the server asks for.',
  403: 'Check the header, and whether the URL has expired.',
  404: 'Check the URL.',
  410: 'Check the URL.',
}

/** Statuses that may pass by themselves (RFC 9110 sections 15.5.9 and 15.6, RFC 6585 section 4), with 425. */
const isPassing = (status: number) => status >= 500 || [408, 425, 429].includes(status)

export function refusedWith(status: number, retryAfterSeconds: number | null): PullFailure {
  const hint = HINTS[status]
  return new PullFailure(`The server answered with status ${status}.`, {
    status,
    retryAfterSeconds,
    passing: isPassing(status),
    ...(hint !== undefined && { hint }),
  })
}
