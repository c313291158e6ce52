import { backoff, jittered } from '../backoff.ts'
import { SETTINGS } from '../config.ts'

/** A failure that may pass: the network, or a server that is busy or down. */
export class PassingFailure extends Error {
  override readonly name = 'PassingFailure'
  /** Milliseconds to wait, if the server gives them. */
  readonly retryAfterMs: number | null

  constructor(message: string, retryAfterMs: number | null = null, cause?: unknown) {
    super(message, { cause })
    this.retryAfterMs = retryAfterMs
  }
}

export interface RetryPolicy {
  /** Total number of attempts. */
  attempts: number
  /** Milliseconds before the second attempt; doubled before each further one. */
  baseMs: number
  /** Maximum milliseconds between two attempts, unless the server asks for more. */
  maxMs: number
  /** The longest wait that a server may ask for, in milliseconds: if it asks for more, the work is given up at once. */
  patienceMs: number
}

/**
 * Gives up after about a minute without a response. The server’s limiters ask for a minute, and a person hardly waits
 * longer.
 */
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

/**
 * Unit: milliseconds. Pauses double only up to a low maximum: a history that is at rest only for moments is found by
 * many checks, not by long pauses.
 */
const FIRST_PAUSE_MS = 100
const PAUSE_MAX_MS = 2000

/** Yields how long to wait before each further check of a history that is being written to, in milliseconds. */
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
  /** Called for each failure before the retry. */
  onRetry?: (failure: PassingFailure) => void
  pause?: Wait
}

/**
 * Does the work, and repeats it after growing pauses while it fails in a way that may pass. Pauses are random, between
 * half and all of what the policy says, so that many clients do not return at once; a pause that the server asks for
 * (`Retry-After`) is observed in full.
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
