import { env, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { profileObject } from '../../../functions/profile/client.ts'
import { WATCHER_HEADER } from '../../../functions/profile/event-streams.ts'
import { api, bearer, call, callWith, create, freshHandle, type Owned, refusal } from './client.ts'
import { addressOf, everyRoute } from './routes.ts'

let profile: Owned

beforeAll(async () => {
  profile = await create({ visibility: 'public' })
})

describe('an unknown address', () => {
  it.each([
    '/nothing',
    '/api',
    '/api/v1',
    '/api/v1/nothing',
    '/api/v2/profiles/ada',
    '/@',
    '/@ada/nothing',
    '/%00',
    '/%E0%A4%A',
    '/api/v1/profiles/ada/nothing',
    '/wp-login.php',
    '/.env',
  ])('%s is answered as such', async (path) => {
    expect(await refusal(await call(path))).toEqual([404, 'not_found'])
  })

  it('is a page for a browser and JSON for the API, whoever asks it', async () => {
    const headers = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
    const page = await call('/nothing', { headers })
    expect([page.status, page.headers.get('Content-Type')]).toEqual([404, 'text/html; charset=UTF-8'])
    expect(await page.text()).toContain('not_found')
    expect(await refusal(await call('/api/v1/nothing', { headers }))).toEqual([404, 'not_found'])
  })
})

describe('a handle in an address', () => {
  it.each([
    'ab',
    'x'.repeat(40),
    'a_b',
    'Ada',
    '%41da',
    'a%2Fb',
    '%00%00%00',
    '%E0%A4%A',
    '%F0%9F%8F%86',
    "'--",
    '__proto__',
  ])('that can be nobody’s, such as %s, is not looked up', async (handle) => {
    const objects = { idFromName: () => expect.unreachable() }
    const answer = await callWith({ PROFILES: objects }, api(handle, '/achievements'))
    expect(await refusal(answer)).toEqual([404, 'profile_not_found'])
  })

  it('that nobody has taken leaves no trace when it is asked for', async () => {
    const handle = freshHandle()
    expect(await refusal(await call(api(handle, '/achievements')))).toEqual([404, 'profile_not_found'])
    const tables = await runInDurableObject(profileObject(env, handle), async (_instance, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'").toArray(),
    )
    expect(tables).toEqual([])
  })

  it('may be percent-encoded', async () => {
    const encoded = [...profile.handle].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')
    expect((await call(api(encoded))).status).toBe(200)
    expect((await call(`/@${encoded}`)).status).toBe(200)
  })

  it.each([
    ['@', 'in capitals'],
    ['%40', 'with its @ encoded'],
  ])('may be written with %s, %s, on a page: the reader is led to the real one', async (at) => {
    const answer = await call(`/${at}${profile.handle.toUpperCase()}?state=Unlocked`)
    expect(answer.status).toBe(301)
    expect(answer.headers.get('Location')).toBe(`/@${profile.handle}?state=Unlocked`)
    expect((await call(`/%40${profile.handle}`)).headers.get('Location')).toBe(`/@${profile.handle}`)
  })
})

describe('a slash at the end', () => {
  it.each(['/docs/', '/sign-in/', '/api/v1/openapi.json/', '/@ada/', '/api/v1/profiles/ada/'])(
    'leads from %s to the address without it',
    async (path) => {
      const answer = await call(`${path}?a=b`)
      expect(answer.status).toBe(301)
      expect(new URL(answer.headers.get('Location') ?? '').href).toBe(
        `https://laurel.example${path.slice(0, -1)}?a=b`,
      )
    },
  )

  it('leads nowhere but here', async () => {
    const answer = await call('//elsewhere.example/')
    expect(new URL(answer.headers.get('Location') ?? '').host).toBe('laurel.example')
  })
})

describe('a method that an address does not answer to', () => {
  it.each([
    ['DELETE', '/docs', 'GET, HEAD'],
    ['PUT', '/api/v1/profiles', 'POST'],
    ['GET', '/api/v1/profiles', 'POST'],
    ['POST', '/api/v1/openapi.json', 'GET, HEAD'],
    ['GET', '/@ada/delete', 'POST'],
    ['POST', '/api/v1/profiles/ada', 'DELETE, GET, HEAD, PATCH'],
    ['OPTIONS', '/api/v1/profiles/ada/rescan', 'POST'],
    ['PROPFIND', '/', 'GET, HEAD'],
  ])('%s %s is refused with those that it does', async (method, path, allow) => {
    const answer = await call(path, { method })
    expect(answer.headers.get('Allow')).toBe(allow)
    expect(await refusal(answer)).toEqual([405, 'method_not_allowed'])
  })
})

/** What GET and HEAD have in common. The length of an answer to HEAD may be unknown. */
const headersOf = ({ headers }: Response) =>
  [...headers].filter(([name]) => !['content-length', 'date'].includes(name))

describe('HEAD', () => {
  const reads = everyRoute().filter(({ method }) => method === 'GET')

  it.each(reads.map((route) => [route.path, route] as const))(
    '%s answers as GET does, without the body',
    async (_path, route) => {
      const path = addressOf(route, profile.handle)
      const [head, get] = [await call(path, { method: 'HEAD' }), await call(path)]
      await get.body?.cancel()
      expect([head.status, headersOf(head)]).toEqual([get.status, headersOf(get)])
      expect(await head.text()).toBe('')
    },
  )

  it('opens no stream of events that nobody reads', async () => {
    const stub = profileObject(env, profile.handle)
    const object = {
      call: (service: string, method: string, args: unknown[]) => stub.call(service, method, args),
      fetch: () => expect.unreachable(),
    }
    const objects = { idFromName: () => '', get: () => object }
    const answer = await callWith({ PROFILES: objects }, api(profile.handle, '/events'), { method: 'HEAD' })
    expect(answer.status).toBe(200)
  })
})

it('GET /healthz tells whether the registry is up', async () => {
  const up = await call('/healthz')
  expect([up.status, await up.json()]).toEqual([
    200,
    { status: 'ok', engine_version: expect.any(Number), catalog_version: expect.any(Number) },
  ])
  const registry = {
    prepare: () => {
      throw new Error('down')
    },
  }
  const down = await callWith({ REGISTRY: registry }, '/healthz')
  expect([down.status, await down.json()]).toMatchObject([503, { status: 'registry_down' }])
})

describe('our own failure', () => {
  it('says nothing of what went wrong, and is logged by kind alone', async () => {
    const objects = {
      idFromName: () => {
        throw new TypeError('CANARY in a message')
      },
    }
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const init = { headers: { ...bearer(profile.key), Cookie: 'CANARY=1' } }
    const answer = await callWith({ PROFILES: objects }, api(profile.handle, '?CANARY=1'), init)
    const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)))
    log.mockRestore()
    expect(await answer.clone().text()).not.toContain('CANARY')
    expect(await refusal(answer)).toEqual([500, 'internal_error'])
    expect(lines).toEqual([
      { event: 'request_failed', method: 'GET', code: 'internal_error', kind: 'TypeError' },
    ])
  })

  it('is named when it is a setting that can’t be', async () => {
    const answer = await callWith({ VIEW_TTL_SECONDS: 'soon' }, '/healthz')
    const { error } = await answer.clone().json<{ error: { message: string } }>()
    expect(error.message).toContain('VIEW_TTL_SECONDS')
    expect(await refusal(answer)).toEqual([500, 'misconfigured'])
  })
})

