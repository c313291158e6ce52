import type { WebhookState } from '../contract/webhooks.ts'
import { retryAfter } from '../targets/retry-after.ts'

/** What came of one attempt to deliver a message. */
export interface Answer {
  delivered: boolean
  /** The address says that it is none. */
  gone: boolean
  /** How long the host asks to be left alone; null if it does not. */
  retryAfterSeconds: number | null
}

export const UNREACHABLE: Answer = { delivered: false, gone: false, retryAfterSeconds: null }

/** 404 Not Found and 410 Gone (RFC 9110 sections 15.5.5 and 15.5.11). */
const GONE: readonly number[] = [404, 410]

/**
 * Judges a response.
 * @param echoed for a test of an address that has to prove itself, whether it did
 * @param now Unix seconds
 */
export function answerOf({ ok, status, headers }: Response, echoed: boolean, now: number): Answer {
  return {
    delivered: ok && echoed,
    gone: GONE.includes(status),
    retryAfterSeconds: retryAfter(headers.get('Retry-After'), now),
  }
}

/** Returns whether a body is a JSON object with the challenge at its top: what echoes whole requests does not pass. */
export function echoes(body: string, challenge: string): boolean {
  try {
    const value: unknown = JSON.parse(body)
    return (
      typeof value === 'object' && value !== null && 'challenge' in value && value.challenge === challenge
    )
  } catch {
    return false
  }
}

export interface Standing {
  state: WebhookState
  /** Unix seconds of the first failure since the last success. */
  failing_since: number | null
}

/** Returns how a webhook stands after an attempt at `now`. `patience`: seconds of failures that disable it. */
export function standingAfter(
  { delivered, gone }: Answer,
  { state, failing_since }: Standing,
  { now, patience }: { now: number; patience: number },
): Standing {
  if (delivered) return { state: 'live', failing_since: null }
  const since = failing_since ?? now
  const over = gone || now - since >= patience
  return { state: state === 'live' && over ? 'disabled' : state, failing_since: since }
}
