import { retryAfter } from '../targets/retry-after.ts'
import { badRange, refusedWith } from './failure.ts'

/** What tells whether a file has changed (RFC 9110 section 8.8); null for what the server does not say. */
export interface Validators {
  etag: string | null
  lastModified: string | null
}

/** What a server answers to a request for a file. */
export type Reply =
  | { kind: 'unchanged' }
  /** There is no such file. */
  | { kind: 'absent'; status: number }
  /** The part that was asked for is none of the file as it is now. */
  | { kind: 'outside' }
  | { kind: 'redirect'; location: string | null }
  /** A part that begins at the byte that was asked for. `total`: the size of the file. */
  | { kind: 'part'; validators: Validators; total: number }
  /** `total`: null if it is unknown. */
  | { kind: 'whole'; validators: Validators; total: number | null }

const NOT_MODIFIED = 304
const PARTIAL = 206
const OUTSIDE = 416
/** Buckets forbid what they lack, and a signed URL is refused for any file but its own. */
const ABSENT: readonly number[] = [400, 401, 403, 404, 410]
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

/**
 * Says what an answer means.
 * @param from the byte that a part was asked for from
 * @param now Unix seconds
 * @throws PullFailure for any other status, and for a part that was not asked for
 */
export function replyOf({ status, headers }: Response, from: number, now: number): Reply {
  const validators = { etag: headers.get('ETag'), lastModified: headers.get('Last-Modified') }
  if (status === NOT_MODIFIED) return { kind: 'unchanged' }
  if (status === PARTIAL) return { kind: 'part', validators, total: totalOf(headers, from) }
  if (status === 200) return { kind: 'whole', validators, total: lengthOf(headers) }
  if (status === OUTSIDE) return { kind: 'outside' }
  if (REDIRECTS.includes(status)) return { kind: 'redirect', location: headers.get('Location') }
  if (ABSENT.includes(status)) return { kind: 'absent', status }
  throw refusedWith(status, retryAfter(headers.get('Retry-After'), now))
}

/** Returns the size of a file of which a part was sent (RFC 9110 section 14.4). */
function totalOf(headers: Headers, from: number): number {
  const [, start, total] =
    /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15})$/.exec(headers.get('Content-Range') ?? '') ?? []
  if (start === undefined || Number(start) !== from || isEncoded(headers)) throw badRange()
  return Number(total)
}

/** Returns the size of a file, unless what travels is another form of it. */
function lengthOf(headers: Headers): number | null {
  const length = headers.get('Content-Length')
  return length === null || !/^\d{1,15}$/.test(length) || isEncoded(headers) ? null : Number(length)
}

function isEncoded(headers: Headers): boolean {
  return (headers.get('Content-Encoding') ?? 'identity').toLowerCase() !== 'identity'
}

/** Whether two answers are of the same version of a file. False if the server does not say. */
export function isSame(a: Validators, b: Validators): boolean {
  if (a.etag !== null || b.etag !== null) return a.etag === b.etag
  return a.lastModified !== null && a.lastModified === b.lastModified
}

/** Headers that ask for a file only if it has changed (RFC 9110 section 13.1). */
export function ifChanged({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag !== null && { 'If-None-Match': etag }),
    ...(lastModified !== null && { 'If-Modified-Since': lastModified }),
  }
}

/**
 * Returns the header that asks for a part only if the file has not changed (RFC 9110 section 13.1.5); null if the server
 * names nothing that it can be compared by to the byte: a weak tag is none.
 */
export function ifSame({ etag, lastModified }: Validators): Record<string, string> | null {
  if (etag !== null) return etag.startsWith('W/') ? null : { 'If-Range': etag }
  return lastModified === null ? null : { 'If-Range': lastModified }
}
