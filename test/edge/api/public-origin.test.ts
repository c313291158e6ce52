import { env } from 'cloudflare:test'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { app } from '../../../functions/app.ts'
import { issuerProfile } from '../../../src/credentials/credential.ts'
import { urls } from '../../../src/urls.ts'
import { payloadOf } from '../credentials/signing-keys.ts'
import { GOLDEN } from '../histories.ts'
import {
  bearer,
  create,
  freshHandle,
  idOf,
  ORIGIN,
  type Owned,
  refusal,
  scanned,
  uploadGzip,
} from './client.ts'
import { addressOf, everyRoute, isPicture } from './routes.ts'

const EVIL = 'https://evil.example'
/** What the server sees behind a proxy that ends TLS. */
const PROXIED = 'http://laurel.example'
const UNSET = { PUBLIC_ORIGIN: '' }

let profile: Owned
let badge: string

beforeAll(async () => {
  profile = await create({ visibility: 'public' })
  await uploadGzip(profile, GOLDEN.history)
  const { achievements } = await scanned(profile)
  badge = achievements.find(({ unlocked }) => unlocked)?.id ?? ''
})

/** Sends a request to any host; `bindings` as in `callWith`. */
async function ask(url: string, init: RequestInit = {}, bindings: object = {}): Promise<Response> {
  return app.fetch(new Request(url, { redirect: 'manual', ...init }), { ...env, ...bindings })
}

const form = (url: string, fields: Record<string, string>, headers: HeadersInit) =>
  ask(url, { method: 'POST', body: new URLSearchParams(fields), headers })

const routes = everyRoute().map((route) => [`${route.method} ${route.path}`, route] as const)
/** Whatever watches the server may ask for these by any host. */
const ANY_HOST = ['/healthz', '/metrics']
const reads = routes.filter(([, { method, path }]) => method === 'GET' && !ANY_HOST.includes(path))
const signs = (path: string) => /\/credential(\.\w+)?$/.test(path)

