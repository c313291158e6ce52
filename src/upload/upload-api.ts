import type { SnapshotReceipt } from '../contract/snapshots.ts'
import type { BeginUpload, UploadTicket } from '../contract/uploads.ts'
import { ERROR_STATUS, type ErrorCode, LaurelError } from '../errors.ts'
import { PassingFailure } from './retry.ts'

export interface UploadAddress {
  /** Origin of the server, without a slash at the end; empty for the page's own. */
  server: string
  handle: string
  source: string
  /** Absent in a browser, whose cookie speaks for the owner. */
  ownerKey?: string
}

/** A request that takes longer has lost its connection. A chunk gets through at 70 kbit/s. Unit: milliseconds. */
const REQUEST_TIMEOUT_MS = 120_000

interface Request {
  method: 'POST' | 'PUT' | 'DELETE'
  /** Below `…/uploads`. */
  path: string
  body?: string | Uint8Array<ArrayBuffer>
}

/**
 * The requests of the chunk protocol (src/contract/uploads.ts), one method each. All of them throw
 * `PassingFailure` when trying again may help, a LaurelError as the server answered it, and the signal's reason.
 */
export class UploadApi {
  readonly #base: string
  readonly #headers: Record<string, string>
  readonly #fetch: typeof fetch

  constructor(
    { server, handle, source, ownerKey }: UploadAddress,
    fetcher: typeof fetch = (...args) => fetch(...args),
  ) {
    const path = ['profiles', handle, 'sources', source, 'uploads'].map(encodeURIComponent).join('/')
    this.#base = `${server}/api/v1/${path}`
    this.#headers = ownerKey === undefined ? {} : { Authorization: `Bearer ${ownerKey}` }
    this.#fetch = fetcher
  }

  /** Announces a snapshot and answers which of its chunks the server lacks. */
  async begin(manifest: BeginUpload, signal?: AbortSignal): Promise<UploadTicket> {
    const text = await this.#answer({ method: 'POST', path: '', body: JSON.stringify(manifest) }, signal)
    const { upload_id, missing, expires_at } = objectIn(text)
    if (typeof upload_id !== 'string' || !isTexts(missing) || typeof expires_at !== 'number') throw noLaurel()
    return { upload_id, missing, expires_at }
  }

  /** Sends one chunk. Sending it twice does no harm. */
  async put(
    uploadId: string,
    sha256: string,
    bytes: Uint8Array<ArrayBuffer>,
    signal?: AbortSignal,
  ): Promise<void> {
    const path = `/${encodeURIComponent(uploadId)}/chunks/${sha256}`
    await this.#answer({ method: 'PUT', path, body: bytes }, signal)
  }

  /**
   * Makes the snapshot the source's latest one. Asking again after the answer was lost does no harm.
   * @throws LaurelError `chunks_missing` while chunks are missing, and whatever the reader says of the file
   */
  async commit(uploadId: string, signal?: AbortSignal): Promise<SnapshotReceipt> {
    const path = `/${encodeURIComponent(uploadId)}/commit`
    const text = await this.#answer({ method: 'POST', path, body: '{}' }, signal)
    const { source, sha256, bytes, unchanged, scan } = objectIn(text)
    const known = scan === 'started' || scan === 'queued' || scan === 'none'
    if (typeof source !== 'string' || typeof sha256 !== 'string' || typeof bytes !== 'number' || !known) {
      throw noLaurel()
    }
    return { source, sha256, bytes, unchanged: unchanged === true, scan }
  }

  /** Gives an upload up: the server need not keep its chunks. */
  async abandon(uploadId: string, signal?: AbortSignal): Promise<void> {
    await this.#answer({ method: 'DELETE', path: `/${encodeURIComponent(uploadId)}` }, signal)
  }

  async #answer({ method, path, body }: Request, signal?: AbortSignal): Promise<string> {
    const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
    const headers = body === undefined ? this.#headers : { ...this.#headers, 'Content-Type': type }
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS)
    const init = { method, headers, signal: signal ? AbortSignal.any([signal, timeout]) : timeout }
    let response: Response
    let text: string
    try {
      // A redirect followed would turn a POST into a GET (Fetch Standard, HTTP-redirect fetch).
      response = await this.#fetch(this.#base + path, {
        ...init,
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
      })
      text = await response.text()
    } catch (error) {
      signal?.throwIfAborted()
      throw new PassingFailure('The server could not be reached.', null, error)
    }
    if (response.ok) return text
    throw failureOf(response, text)
  }
}

function failureOf({ status, headers }: Response, text: string): Error {
  if (status >= 500 || status === 429) {
    const message = status === 429 ? 'The server asks for a slower pace.' : `The server answered ${status}.`
    return new PassingFailure(message, retryAfterMs(headers.get('Retry-After')))
  }
  // Browsers show no more of a redirect than that it is one (Fetch Standard, opaque-redirect filtered response).
  if (status === 0 || (status >= 300 && status < 400)) {
    return new LaurelError('invalid_request', 'The server is at another address now.', {
      hint: 'Open this one in a browser, and take the address that it leads to.',
    })
  }
  const { code, message, hint } = errorIn(text)
  if (!isErrorCode(code) || typeof message !== 'string') return noLaurel()
  return new LaurelError(code, message, typeof hint === 'string' ? { hint } : {})
}

/** `Retry-After` (RFC 9110 section 10.2.3) is seconds or a date; null when it is absent or neither. */
function retryAfterMs(value: string | null): number | null {
  if (value === null) return null
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}

function noLaurel(): LaurelError {
  return new LaurelError(
    'invalid_request',
    'What answers at this address is not Laurel, or another version of it.',
  )
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

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_STATUS, code)
}
