import { env, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { app } from '../../../functions/app.ts'
import { profileObject } from '../../../functions/profile/client.ts'
import { ProfileContext } from '../../../functions/profile/context.ts'
import { payloadOf } from '../credentials/signing-keys.ts'
import { GOLDEN } from '../histories.ts'
import { bearer, create, freshHandle, type Owned, refusal, scanned, uploadGzip } from './client.ts'
import { addressOf, everyRoute, type Route } from './routes.ts'

const HOST = 'https://example.org'
const BASE = '/laurel'
const ROOT = HOST + BASE
/** What the server sees behind a proxy that ends TLS, and passes the path on or takes it off. */
const PROXIES = { 'passes on': `http://example.org${BASE}`, 'takes off': 'http://example.org' } as const
const PASSED = PROXIES['passes on']

let profile: Owned
let badge: string

beforeAll(async () => {
  profile = await create({ visibility: 'public' })
  await uploadGzip(profile, GOLDEN.history)
  const { achievements } = await scanned(profile)
  badge = achievements.find(({ unlocked }) => unlocked)?.id ?? ''
})

async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const bindings = { ...env, PUBLIC_ORIGIN: ROOT }
  return app.fetch(new Request(url, { redirect: 'manual', ...init }), bindings)
}

const form = (url: string, fields: Record<string, string>, headers: HeadersInit = {}) =>
  ask(url, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { Origin: HOST, Accept: 'text/html', ...headers },
  })

const post = (url: string, body: object) =>
  ask(url, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } })

/** `/api/logs` is what a secret badge looks for. */
const API = 'api/(?:v\\d|plugins)'
/** The API’s own paths begin like that as well: in its description, below the URL that it names. */
const PROFILES = 'profiles(?!/\\{|"|</code>)'
/** The beginnings of all paths that Laurel answers. */
const BEGINNINGS = [...new Set(everyRoute().map(({ path }) => path.split('/')[1] ?? ''))]
  .filter((name) => name !== '' && !name.startsWith(':'))
  .map((name) => ({ api: API, profiles: PROFILES })[name] ?? name.replaceAll('.', '\\.'))
const PATH = new RegExp(`(?<![\\w./{}:@-])/(?:@|(?:${BEGINNINGS.join('|')})\\b)`, 'g')

/** An object knows the path by variables of its own, which a test does not change. */
const HINT = /\b(?:GET|PATCH) \/api\/v1\/profiles\/\{handle\}/g

/** What the host of an owner's link has at its root. */
const OF_ANOTHER_HOST = '/.well-known/laurel.json'

/** Returns what in an answer leads elsewhere: links of pages, paths in prose, and absolute URLs wherever they stand. */
async function strays(answer: Response): Promise<string[]> {
  const type = answer.headers.get('Content-Type') ?? ''
  if (type === 'text/event-stream') await answer.body?.cancel()
  const bytes = type === 'text/event-stream' ? new ArrayBuffer() : await answer.arrayBuffer()
  const body = /^(?:text\/|image\/svg|application\/(?!zip))/.test(type) ? new TextDecoder().decode(bytes) : ''
  const cookies = answer.headers.getSetCookie().filter((set) => !set.includes(`; Path=${BASE};`))
  const text = `${answer.headers.get('Location') ?? ''}\n${answer.headers.get('Link') ?? ''}\n${body}`
  const absolute = [...text.matchAll(/https?:\/\/(?:example\.org|laurel\.example)[\w/.@-]*/g)]
    .map(([url]) => url)
    .filter((url) => url !== ROOT && !url.startsWith(`${ROOT}/`))
  const links = [...body.matchAll(/\b(?:href|src|srcset|action|formaction|poster|data)="(\/[^"]*)"/g)]
    .map(([, link = '']) => link)
    .filter((link) => !link.startsWith(`${BASE}/`))
  const paths = [...text.replaceAll(HINT, '').replaceAll(OF_ANOTHER_HOST, '').matchAll(PATH)].map(
    ({ index }) => text.slice(index - 20, index + 40),
  )
  return [...cookies, ...absolute, ...links, ...paths]
}

