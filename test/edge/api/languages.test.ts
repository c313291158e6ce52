import { env } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { keptAnswer } from '../../../functions/http/kept-answers.ts'
import { GOLDEN } from '../histories.ts'
import { call, cookie, create, ORIGIN, type Owned, scanned, sendForm, uploadGzip } from './client.ts'

const CHOSEN = 'laurel_language'
const languageOf = (html: string) => /<html lang="(\w+)"/.exec(html)?.[1]

async function spoken(path: string, headers: HeadersInit = {}): Promise<string | undefined> {
  const answer = await call(path, { headers })
  const language = languageOf(await answer.text())
  expect(answer.headers.get('Content-Language')).toBe(language)
  expect(answer.headers.get('Vary')).toContain('Accept-Language')
  return language
}

describe('a page', () => {
  it('is in the first language that its reader prefers and Laurel speaks', async () => {
    expect(await spoken('/')).toBe('en')
    expect(await spoken('/', { 'Accept-Language': 'it, de-AT;q=0.8, fr;q=0.9' })).toBe('fr')
    expect(await spoken('/', { 'Accept-Language': 'de;q=0, pt-BR;q=0.1' })).toBe('pt')
    for (const odd of ['*', 'it', ';;;', 'x'.repeat(3000), 'ja;q=nonsense, , de']) {
      expect(await spoken('/', { 'Accept-Language': odd })).toMatch(/^(en|de|ja)$/)
    }
  })

  it('is in the one that its reader chose, rather', async () => {
    const headers = { 'Accept-Language': 'fr', Cookie: `${CHOSEN}=ja` }
    expect(await spoken('/', headers)).toBe('ja')
    expect(await spoken('/', { ...headers, Cookie: `${CHOSEN}=tlh` })).toBe('fr')
  })

  it('is in the one of its address before all', async () => {
    const headers = { 'Accept-Language': 'fr', Cookie: `${CHOSEN}=ja` }
    expect(await spoken('/?lang=de', headers)).toBe('de')
    expect(await spoken('/?lang=it', headers)).toBe('ja')
  })

  it('says where it is in each of the others, and is an address of its own where that names one', async () => {
    const { handle } = await create({ visibility: 'public' })
    const linksOf = async (path: string) => {
      const html = await (await call(path)).text()
      return [...html.matchAll(/<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)"/g)].map(
        ([, language = '', href = '']) => `${language} ${href}`,
      )
    }
    const languages = ['en', 'de', 'fr', 'es', 'pt', 'zh', 'ja']
    for (const path of ['/', '/explore', `/@${handle}`]) {
      const links = await linksOf(path)
      const wanted = languages.map((language) => `${language} ${ORIGIN}${path}?lang=${language}`)
      expect(links).toEqual([...wanted, `x-default ${ORIGIN}${path}`])
      expect(await linksOf(`${path}?lang=ja`)).toEqual(links)
    }
    // English for all, and nothing to index.
    expect(await linksOf('/docs')).toEqual([])
    expect(await linksOf('/sign-in')).toEqual([])

    const plain = await (await call(`/@${handle}`, { headers: { 'Accept-Language': 'de' } })).text()
    expect(plain).toContain(`<link rel="canonical" href="${ORIGIN}/@${handle}"`)
    expect(plain).toContain('<meta property="og:locale" content="de_DE"')
    const named = await (await call(`/@${handle}?lang=pt`)).text()
    expect(named).toContain(`<link rel="canonical" href="${ORIGIN}/@${handle}?lang=pt"`)
    expect(named).toContain('<meta property="og:locale" content="pt_BR"')
  })

  it('marks what it has in English alone', async () => {
    const headers = { Accept: 'text/html', 'Accept-Language': 'de' }
    const docs = await (await call('/docs', { headers })).text()
    expect(docs).toContain('<main id="main" tabindex="-1" lang="en"')
    const known = await (await call('/@nobody-of-that-name', { headers })).text()
    expect(known).toContain('Diese Seite gibt es nicht, oder sie ist privat.')
    expect(known).not.toContain('<span lang="en">')
    const answer = await sendForm(
      '/language',
      { language: 'it' },
      { ...headers, 'Sec-Fetch-Site': 'same-origin' },
    )
    expect(await answer.text()).toContain('<span lang="en">Laurel speaks')
  })

  it('that tells of a failure is too', async () => {
    const headers = { Accept: 'text/html', 'Accept-Language': 'es' }
    expect(await spoken('/@nobody-of-that-name', headers)).toBe('es')
    expect(await spoken('/nothing/here', headers)).toBe('es')
  })
})

describe('choosing a language', () => {
  const choose = (language: string, headers: HeadersInit = {}) =>
    sendForm('/language', { language }, { 'Sec-Fetch-Site': 'same-origin', ...headers })

  it('is kept by the browser, and leads back to where one was, in that language', async () => {
    const answer = await choose('de', { Referer: `${ORIGIN}/explore?badge=x&lang=fr` })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(`${ORIGIN}/explore?badge=x`)
    const set = answer.headers.get('Set-Cookie') ?? ''
    expect(set).toMatch(/^laurel_language=de; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  })

  it.each([undefined, 'https://elsewhere.example/', 'nonsense'])(
    'leads to the front page from %s',
    async (referer) => {
      const answer = await choose('de', referer === undefined ? {} : { Referer: referer })
      expect(answer.headers.get('Location')).toBe('/')
    },
  )

  it('never leads to another host', async () => {
    const answer = await choose('de', { Referer: `${ORIGIN}//elsewhere.example/` })
    expect(new URL(answer.headers.get('Location') ?? '', ORIGIN).origin).toBe(ORIGIN)
  })

  it('of one that Laurel does not speak is refused', async () => {
    for (const odd of ['it', '', 'de\r\nX: y', '__proto__']) {
      const answer = await choose(odd)
      expect(answer.status).toBe(400)
      expect(answer.headers.get('Set-Cookie')).toBeNull()
      expect(await answer.text()).toContain('Laurel speaks')
    }
  })
})

describe('a page that is kept', () => {
  let profile: Owned
  const kept = (headers: HeadersInit) =>
    keptAnswer(new Request(`${ORIGIN}/@${profile.handle}`, { headers }), env)

  beforeAll(async () => {
    profile = await create({ visibility: 'public' })
    await uploadGzip(profile, GOLDEN.history)
    await scanned(profile)
  })

  it('is kept for each language', async () => {
    const path = `/@${profile.handle}`
    expect(await kept({ 'Accept-Language': 'de' })).toBeNull()
    await call(path, { headers: { 'Accept-Language': 'de' } })
    expect(await kept({ 'Accept-Language': 'ja' })).toBeNull()
    await call(path, { headers: { Cookie: `${CHOSEN}=ja` } })
    for (const [headers, language] of [
      [{ 'Accept-Language': 'de-CH' }, 'de'],
      [{ 'Accept-Language': 'de', Cookie: `${CHOSEN}=ja` }, 'ja'],
    ] as const) {
      const answer = await kept(headers)
      expect(languageOf((await answer?.text()) ?? '')).toBe(language)
      expect(answer?.headers.get('Content-Language')).toBe(language)
    }
    expect(await kept({})).toBeNull()
  })

  it('is never given to its owner', async () => {
    const { Cookie } = cookie(profile)
    expect(await kept({ 'Accept-Language': 'de', Cookie: `${Cookie}; ${CHOSEN}=de` })).toBeNull()
  })
})