describe('behind a proxy that ends TLS', () => {
  it.each(reads)('%s names no URL that is not https', async (_name, route) => {
    const path = addressOf(route, profile.handle).replace('let_him_cook', badge)
    const answer = await ask(`${PROXIED}${path}`, { headers: bearer(profile.key) })
    expect([308, 421]).not.toContain(answer.status)
    const stream = answer.headers.get('Content-Type') === 'text/event-stream'
    if (stream) await answer.body?.cancel()
    const body = stream ? '' : new TextDecoder('latin1').decode(await answer.arrayBuffer())
    expect(`${JSON.stringify([...answer.headers])} ${body}`).not.toContain(PROXIED)
  })

  it('redirects stay https', async () => {
    const answer = await ask(`${PROXIED}/docs/?a=b`)
    expect([answer.status, answer.headers.get('Location')]).toEqual([301, `${ORIGIN}/docs?a=b`])
  })

  it('the owner signs in with a cookie that is Secure, and forms are of this site', async () => {
    const fields = { handle: profile.handle, owner_key: profile.key }
    const answer = await form(`${PROXIED}/sign-in`, fields, { Origin: ORIGIN, Cookie: 'a=b' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Set-Cookie')).toContain('; Secure')
    const other = await form(`${PROXIED}/sign-in`, fields, { Origin: PROXIED, Cookie: 'a=b' })
    expect(await refusal(other)).toEqual([403, 'cross_site_request'])
  })
})

describe('under another host', () => {
  it.each(reads.filter(([, { path }]) => !signs(path)))(
    '%s leads to the public one',
    async (_name, route) => {
      const path = `${addressOf(route, profile.handle)}?a=%20b`
      for (const method of ['GET', 'HEAD']) {
        const answer = await ask(EVIL + path, { method, headers: bearer(profile.key) })
        expect([answer.status, answer.headers.get('Location')]).toEqual([308, ORIGIN + path])
        expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
      }
    },
  )

  it.each(routes.filter(([, route]) => (signs(route.path) || route.method !== 'GET') && !isPicture(route)))(
    '%s is refused, with where to send it',
    async (_name, route) => {
      const { method } = route
      const answer = await ask(EVIL + addressOf(route, profile.handle), {
        method,
        headers: bearer(profile.key),
      })
      const { error } = await answer.clone().json<{ error: { hint: string } }>()
      expect(error.hint).toContain(ORIGIN)
      expect(await refusal(answer)).toEqual([421, 'other_host'])
    },
  )

  it('a picture of a credential is the one that stands for nothing', async () => {
    for (const format of ['svg', 'png']) {
      const answer = await ask(`${EVIL}/@${profile.handle}/${badge}/credential.${format}`)
      expect([answer.status, await answer.text()]).toEqual([200, expect.not.stringContaining('eyJ')])
    }
  })

  it.each([
    'http://localhost:8787',
    'https://laurel.example:444',
    'https://laurel.example.',
    'https://x.laurel.example',
  ])('%s is another one', async (origin) => {
    expect((await ask(`${origin}/docs`)).status).toBe(308)
  })

  it.each(['http://laurel.example:443', 'https://LAUREL.example:443'])('%s is none', async (origin) => {
    expect((await ask(`${origin}/docs`)).status).toBe(200)
  })

  it('nobody is led elsewhere, and nothing is created', async () => {
    expect((await ask(`${EVIL}//elsewhere.example/x`)).headers.get('Location')).toBe(
      `${ORIGIN}//elsewhere.example/x`,
    )
    const handle = freshHandle()
    const body = JSON.stringify({ handle })
    const headers = { 'Content-Type': 'application/json' }
    const answer = await ask(`${EVIL}/api/v1/profiles`, { method: 'POST', body, headers })
    expect([answer.status, await idOf(handle)]).toEqual([421, ''])
  })

  it('the server still tells whether it is up', async () => {
    expect((await ask(`${EVIL}/healthz`)).status).toBe(200)
  })
})

describe('without a public origin', () => {
  const credential = (origin: string) =>
    ask(`${origin}/@${profile.handle}/${badge}/credential.jwt`, {}, UNSET)

  it('no credential is issued, and the log says why, once, without the host', async () => {
    const log = vi.spyOn(console, 'warn').mockImplementation(() => {})
    expect(await refusal(await credential(EVIL))).toEqual([421, 'no_public_origin'])
    const path = `/api/v1/profiles/${profile.handle}/achievements/${badge}/credential`
    expect(await refusal(await ask(EVIL + path, {}, UNSET))).toEqual([421, 'no_public_origin'])
    expect(log.mock.calls).toEqual([[JSON.stringify({ event: 'public_origin_not_set' })]])
  })

  it('pages work, under the host that was asked', async () => {
    const answer = await ask(`${EVIL}/@${profile.handle}`, {}, UNSET)
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining(`${EVIL}/@`)])
  })

  it.each(['http://localhost:8787', 'http://laurel.localhost', 'http://127.0.0.1', 'http://[::1]:8787'])(
    '%s issues credentials of its own',
    async (origin) => {
      const answer = await credential(origin)
      expect(answer.status).toBe(200)
      expect(payloadOf(await answer.text())).toMatchObject({ iss: issuerProfile(urls({ origin })).id })
    },
  )

  it.each(['http://localhost.example', 'http://127.0.0.1.example', 'http://0.0.0.0', 'http://192.168.1.2'])(
    '%s does not',
    async (origin) => {
      expect(await refusal(await credential(origin))).toEqual([421, 'no_public_origin'])
    },
  )
})

it.each(['laurel.example', 'https://laurel.example?x', 'ftp://laurel.example', 7])(
  'PUBLIC_ORIGIN may not be %s',
  async (wrong) => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const answer = await ask(`${ORIGIN}/healthz`, {}, { PUBLIC_ORIGIN: wrong })
    expect(await refusal(answer)).toEqual([500, 'misconfigured'])
  },
)
