import { beforeAll, describe, expect, it } from 'vitest'
import { endpointsOf } from '../../../functions/pages/docs/openapi.ts'
import { api, bearer, call, cookie, create, ORIGIN, type Owned, refusal, upload } from './client.ts'
import { history } from './histories.ts'
import { addressOf, everyRoute, isPicture, openApiDocument, type Route } from './routes.ts'

/** Signed instead, by what scan/live.test.ts is about. */
const SIGNED_WRITE = 'POST /api/v1/profiles/:handle/hermes-events'
/** Anybody may: what comes of these is a profile, a cookie that goes, or what the visitor brings checked. */
const OPEN_WRITES = [
  'POST /profiles',
  'POST /api/v1/profiles',
  'POST /sample',
  'POST /sign-in',
  'POST /language',
  'POST /sign-out',
  'POST /recover',
  'POST /verify',
  'POST /api/v1/credentials/verify',
  SIGNED_WRITE,
]
/** The operator's alone: operator.test.ts is about these. */
const OPERATOR_WRITES = ['POST /operator/erase']
const OWNER_READS = [
  'GET /:handle/sessions',
  'GET /:handle/insights',
  'GET /:handle/wrapped',
  'GET /api/v1/profiles/:handle/sessions',
  'GET /api/v1/profiles/:handle/insights',
  'GET /api/v1/profiles/:handle/insights/daily',
  'GET /api/v1/profiles/:handle/sessions/:id/badges',
  'GET /api/v1/profiles/:handle/archive',
  'GET /api/v1/profiles/:handle/sources',
  'GET /api/v1/profiles/:handle/naming-key',
  'GET /api/v1/profiles/:handle/sources/:source/reports/:report/sessions',
  'GET /api/v1/profiles/:handle/pulls',
  'GET /api/v1/profiles/:handle/webhooks',
  'GET /api/v1/profiles/:handle/sign-ins',
  'GET /:handle/templates',
  'GET /:handle/circles',
  'GET /:handle/circles/:circle',
  'GET /api/v1/profiles/:handle/circles',
  'GET /api/v1/profiles/:handle/circles/:circle',
  'GET /:handle/templates/:name',
  'GET /api/v1/profiles/:handle/session-templates',
  'GET /api/v1/profiles/:handle/session-templates/:name',
]

const nameOf = ({ method, path }: Route) => `${method} ${path}`
const writes = everyRoute().filter(({ method }) => method !== 'GET')
const ownerWrites = writes.filter((route) => ![...OPEN_WRITES, ...OPERATOR_WRITES].includes(nameOf(route)))
const ownerRoutes = [...ownerWrites, ...everyRoute().filter((route) => OWNER_READS.includes(nameOf(route)))]

/** A request that is refused for its key alone: were the key right, it would be taken or refused for its body. */
function ask(route: Route, profile: Owned, headers: HeadersInit): Promise<Response> {
  return call(addressOf(route, profile.handle), { method: route.method, headers })
}

/** Profiles that all refused requests share, since a refusal changes nothing. */
let refusing: Owned
let stranger: Owned

beforeAll(async () => {
  refusing = await create()
  stranger = await create()
})

/** The answer was not a refusal of who asks. */
function letIn(status: number): boolean {
  return status !== 401 && status !== 403 && status !== 429 && status < 500
}

describe('the route table', () => {
  it('is what these tests are about', () => {
    expect(writes.map(nameOf)).toEqual(expect.arrayContaining([...OPEN_WRITES, ...OPERATOR_WRITES]))
    expect(ownerRoutes.length).toBeGreaterThan(7)
    expect(everyRoute().map(nameOf)).toEqual(expect.arrayContaining(OWNER_READS))
  })

  it('and the document agree on what needs the owner key', async () => {
    const said = endpointsOf(await openApiDocument())
      .filter(({ operation: { security = [] }, method }) => {
        const isFree = (way: object) => Object.keys(way).length === 0
        // What anyone may read shows its owner more.
        return method === 'get' ? security.length > 0 && !security.some(isFree) : !security.every(isFree)
      })
      .map(({ method, path }) => `${method.toUpperCase()} /api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`)
    const held = ownerRoutes.map(nameOf).filter((name) => name.includes('/api/'))
    expect(said.sort()).toEqual(held.sort())
  })
})

