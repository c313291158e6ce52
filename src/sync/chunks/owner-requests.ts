import { ERROR_STATUS, type ErrorCode, LaurelError } from '../../errors.ts'
import { urls } from '../../urls.ts'
import { PassingFailure } from '../retry.ts'

/** The profile, and the key of its owner. */
export interface ProfileAddress {
  /** URL of the server, without a slash at the end; for the page's own, its path on the host. */
  server: string
  handle: string
  /** Absent in a browser, which sends a cookie instead. */
  ownerKey?: string
}

/** One of its histories. */
export interface SourceAddress extends ProfileAddress {
  source: string
}

/** A request that takes longer has lost its connection. A chunk gets through at 70 kbit/s. Unit: milliseconds. */
const REQUEST_TIMEOUT_MS = 120_000

export interface OwnerRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Relative to the base URL. */
  path: string
  body?: string | Uint8Array<ArrayBuffer>
  headers?: Readonly<Record<string, string>>
}

/**
 * Requests to the API of a server. They all throw `PassingFailure` if a retry may help, the server's error as a
 * LaurelError, and the signal's reason.
 */
export class ApiRequests {
  readonly #server: string
  readonly #base: string
  readonly #headers: Record<string, string>
  readonly #fetch: typeof fetch

  /** `base`: the start of all URLs. `ownerKey`: absent if there is none, or a cookie instead. */
  constructor(
    { server, base, ownerKey }: { server: string; base: string; ownerKey?: string | undefined },
    fetcher: typeof fetch = (...args) => fetch(...args),
  ) {
    this.#server = server
    this.#base = base
    this.#headers = ownerKey === undefined ? {} : { Authorization: `Bearer ${ownerKey}` }
    this.#fetch = fetcher
  }

  /** Returns the response's JSON object; an empty one if it is not an object. */
  async answer(request: OwnerRequest, signal?: AbortSignal): Promise<Record<string, unknown>> {
    return objectIn(await this.#text(request, signal))
  }

  async #text({ method, path, body, headers }: OwnerRequest, signal?: AbortSignal): Promise<string> {
    const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
    const typed = body === undefined ? {} : { 'Content-Type': type }
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS)
    const init = {
      method,
      headers: { ...this.#headers, ...typed, ...headers },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    }
    let response: Response
    let text: string
    try {
      // Following a redirect would turn a POST into a GET (Fetch Standard, HTTP-redirect fetch).
      response = await this.#fetch(this.#base + path, {
        ...init,
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
      })
      text = await response.text()
    } catch (error) {
      signal?.throwIfAborted()
      throw new PassingFailure(
        this.#server.startsWith('http')
          ? `${this.#server} could not be reached.`
          : 'The server could not be reached.',
        null,
        error,
      )
    }
    if (response.ok) return text
    throw failureOf(response, text)
  }
}

/** Requests of a profile's owner. */
export class OwnerRequests extends ApiRequests {
  /** `below`: the part of the URL after the profile's, before all paths. */
  constructor(
    { server, handle, ownerKey }: ProfileAddress,
    below: readonly string[],
    fetcher?: typeof fetch,
  ) {
    const profile = urls({ origin: server }).profileApi(handle)
    super({ server, base: [profile, ...below.map(encodeURIComponent)].join('/'), ownerKey }, fetcher)
  }
}

/** Returns the error for a response that does not come from Laurel. */
export function noLaurel(): LaurelError {
  return new LaurelError(
    'invalid_request',
    'The server at this URL is not Laurel, or it runs a different version.',
  )
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function failureOf({ status, headers }: Response, text: string): Error {
  if (status >= 500 || status === 429) {
    const message = status === 429 ? 'The server is limiting requests.' : `The server answered ${status}.`
    return new PassingFailure(message, retryAfterMs(headers.get('Retry-After')))
  }
  // Browsers only reveal that it is a redirect (Fetch Standard, opaque-redirect filtered response).
  if (status === 0 || (status >= 300 && status < 400)) {
    return new LaurelError('invalid_request', 'The server has moved.', {
      hint: 'Open this URL in a browser, and use the one that it leads to.',
    })
  }
  const { code, message, hint } = errorIn(text)
  if (!isErrorCode(code) || typeof message !== 'string') return noLaurel()
  return new LaurelError(code, message, typeof hint === 'string' ? { hint } : {})
}

/** `Retry-After` (RFC 9110 section 10.2.3) is seconds or a date; null if it is absent or neither. */
function retryAfterMs(value: string | null): number | null {
  if (value === null) return null
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}

function errorIn(text: string): Record<string, unknown> {
  const { error } = objectIn(text)
  return typeof error === 'object' && error !== null ? { ...error } : {}
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_STATUS, code)
}
