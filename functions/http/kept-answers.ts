import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { sha256Hex } from '../../src/digest.ts'
import { SETTINGS } from '../../src/settings.ts'
import { ByteCache } from '../../src/storage/byte-cache.ts'
import type { AppEnv, ShownProfile } from '../app-env.ts'
import { profileClient } from '../profile/client.ts'
import { knownStamp } from '../profile/known-stamps.ts'
import { hasOnlyLanguageCookie, requestedLanguage } from './language.ts'
import { takesGzip } from './takes-gzip.ts'

/**
 * Answers to visitors, kept in memory and given again while their profile stays as it is. Whether it does, its object is
 * asked each time, unless what it said is known to hold. So a page that became private, or is gone, is gone at once: no
 * cache that lasts by the clock alone, such as `caches.default`, could promise that everywhere.
 */

interface KeptAnswer extends ShownProfile {
  /** How long it is given; ages and freshness move with the clock. Unit: milliseconds. */
  keptMs: number
  /** Until when. Unix milliseconds. */
  until: number
  /** A blob: each response made of a buffer would hold its bytes again, and for long. */
  body: Blob
  headers: Headers
  /** The body by gzip (RFC 1952), made when it is first asked for. */
  gzip: Blob | null
  byteLength: number
}

/** By URL; pages by their language too. */
const answers = new ByteCache<KeptAnswer>(SETTINGS.KEPT_ANSWERS_BYTES.value)

/** Lets the answer be given to other visitors. `shown` must have been read before what the answer is made of. */
export function keepAnswer(c: Context<AppEnv>, shown: ShownProfile): void {
  c.set('keptFor', shown)
}

/**
 * Returns the answer that is kept for a request; null if there is none. To be asked before any routing: that is dear.
 * @param inOneIsolate whether all objects live in this isolate, so that those whose stamp is known need not be asked
 */
export async function keptAnswer(request: Request, env: Env, inOneIsolate = false): Promise<Response | null> {
  const { url } = request
  if (!isVisit(request)) return null
  const key = [keyOf(url, requestedLanguage(request)), url].find((one) => answers.get(one))
  const kept = key && answers.get(key)
  if (!kept || isDue(kept)) return null
  if (await isCurrent(env, kept, inOneIsolate)) return answered(request, kept)
  answers.drop(key)
  return null
}

/** The outermost of all handlers, to keep what they answer. */
export const keptAnswers = createMiddleware<AppEnv>(async (c, next) => {
  const { raw } = c.req
  await next()
  const { keptFor } = c.var
  if (keptFor === undefined || !isVisit(raw) || c.res.status !== 200) return
  const bytes = await c.res.arrayBuffer()
  const body = new Blob([bytes])
  const headers = new Headers(c.res.headers)
  const key = keyOf(raw.url, headers.get('Content-Language'))
  const byteLength = key.length + body.size
  headers.append('Vary', 'Accept-Encoding')
  if (!headers.has('ETag')) headers.set('ETag', `"${await sha256Hex(new Uint8Array(bytes))}"`)
  const keptMs = keptMsOf(headers)
  const answer = { ...keptFor, keptMs, until: Date.now() + keptMs, body, headers, gzip: null, byteLength }
  answers.put(key, answer)
  c.res = undefined
  c.res = await answered(raw, answer)
})

/**
 * Whether a request is told from others by its URL and language alone. What kept answers depend on besides must be asked
 * here.
 */
function isVisit({ method, headers }: Request): boolean {
  const reads = method === 'GET' || method === 'HEAD'
  return reads && !headers.has('Authorization') && hasOnlyLanguageCookie(headers)
}

/** `language`: of a page; null for what is the same in all. */
function keyOf(url: string, language: string | null): string {
  return language === null ? url : `${language} ${url}`
}

/** Whether a request is to renew an answer. Only one is: the others get the old one meanwhile, if nothing changed. */
function isDue(answer: KeptAnswer): boolean {
  const now = Date.now()
  if (now < answer.until) return false
  answer.until = now + answer.keptMs
  return true
}

function keptMsOf(headers: Headers): number {
  const isJson = headers.get('Content-Type')?.startsWith('application/json')
  return (isJson ? SETTINGS.KEPT_ANSWER_SECONDS : SETTINGS.KEPT_PAGE_SECONDS).value * 1000
}

/** What cannot be told counts as changed: the handlers know what to answer when an object does not respond. */
async function isCurrent(env: Env, { handle, stamp }: KeptAnswer, inOneIsolate: boolean): Promise<boolean> {
  if (inOneIsolate && knownStamp(env, handle) === stamp) return true
  const asked = profileClient(env, handle).views.stamp()
  return (await asked.catch(() => null)) === stamp
}

async function answered(request: Request, kept: KeptAnswer): Promise<Response> {
  const { body, headers } = kept
  const known = request.headers.get('If-None-Match')
  if (known !== null && isAmong(headers.get('ETag') ?? '', known)) return notModified(headers)
  // A HEAD request is answered with the headers of a GET (RFC 9110 section 9.3.2).
  const given = (bytes: Blob) => (request.method === 'HEAD' ? null : bytes)
  if (!takesGzip(request)) return new Response(given(body), { headers })
  kept.gzip ??= await gzipped(body)
  const zipped = new Headers(headers)
  zipped.set('Content-Encoding', 'gzip')
  // What the bytes mean is the same (RFC 9110 section 8.8.1).
  zipped.set('ETag', `W/${headers.get('ETag')?.replace(/^W\//, '')}`)
  return new Response(given(kept.gzip), { headers: zipped, encodeBody: 'manual' })
}

/** RFC 9110 section 15.4.5. */
function notModified(kept: Headers): Response {
  const headers = new Headers(kept)
  headers.delete('Content-Type')
  return new Response(null, { status: 304, headers })
}

async function gzipped(body: Blob): Promise<Blob> {
  const stream = body.stream().pipeThrough(new CompressionStream('gzip'))
  return new Blob([await new Response(stream).arrayBuffer()])
}

/** By the weak comparison (RFC 9110 section 8.8.3.2): a proxy that compresses makes tags weak. */
function isAmong(tag: string, list: string): boolean {
  const opaque = (text: string) => text.trim().replace(/^W\//, '')
  return list.split(',').some((one) => one.trim() === '*' || opaque(one) === opaque(tag))
}
