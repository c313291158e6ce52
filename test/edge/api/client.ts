import { env, SELF } from 'cloudflare:test'
import { z } from '@hono/zod-openapi'
import { expect } from 'vitest'
import { ErrorSchema } from '../../../functions/api/responses.ts'
import { app } from '../../../functions/app.ts'
import { keptAnswer } from '../../../functions/http/kept-answers.ts'
import { AchievementsPayloadSchema } from '../../../src/contract/achievements.ts'
import { CreatedProfileSchema } from '../../../src/contract/profiles.ts'
import { type SnapshotReceipt, SnapshotReceiptSchema } from '../../../src/contract/snapshots.ts'

export const ORIGIN = 'https://laurel.example'

/** A profile and its key. */
export interface Keyed {
  handle: string
  key: string
}

/** A profile created by a test, with what it answered: its key, and the token of the browser that made it. */
export interface Owned extends Keyed {
  recoveryCode: string
  token: string
}

let made = 0

/** Returns a handle that no other test uses. */
export function freshHandle(): string {
  made += 1
  return `h-${made}-${crypto.randomUUID().slice(0, 8)}`
}

/**
 * Sends a request as a browser or a client would, without following redirects. It goes directly to the app: with
 * `SELF`, each request of a file takes longer than the one before it.
 */
export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const request = requestOf(path, init)
  return (await keptAnswer(request, env)) ?? app.fetch(request, env)
}

/** The same with other variables of wrangler.toml, or other bindings. */
export async function callWith(bindings: object, path: string, init: RequestInit = {}): Promise<Response> {
  return app.fetch(requestOf(path, init), { ...env, ...bindings })
}

function requestOf(path: string, init: RequestInit): Request {
  return new Request(ORIGIN + path, { redirect: 'manual', ...init })
}

export function sendJson(method: string, path: string, body: unknown, headers: HeadersInit = {}) {
  return call(path, {
    method,
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...headers },
  })
}

export function sendForm(path: string, fields: Record<string, string>, headers: HeadersInit = {}) {
  return call(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html', ...headers },
  })
}

export function bearer(key: string): { Authorization: string } {
  return { Authorization: `Bearer ${key}` }
}

export function cookie({ handle, token }: Pick<Owned, 'handle' | 'token'>): { Cookie: string } {
  return { Cookie: `${cookieName(handle)}=${token}` }
}

/** The name of an owner's cookie, over https. */
export function cookieName(handle: string): string {
  return `__Host-laurel_owner_${handle}`
}

/** Returns the token that an answer gives to the browser; empty if it gives none. */
export function tokenIn(answer: Response, handle: string): string {
  const [line = ''] = answer.headers.getSetCookie().filter((set) => set.startsWith(`${cookieName(handle)}=`))
  return line.slice(cookieName(handle).length + 1).split(';')[0] ?? ''
}

/** Lets a handle that was given up be taken at once. */
export async function endRest({ handle }: Pick<Keyed, 'handle'>): Promise<void> {
  await env.REGISTRY.prepare('DELETE FROM resting_handles WHERE handle = ?').bind(handle).run()
}

/** Creates a profile as a page does. */
export async function create(options: object = {}): Promise<Owned> {
  const wanted = { handle: freshHandle(), ...options }
  const answer = await sendJson('POST', '/api/v1/profiles', wanted, { 'Sec-Fetch-Site': 'same-origin' })
  expect(answer.status).toBe(201)
  const { handle, owner_key, recovery_code } = CreatedProfileSchema.parse(await answer.json())
  return { handle, key: owner_key, recoveryCode: recovery_code, token: tokenIn(answer, handle) }
}

export function api(handle: string, rest = ''): string {
  return `/api/v1/profiles/${handle}${rest}`
}

/** Uploads through the whole platform, without checking the result. */
export function put(profile: Keyed, body: BodyInit, headers: HeadersInit = {}, source = 'default') {
  return SELF.fetch(ORIGIN + api(profile.handle, `/sources/${source}/snapshot`), {
    method: 'PUT',
    body,
    headers: { ...bearer(profile.key), ...headers },
  })
}

export async function upload(
  profile: Keyed,
  bytes: Uint8Array<ArrayBuffer>,
  source = 'default',
): Promise<SnapshotReceipt> {
  const answer = await put(profile, bytes, {}, source)
  expect(answer.status).toBe(200)
  return SnapshotReceiptSchema.parse(await answer.json())
}

/** Uploads a history that is compressed already. */
export async function uploadGzip(profile: Keyed, body: BodyInit, source = 'default'): Promise<void> {
  const answer = await put(profile, body, { 'Content-Encoding': 'gzip' }, source)
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)])
}

/** Waits until all uploads are scanned. */
export async function scanned({ handle, key }: Keyed) {
  return scannedBy(handle, bearer(key))
}

/** The same for an owner who is known by other headers. */
export async function scannedBy(handle: string, headers: HeadersInit) {
  const answer = await call(api(handle, '/rescan'), { method: 'POST', headers })
  expect(answer.status).toBe(200)
  const aggregate = z.record(z.string(), z.number()).nullable()
  return z
    .object({ ...AchievementsPayloadSchema.shape, ok: z.literal(true), aggregate })
    .parse(await answer.json())
}

/** Returns the status and code of a failed request, whose body must have the one error shape and nothing else. */
export async function refusal(answer: Response): Promise<[number, string]> {
  expect(answer.headers.get('Content-Type')).toContain('application/json')
  const { error } = z
    .strictObject({ error: z.strictObject(ErrorSchema.shape.error.shape) })
    .parse(await answer.json())
  expect(error.message).not.toBe('')
  return [answer.status, error.code]
}

/** Returns the keys of everything in R2: a listing has at most 1,000 of them. */
export async function storedKeys(prefix = ''): Promise<string[]> {
  const keys: string[] = []
  let cursor: string | undefined
  do {
    const page = await env.SNAPSHOTS.list({ prefix, ...(cursor !== undefined && { cursor }) })
    keys.push(...page.objects.map(({ key }) => key))
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor !== undefined)
  return keys
}

/** Returns the keys of a profile's data in R2. */
export async function keysOf({ handle }: Pick<Keyed, 'handle'>): Promise<string[]> {
  return storedKeys(`profiles/${await idOf(handle)}/`)
}

/** Returns the id of a profile in the registry; empty if it is not there. */
export async function idOf(handle: string): Promise<string> {
  const row = await env.REGISTRY.prepare('SELECT id FROM profiles WHERE handle = ?')
    .bind(handle)
    .first<{ id: string }>()
  return row?.id ?? ''
}