const named = (route: Route) => [`${route.method} ${route.path}`, route] as const
/** The text of a PNG can’t be read, and drawing one takes as long as all the others. */
const reads = everyRoute().filter(({ method, path }) => method === 'GET' && !path.endsWith('.png'))
const posts = everyRoute().filter(({ method, path }) => method === 'POST' && !path.startsWith('/api/'))

describe.each(['passes on', 'takes off'] as const)('below a path that the proxy %s', (way) => {
  const proxied = PROXIES[way]

  it('a form of the site signs the owner in, with a cookie that stays below it', async () => {
    const fields = { handle: profile.handle, owner_key: profile.key }
    const answer = await form(`${proxied}/sign-in`, fields, { Cookie: 'a=b' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${BASE}/@${profile.handle}`])
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(
      /^__Secure-laurel_owner_[^;]*; Max-Age=\d+; Path=\/laurel; HttpOnly; Secure; SameSite=Lax$/,
    )
    const headers = { Cookie: cookie.split(';')[0] ?? '' }
    const page = await (await ask(`${proxied}/@${profile.handle}`, { headers })).text()
    expect(page).toContain(`action="${BASE}/sign-out"`)
    const out = await form(`${proxied}/sign-out`, {}, headers)
    expect(out.headers.getSetCookie().join()).toMatch(/^__Secure-[^;]*=; Max-Age=0; Path=\/laurel; Secure$/)
  })

  it('a form of another site is refused', async () => {
    const headers = { Origin: 'https://else.example', Cookie: 'a=b' }
    expect((await form(`${proxied}/sign-out`, {}, headers)).status).toBe(403)
  })

  it('a page is created, and the answer says where', async () => {
    const handle = freshHandle()
    const answer = await post(`${proxied}/api/v1/profiles`, { handle })
    expect(await answer.json()).toMatchObject({ url: `${ROOT}/@${handle}` })
  })

  it('a refusal says where the API is described', async () => {
    const answer = await post(`${proxied}/api/v1/profiles`, { handle: freshHandle(), visibility: 'x' })
    expect(await answer.json()).toMatchObject({ error: { hint: expect.stringContaining(` ${BASE}/docs.`) } })
  })

  it('a page for the owner alone leads to signing in', async () => {
    const page = await ask(`${proxied}/@${profile.handle}/sessions`, { headers: { Accept: 'text/html' } })
    expect(await page.text()).toContain(`href="${BASE}/sign-in?handle=${profile.handle}"`)
  })

  it('a credential names an issuer and a key that are there, and verifies', async () => {
    const token = await (await ask(`${proxied}/@${profile.handle}/${badge}/credential.jwt`)).text()
    const { iss, sub } = payloadOf(token)
    expect([iss, sub]).toEqual([`${ROOT}/issuer`, `${ROOT}/@${profile.handle}`])
    const { kid } = JSON.parse(atob(token.split('.')[0] ?? ''))
    for (const url of [String(iss), String(kid)]) {
      expect(url.startsWith(`${ROOT}/`)).toBe(true)
      expect((await ask(url.replace(ROOT, proxied))).status).toBe(200)
    }
    const verdict = await post(`${proxied}/api/v1/credentials/verify`, { credential: token })
    expect(await verdict.json()).toMatchObject({ verdict: 'valid' })
  })

  it('a slash too many leads to the address without', async () => {
    const answer = await ask(`${proxied}/docs/?a=b`)
    expect([answer.status, answer.headers.get('Location')]).toEqual([301, `${ROOT}/docs?a=b`])
  })

  it('another host leads to the public one', async () => {
    const other = proxied.replace('example.org', 'else.example')
    const answer = await ask(`${other}/@ada?a=b`)
    expect([answer.status, answer.headers.get('Location')]).toEqual([308, `${ROOT}/@ada?a=b`])
    const refused = await post(`${other}/api/v1/profiles`, {})
    expect(await refused.clone().text()).toContain(ROOT)
    expect(await refusal(refused)).toEqual([421, 'other_host'])
  })
})

describe('below a path', () => {
  it.each(reads.map(named))('%s leads to what is below it alone', async (_name, route) => {
    const path = addressOf(route, profile.handle)
      .replace('let_him_cook', badge)
      .replace(':file', 'sitemap-1.xml')
    const query = path === '/oembed' ? `?url=${encodeURIComponent(`${ROOT}/@${profile.handle}`)}` : ''
    for (const headers of [{}, bearer(profile.key)]) {
      const html = { Accept: 'text/html', ...headers }
      const answer = await ask(PASSED + path + query, { headers: path.startsWith('/api/') ? headers : html })
      expect([308, 421, 500]).not.toContain(answer.status)
      expect(await strays(answer)).toEqual([])
    }
  })

  it.each(posts.map(named))('%s leads there too', async (_name, route) => {
    const owned = await create({ visibility: 'public' })
    const fields = { handle: owned.handle, name: 'one', confirm: owned.handle, owner_key: owned.key }
    const answer = await form(PASSED + addressOf(route, owned.handle), fields, bearer(owned.key))
    expect([421, 500]).not.toContain(answer.status)
    expect(await strays(answer)).toEqual([])
  })

  it('the front page has one address', async () => {
    const answer = await ask(`${PASSED}?a=b`)
    expect([answer.status, answer.headers.get('Location')]).toEqual([308, `${ROOT}/?a=b`])
  })

  it.each(['laurel.css', 'home.js', 'scan-worker.js', 'sql-wasm.wasm', 'source-serif-4-latin-600.woff2'])(
    '%s is the one at the root',
    async (file) => {
      const [there, below] = [await env.ASSETS.fetch(`${HOST}/${file}`), await ask(`${PASSED}/${file}`)]
      expect([below.status, [...below.headers]]).toEqual([200, [...there.headers]])
      await Promise.all([there, below].map((answer) => answer.arrayBuffer()))
      const etag = below.headers.get('ETag') ?? ''
      const known = await ask(`${PASSED}/${file}`, { headers: { 'If-None-Match': etag } })
      expect(known.status).toBe(304)
      const head = await ask(`${PASSED}/${file}`, { method: 'HEAD' })
      expect([head.status, await head.text()]).toEqual([200, ''])
    },
  )

  it('no file of the assets names a path from the root of the host', async () => {
    const manifest = await (await ask(`${PASSED}/site.webmanifest`)).json<Record<string, unknown>>()
    const { start_url, scope, icons } = manifest
    expect(JSON.stringify([start_url, scope, icons])).not.toMatch(/"\//)
    const css = await (await ask(`${PASSED}/laurel.css`)).text()
    expect([...css.matchAll(/url\((?!"?(?:#|\.\/|data:))/g)]).toEqual([])
  })

  it('the description of the API names the server and its cookie as they are there', async () => {
    const document = await (await ask(`${PASSED}/api/v1/openapi.json`)).json()
    expect(document).toMatchObject({
      servers: [{ url: `${ROOT}/api/v1` }],
      components: { securitySchemes: { ownerCookie: { name: '__Secure-laurel_owner_{handle}' } } },
    })
  })

  it('an object’s hints name paths as they are there', async () => {
    const object = profileObject(env, profile.handle)
    const hints = (bindings: object) =>
      runInDurableObject(object, (_, state) => new ProfileContext(state, { ...env, ...bindings }).paths.docs)
    expect([await hints({ PUBLIC_ORIGIN: ROOT }), await hints({})]).toEqual([`${BASE}/docs`, '/docs'])
  })

  it('is a path that only begins alike none of it', async () => {
    for (const path of [`${BASE}s/docs`, `${BASE}${BASE}/docs`, `${BASE}.css/docs`]) {
      expect((await ask(HOST + path)).status).toBe(404)
    }
  })
})
