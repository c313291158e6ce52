import { env, SELF } from 'cloudflare:test'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { keptAnswer } from '../../../functions/http/kept-answers.ts'
import { GOLDEN } from '../histories.ts'
import {
  api,
  bearer,
  call,
  cookie,
  create,
  ORIGIN,
  type Owned,
  scanned,
  sendJson,
  uploadGzip,
} from './client.ts'

let profile: Owned
const paths = () => [
  `/@${profile.handle}`,
  `/@${profile.handle}/rebase_acrobat`,
  api(profile.handle, '/achievements'),
  `/@${profile.handle}/card.svg`,
]

beforeAll(async () => {
  profile = await published(GOLDEN.history)
})

async function published(history: Uint8Array<ArrayBuffer>): Promise<Owned> {
  const made = await create({ visibility: 'public' })
  await uploadGzip(made, history)
  await scanned(made)
  return made
}

function kept(path: string, headers: HeadersInit = {}): Promise<Response | null> {
  return keptAnswer(new Request(ORIGIN + path, { headers }), env)
}

describe('an answer to a visitor', () => {
  it('is given again, byte by byte, without being made again', async () => {
    for (const path of paths()) {
      const first = await call(path)
      const again = await kept(path)
      expect(again?.status, path).toBe(200)
      expect([...(again?.headers ?? [])]).toEqual([...first.headers])
      expect(await again?.text()).toBe(await first.text())
    }
  })

  it('is the same through the whole platform', async () => {
    for (const path of paths()) {
      const tag = (await call(path)).headers.get('ETag')
      expect((await SELF.fetch(ORIGIN + path)).headers.get('ETag'), path).toBe(tag)
    }
  })

  it('is a 304 for who has it, whatever a proxy made of its tag', async () => {
    for (const path of paths()) {
      const tag = (await call(path)).headers.get('ETag') ?? ''
      expect(tag).toMatch(/^(?:W\/)?"[0-9a-f]+"$/)
      for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
        const answer = await kept(path, { 'If-None-Match': known })
        expect([answer?.status, await answer?.text()]).toEqual([304, ''])
        expect(answer?.headers.get('ETag')).toBe(tag)
      }
      expect((await kept(path, { 'If-None-Match': '"other"' }))?.status).toBe(200)
    }
  })

  it('has the same headers for who asks for these alone, whether it is kept or not', async () => {
    for (const path of paths()) {
      const head = await call(path, { method: 'HEAD' })
      const got = await call(path)
      expect([...head.headers], path).toEqual([...got.headers])
      expect(got.headers.get('ETag')).toMatch(/"[0-9a-f]+"$/)
      const again = await keptAnswer(new Request(ORIGIN + path, { method: 'HEAD' }), env)
      expect([...(again?.headers ?? [])]).toEqual([...got.headers])
      expect([await head.text(), await again?.text()]).toEqual(['', ''])
      // What was noted for HEAD is whole for GET.
      expect((await got.text()).length).toBeGreaterThan(0)
    }
  })

  it('is compressed for who takes that, and says so', async () => {
    for (const path of paths()) {
      const plain = await (await call(path)).text()
      const zipped = await kept(path, { 'Accept-Encoding': 'gzip, br' })
      expect(zipped?.headers.get('Content-Encoding')).toBe('gzip')
      expect(zipped?.headers.get('Vary')).toContain('Accept-Encoding')
      expect(zipped?.headers.get('ETag')).toMatch(/^W\/"/)
      const unzipped = zipped?.body?.pipeThrough(new DecompressionStream('gzip'))
      expect(await new Response(unzipped).text()).toBe(plain)
    }
  })

  it.each([
    ['JSON', 'after a second', 1000, () => api(profile.handle, '/achievements?fresh')],
    ['a page', 'after five seconds', 5000, () => `/@${profile.handle}?fresh`],
  ])(
    'that is %s is renewed by one request %s, while others get the old one',
    async (_what, _when, ms, of) => {
      vi.useFakeTimers({ toFake: ['Date'] })
      const path = of()
      await call(path)
      vi.setSystemTime(Date.now() + ms - 1)
      expect(await kept(path)).not.toBeNull()
      vi.setSystemTime(Date.now() + 1)
      expect(await kept(path)).toBeNull()
      expect(await kept(path)).not.toBeNull()
    },
  )

  it.each([
    ['another method', (path: string) => keptAnswer(new Request(ORIGIN + path, { method: 'POST' }), env)],
    ['another host', (path: string) => keptAnswer(new Request(`https://other.example${path}`), env)],
    ['a key', (path: string) => kept(path, bearer(profile.key))],
    ['a cookie', (path: string) => kept(path, cookie(profile))],
  ])('is not one to %s', async (_what, asked) => {
    for (const path of paths()) {
      await call(path)
      expect(await asked(path)).toBeNull()
    }
  })

  it('is not given if the object does not respond', async () => {
    const lost = () => Promise.reject(new Error('unreachable'))
    const unreachable = Object.assign({}, env, {
      PROFILES: { idFromName: () => '', get: () => ({ call: lost }) },
    })
    for (const path of paths()) {
      await call(path)
      expect(await keptAnswer(new Request(ORIGIN + path), unreachable)).toBeNull()
    }
  })

  it('is never what its owner was answered', async () => {
    for (const path of paths()) {
      const owners = await call(path, { headers: bearer(profile.key) })
      const visitors = await call(path)
      expect(visitors.status).toBe(200)
      if (!path.endsWith('.svg')) expect(await visitors.text(), path).not.toBe(await owners.text())
    }
  })
})