describe.each(ownerRoutes.map((route) => [nameOf(route), route] as const))('%s', (_name, route) => {
  const origin = { 'Sec-Fetch-Site': 'same-origin' }

  it('asks for a key', async () => {
    const answer = await ask(route, refusing, {})
    expect(answer.headers.get('WWW-Authenticate')).toContain('Bearer')
    expect(await refusal(answer)).toEqual([401, 'missing_key'])
  })

  it('refuses a key that is wrong, empty, or another profile’s', async () => {
    const wrong = async (headers: HeadersInit) => refusal(await ask(route, refusing, headers))
    expect(await wrong(bearer('laurel_wrong'))).toEqual([403, 'wrong_key'])
    expect(await wrong(bearer(stranger.key))).toEqual([403, 'wrong_key'])
    expect(await wrong({ Authorization: 'Bearer ' })).toEqual([401, 'missing_key'])
    const borrowed = { ...cookie({ ...refusing, token: stranger.token }), ...origin }
    expect(await wrong(borrowed)).toEqual([403, 'wrong_key'])
  })

  it('takes the key by Bearer, wherever the request comes from', async () => {
    const profile = await create()
    const headers = {
      ...bearer(profile.key),
      'Sec-Fetch-Site': 'cross-site',
      Origin: 'https://elsewhere.example',
    }
    expect(letIn((await ask(route, profile, headers)).status)).toBe(true)
  })

  it('takes the cookie from its own pages', async () => {
    for (const from of [origin, { Origin: ORIGIN }]) {
      const profile = await create()
      expect(letIn((await ask(route, profile, { ...cookie(profile), ...from })).status)).toBe(true)
    }
  })
})

// What else comes from elsewhere, test/functions/http/same-origin.test.ts says: no route has a part in that.
describe('with a cookie, a page of another site', () => {
  it.each(writes.map((route) => [nameOf(route), route] as const))('may not %s', async (_name, route) => {
    const answer = await ask(route, refusing, { ...cookie(refusing), 'Sec-Fetch-Site': 'cross-site' })
    expect(await refusal(answer)).toEqual([403, 'cross_site_request'])
    expect((await call(api(refusing.handle))).status).toBe(200)
  })
})

describe('a private profile', () => {
  const urls = everyRoute().filter(({ path }) => path.includes(':handle'))
  let profile: Owned

  beforeAll(async () => {
    profile = await create({ visibility: 'private' })
    await upload(profile, await history(1))
  })

  async function shape(answer: Response, handle: string) {
    const headers = [...answer.headers].filter(([name]) => name !== 'date').sort()
    return JSON.parse(
      JSON.stringify({ status: answer.status, headers, body: await answer.text() }).replaceAll(
        handle,
        'HANDLE',
      ),
    )
  }

  it.each(urls.map((route) => [nameOf(route), route] as const))(
    'looks to %s as if it did not exist',
    async (_n, route) => {
      const unknown = `${profile.handle.slice(0, -1)}z`
      const presented: ((handle: string) => HeadersInit)[] = [
        () => ({}),
        () => ({ Accept: 'text/html' }),
        () => bearer('laurel_wrong'),
        (handle) => ({ ...cookie({ handle, token: 'laurel_wrong' }), 'Sec-Fetch-Site': 'same-origin' }),
      ]
      for (const headers of presented) {
        const ask = async (handle: string) =>
          shape(
            await call(addressOf(route, handle), { method: route.method, headers: headers(handle) }),
            handle,
          )
        const seen = await ask(profile.handle)
        expect(seen).toEqual(await ask(unknown))
        expect(seen.status).toBe(isPicture(route) ? 200 : nameOf(route) === SIGNED_WRITE ? 401 : 404)
      }
    },
  )

  it('is there for its owner, and nothing that the owner sees may be kept on the way', async () => {
    const answer = await call(addressOf({ method: 'GET', path: '/:handle' }, profile.handle), {
      headers: cookie(profile),
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
  })
})

it('forgets a cookie that is no longer the profile’s', async () => {
  const profile = await create()
  const answer = await call(`/@${profile.handle}`, { headers: cookie({ ...profile, token: 'laurel_old' }) })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('Set-Cookie')).toContain('Max-Age=0')
})
