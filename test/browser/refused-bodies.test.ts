import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UploadTicketSchema } from '../../src/contract/uploads.ts'
import { createProfile } from './api.ts'
import { type LaurelServer, startServer } from './server.ts'

/** Of its own: what is used up here of the limits, the pages of other tests would lack. */
let server: LaurelServer
let url: string
const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
const LARGE = Buffer.alloc(3_000_000, 'a')
/** More than the limit of wrong keys a minute. */
const TRIES = 40

const handle = 'refused'
const source = `/api/v1/profiles/${handle}/sources/default`
const CHUNK = '0'.repeat(64)
let key: string
let upload: string
beforeAll(async () => {
  server = await startServer({ data: folder })
  url = server.url
  key = await createProfile(url, handle)
  const main = { size: 1, chunk_size: 1_048_576, chunks: [CHUNK] }
  const answer = await fetch(`${url}${source}/uploads`, {
    method: 'POST',
    headers: { ...bearer(), ...json },
    body: JSON.stringify({ main }),
  })
  upload = UploadTicketSchema.parse(await answer.json()).upload_id
})

/** One connection, used again and again. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
afterAll(async () => {
  agent.destroy()
  await server.kill()
  await rm(folder, { recursive: true, force: true })
})

interface Asked {
  method: string
  path: string
  headers?: Record<string, string>
  body?: Buffer
}

/** Returns status and body. Without a declared length, the body goes in chunks (RFC 9112 section 7.1). */
async function ask({ method, path, headers = {}, body }: Asked): Promise<[number, string]> {
  const sent = request(url + path, { method, agent, headers })
  const answered = new Promise<IncomingMessage>((resolve, reject) =>
    sent.once('response', resolve).once('error', reject),
  )
  sent.end(body)
  const answer = await answered
  return [answer.statusCode ?? 0, await text(answer)]
}

const bearer = () => ({ Authorization: `Bearer ${key}` })
const json = { 'Content-Type': 'application/json' }

const REFUSALS: [number, () => Omit<Asked, 'body'>][] = [
  [401, () => ({ method: 'PUT', path: `${source}/snapshot` })],
  [
    403,
    () => ({ method: 'PUT', path: `${source}/snapshot`, headers: { Authorization: 'Bearer laurel_wrong' } }),
  ],
  [
    404,
    () => ({
      method: 'PUT',
      path: `/api/v1/profiles/no-${handle}/sources/default/snapshot`,
      headers: bearer(),
    }),
  ],
  [404, () => ({ method: 'PUT', path: '/nothing/here' })],
  [405, () => ({ method: 'PUT', path: '/healthz' })],
  [413, () => ({ method: 'POST', path: '/api/v1/profiles', headers: json })],
  [413, () => ({ method: 'PUT', path: `${source}/uploads/${upload}/chunks/${CHUNK}`, headers: bearer() })],
  [
    415,
    () => ({ method: 'PUT', path: `${source}/snapshot`, headers: { ...bearer(), 'Content-Encoding': 'br' } }),
  ],
  [422, () => ({ method: 'PUT', path: `${source}/snapshot`, headers: bearer() })],
  [
    422,
    () => ({
      method: 'PUT',
      path: `${source}/snapshot`,
      headers: { ...bearer(), 'Content-Encoding': 'gzip' },
    }),
  ],
]

const FRAMINGS: [string, Record<string, string>][] = [
  ['of a declared length', { 'Content-Length': String(LARGE.length) }],
  ['of no declared length', { 'Transfer-Encoding': 'chunked' }],
]

describe.each(FRAMINGS)('a refused body %s', (_form, framing) => {
  it.each(REFUSALS)('is passed, and the next request on the connection works: %i', async (status, asked) => {
    const { headers, ...where } = asked()
    const [seen, body] = await ask({ ...where, headers: { ...headers, ...framing }, body: LARGE })
    expect([seen, JSON.parse(body)]).toEqual([status, { error: expect.any(Object) }])
    expect((await ask({ method: 'GET', path: '/healthz' }))[0]).toBe(200)
  })
})

it.each(FRAMINGS)('a refused body %s is passed when there are too many requests', async (_form, framing) => {
  const headers = { Authorization: 'Bearer laurel_wrong', ...framing }
  let status = 0
  for (let left = TRIES; left > 0 && status !== 429; left--) {
    ;[status] = await ask({ method: 'PUT', path: `${source}/snapshot`, headers, body: LARGE })
  }
  expect(status).toBe(429)
  expect((await ask({ method: 'GET', path: '/healthz' }))[0]).toBe(200)
})
