import { env } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { api, bearer, callWith, cookie, create, freshHandle, refusal } from './client.ts'
import { addressOf, everyRoute } from './routes.ts'

/** A limiter that allows this many requests per key, and records the keys. */
function limiter(allowed: number) {
  const asked: string[] = []
  return {
    asked,
    limit: async ({ key }: { key: string }) => {
      asked.push(key)
      return { success: asked.filter((other) => other === key).length <= allowed }
    },
  }
}

async function expectLimited(answer: Response) {
  expect(answer.headers.get('Retry-After')).toBe('60')
  expect(await refusal(answer)).toEqual([429, 'rate_limited'])
}

/** Creates profiles from an address. */
const creating = (strict: ReturnType<typeof limiter>) => (ip: string) =>
  callWith({ STRICT_LIMITER: strict }, '/api/v1/profiles', {
    method: 'POST',
    body: JSON.stringify({ handle: freshHandle() }),
    headers: { 'Content-Type': 'application/json', 'CF-Connecting-IP': ip },
  })

describe('too many requests', () => {
  const writes = everyRoute().filter(({ method }) => method !== 'GET')

  it.each(writes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'of %s are refused, and told when to come again',
    async (_name, route) => {
      const profile = await create()
      const none = { STRICT_LIMITER: limiter(0), WRITE_LIMITER: limiter(0), CHUNK_LIMITER: limiter(0) }
      const headers = { ...bearer(profile.key), 'Content-Type': 'application/json' }
      const answer = await callWith(none, addressOf(route, profile.handle), { method: route.method, headers })
      await expectLimited(answer)
    },
  )

  it('count for each address apart', async () => {
    const ask = creating(limiter(1))
    expect((await ask('192.0.2.1')).status).toBe(201)
    await expectLimited(await ask('192.0.2.1'))
    expect((await ask('192.0.2.2')).status).toBe(201)
  })

  it('that have requests sent to others count as strictly as new profiles', async () => {
    const profile = await create()
    const ask = (path: string, body: unknown, method = 'POST') =>
      callWith({ STRICT_LIMITER: limiter(0) }, path, {
        method,
        body: JSON.stringify(body),
        headers: { ...bearer(profile.key), 'Content-Type': 'application/json' },
      })
    await expectLimited(await ask(api(profile.handle, '/webhooks'), { url: 'https://hooks.dev/' }))
    await expectLimited(await ask(api(profile.handle, `/webhooks/${crypto.randomUUID()}/test`), {}))
    await expectLimited(await ask(api(profile.handle, '/pulls/nas'), { url: 'https://nas.dev/' }, 'PUT'))
    await expectLimited(await ask(api(profile.handle, '/pulls/nas/now'), {}))
  })

  it('count for all addresses of an IPv6 network together', async () => {
    const ask = creating(limiter(1))
    expect((await ask('2001:db8:1:2::1')).status).toBe(201)
    await expectLimited(await ask('2001:db8:1:2:a:b:c:d'))
    expect((await ask('2001:db8:1:3::1')).status).toBe(201)
  })

  it('make no profile', async () => {
    const handle = freshHandle()
    await callWith({ STRICT_LIMITER: limiter(0) }, '/api/v1/profiles', {
      method: 'POST',
      body: JSON.stringify({ handle }),
      headers: { 'Content-Type': 'application/json' },
    })
    const row = await env.REGISTRY.prepare('SELECT 1 FROM profiles WHERE handle = ?').bind(handle).first()
    expect(row).toBeNull()
  })
})

describe('wrong keys', () => {
  it.each([
    ['by Bearer', (handle: string) => (handle === '' ? {} : bearer('laurel_guess'))],
    ['by cookie', (handle: string) => cookie({ handle, token: 'laurel_guess' })],
  ])('%s are counted the same, whether there is such a profile or not', async (_by, guess) => {
    for (const visibility of ['public', 'private']) {
      const { handle } = await create({ visibility })
      for (const asked of [handle, `${handle.slice(0, -1)}z`]) {
        const strict = limiter(2)
        const ask = () => callWith({ STRICT_LIMITER: strict }, api(asked), { headers: guess(asked) })
        const before = [(await ask()).status, (await ask()).status]
        expect(before).toEqual(asked === handle && visibility === 'public' ? [200, 200] : [404, 404])
        await expectLimited(await ask())
      }
    }
  })

  it('do not count against the owner, nor against those who show none', async () => {
    const profile = await create()
    const strict = limiter(0)
    for (const headers of [bearer(profile.key), cookie(profile), {}]) {
      expect((await callWith({ STRICT_LIMITER: strict }, api(profile.handle), { headers })).status).toBe(200)
    }
    expect(strict.asked).toEqual([])
  })
})
