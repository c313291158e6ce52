import { backoff, jittered } from '../backoff.ts'
import { SETTINGS } from '../config.ts'

/** A failure that may pass: the network, or a server that is busy or down. */
export class PassingFailure extends Error {
  override readonly name = 'PassingFailure'
  /** Milliseconds that the server asks to wait, where it says so. */
  readonly retryAfterMs: number | null

  constructor(message: string, retryAfterMs: number | null = null, cause?: unknown) {
    super(message, { cause })
    this.retryAfterMs = retryAfterMs
  }
}

export interface RetryPolicy {
  /** Tries in all. */
  attempts: number
  /** Milliseconds before the second try; they double with each further one. */
  baseMs: number
  /** Milliseconds between two tries at most, unless the server asks for more. */
  maxMs: number
  /** The longest wait that a server may ask for, in milliseconds: beyond it the work is given up at once. */
  patienceMs: number
}

/** Gives up after about a minute without an answer. The server’s limiters ask for a minute; a person waits for little more. */
export const UPLOAD_RETRIES: RetryPolicy = { attempts: 8, baseMs: 500, maxMs: 30_000, patienceMs: 300_000 }

/** Waits, or throws the signal's reason if it is aborted meanwhile. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>

export const wait: Wait = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', onAbort, { once: true })
  })

/** Unit: milliseconds. Pauses double, but for a state that lasts for a moment only many looks are better than long ones. */
const FIRST_PAUSE_MS = 100
const PAUSE_MAX_MS = 2000

/** How long to wait before each further look at a history that is being written to, in milliseconds. */
export function* growingPauses(totalMs = SETTINGS.HISTORY_WAIT_SECONDS.value * 1000): Generator<number> {
  let left = totalMs
  for (let attempt = 1; left > 0; attempt++) {
    const pause = backoff(attempt, FIRST_PAUSE_MS, PAUSE_MAX_MS)
    yield Math.min(pause, left)
    left -= pause
  }
}

export interface RetryOptions {
  policy?: RetryPolicy
  signal?: AbortSignal
  /** Told of each failure that is waited out. */
  onRetry?: (failure: PassingFailure) => void
  pause?: Wait
}

/**
 * Does the work, again after growing pauses while it fails in a way that may pass. Pauses are drawn between half
 * and the whole of what the policy says, so that many clients do not come back at once; what the server asks for
 * (`Retry-After`) is waited in full.
 * @throws the last failure; the signal's reason once it is aborted
 */
export async function withRetries<T>(work: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { policy = UPLOAD_RETRIES, signal, onRetry, pause = wait } = options
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof PassingFailure) || attempt >= policy.attempts) throw error
      if ((error.retryAfterMs ?? 0) > policy.patienceMs) throw error
      onRetry?.(error)
      await pause(error.retryAfterMs ?? jittered(backoff(attempt, policy.baseMs, policy.maxMs)), signal)
    }
  }
}