/** The namespace of objects, whose streams are answered by `fetch`. */
function streamingBy(fetch: (url: string, init: RequestInit) => Response): object {
  const stub = profileObject(env, profile.handle)
  return {
    idFromName: () => '',
    get: () => ({
      call: (service: string, method: string, args: unknown[]) => stub.call(service, method, args),
      fetch: async (url: string, init: RequestInit) => fetch(url, init),
    }),
  }
}

it('an event stream that is one too many is refused with the way out', async () => {
  const PROFILES = streamingBy(() => new Response(null, { status: 503 }))
  const answer = await callWith({ PROFILES }, api(profile.handle, '/events'), {
    headers: bearer(profile.key),
  })
  expect(await refusal(answer)).toEqual([503, 'too_many_watchers'])
})

it('an event stream is counted for the address of its client, whatever that one says', async () => {
  const watchers: (string | null)[] = []
  const PROFILES = streamingBy((_url, { headers }) => {
    watchers.push(new Headers(headers).get(WATCHER_HEADER))
    return new Response('')
  })
  const headers = { ...bearer(profile.key), 'CF-Connecting-IP': '192.0.2.1', [WATCHER_HEADER]: 'another' }
  await callWith({ PROFILES }, api(profile.handle, '/events'), { headers })
  expect(watchers).toEqual(['192.0.2.1'])
})
