import { urls } from '../urls.ts'
import type { LiveClientOptions } from './types.ts'

/** A request about a session; `path` is relative to the profile's URL. */
export interface Job {
  method: 'PUT' | 'POST' | 'DELETE'
  path: string
  body: object | null
}

export type Sent =
  | { kind: 'done' }
  /** Sending it again would not help. */
  | { kind: 'refused'; status: number | null }
  /** It may get through later; not before `afterMs`, if the server gave one. */
  | { kind: 'again'; status: number | null; afterMs: number | null }

/** Shorter than a turn of an agent. Unit: milliseconds. */
const TIMEOUT_MS = 5000

/** Returns a function that sends jobs to a profile and never throws; null if the options do not name one. */
export function sender(options: LiveClientOptions): ((job: Job) => Promise<Sent>) | null {
  const { ownerKey, timeoutMs = TIMEOUT_MS, fetch: fetcher = globalThis.fetch } = options
  const base = profileUrl(options)
  if (base === null || !ownerKey) return null
  return async ({ method, path, body }) => {
    let init: RequestInit
    try {
      init = {
        method,
        headers: { Authorization: `Bearer ${ownerKey}`, 'Content-Type': 'application/json' },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        // A redirect must not carry the key to another server.
        redirect: 'manual',
      }
      new Request(base + path, init)
    } catch {
      return { kind: 'refused', status: null }
    }
    try {
      const response = await fetcher(base + path, { ...init, signal: AbortSignal.timeout(timeoutMs) })
      await response.body?.cancel()
      return answerOf(response)
    } catch {
      return { kind: 'again', status: null, afterMs: null }
    }
  }
}

function profileUrl({ server, handle }: LiveClientOptions): string | null {
  if (!server || !handle) return null
  try {
    const { origin, pathname } = new URL(server)
    return urls({ origin, base: pathname.replace(/\/+$/, '') }).profileApi(handle)
  } catch {
    return null
  }
}

function answerOf({ status, ok, headers }: Response): Sent {
  if (ok) return { kind: 'done' }
  // Request Timeout (RFC 9110 section 15.5.9), Too Many Requests (RFC 6585 section 4) and server errors.
  const again = status === 408 || status === 429 || status >= 500
  return again ? { kind: 'again', status, afterMs: retryAfterMs(headers) } : { kind: 'refused', status }
}

/** `Retry-After` (RFC 9110 section 10.2.3) in milliseconds. Only the form in seconds is read, not the date. */
function retryAfterMs(headers: Headers): number | null {
  const value = headers.get('Retry-After') ?? ''
  return /^\d{1,6}$/.test(value) ? Number(value) * 1000 : null
}