describe('where all objects live in one isolate', () => {
  const here = (path: string, bindings: Env = env) => keptAnswer(new Request(ORIGIN + path), bindings, true)
  /** Knows the ids of objects, and can call none. */
  const alone = Object.assign({}, env, {
    PROFILES: {
      idFromName: (name: string) => env.PROFILES.idFromName(name),
      get: () => ({ call: () => Promise.reject(new Error('unreachable')) }),
    },
  })

  it('an answer is given without asking the object, once it was asked', async () => {
    for (const path of paths()) {
      const text = await (await call(path)).text()
      expect(await (await here(path))?.text()).toBe(text)
      expect(await (await here(path, alone))?.text()).toBe(text)
    }
  })

  it.each([
    [
      'is made private',
      (owned: Owned) => sendJson('PATCH', api(owned.handle), { visibility: 'private' }, bearer(owned.key)),
    ],
    [
      'gets another name',
      (owned: Owned) => sendJson('PUT', api(owned.handle, '/identity'), { name: 'Ada' }, bearer(owned.key)),
    ],
    [
      'is deleted',
      (owned: Owned) => call(api(owned.handle), { method: 'DELETE', headers: bearer(owned.key) }),
    ],
  ])('it is not given once the profile %s', async (_what, change) => {
    const changing = await published(GOLDEN.edges)
    const path = `/@${changing.handle}`
    await call(path)
    await here(path)
    expect(await here(path, alone)).not.toBeNull()
    expect((await change(changing)).ok).toBe(true)
    expect(await here(path)).toBeNull()
  })
})

describe('a profile that changes', () => {
  it('shows at once, on every page', async () => {
    const changing = await published(GOLDEN.edges)
    const shown = async () =>
      (await call(api(changing.handle, '/achievements'))).json<{ scan_meta: { sessions_total: number } }>()
    const before = (await shown()).scan_meta.sessions_total
    await uploadGzip(changing, GOLDEN.todayOlder)
    await scanned(changing)
    expect((await shown()).scan_meta.sessions_total).toBeGreaterThan(before)
  })

  it.each([
    [
      'is made private',
      (owned: Owned) => sendJson('PATCH', api(owned.handle), { visibility: 'private' }, bearer(owned.key)),
    ],
    [
      'is deleted',
      (owned: Owned) => call(api(owned.handle), { method: 'DELETE', headers: bearer(owned.key) }),
    ],
  ])('and %s is gone at once, from every page', async (_what, change) => {
    profile = await published(GOLDEN.edges)
    for (const path of paths()) expect((await call(path)).status).toBe(200)
    expect((await change(profile)).ok).toBe(true)
    for (const path of paths().filter((one) => !one.endsWith('.svg')))
      expect((await call(path)).status).toBe(404)
    expect(await (await call(`/@${profile.handle}/card.svg`)).text()).not.toContain(profile.handle)
  })
})
