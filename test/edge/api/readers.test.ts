import { describe, expect, it } from 'vitest'
import { call, cookie, cookieName, create, type Owned, sendForm } from './client.ts'

const SHARED = ['/', '/verify', '/docs', '/sign-in', '/recover', '/nothing-here']

async function read(path: string, headers: HeadersInit = {}) {
  const answer = await call(path, { headers: { Accept: 'text/html', ...headers } })
  const { headers: given } = answer
  return { html: await answer.text(), cache: given.get('Cache-Control'), vary: given.get('Vary') }
}

const menuOf = (html: string) => /<div class="account">.*?<\/div>/s.exec(html)?.[0] ?? null
const headerOf = (html: string) => /<header class="site">.*?<\/header>/s.exec(html)?.[0]
const cookies = (...owned: Owned[]) => ({ Cookie: owned.map((one) => cookie(one).Cookie).join('; ') })

describe('the header', () => {
  it('has the owner’s menu on every page, which is then not stored', async () => {
    const [me, other] = [await create(), await create()]
    const pages = [...SHARED, `/@${me.handle}`, `/@${me.handle}/embed`, `/@${other.handle}`]
    for (const path of pages) {
      const { html, cache, vary } = await read(path, cookie(me))
      expect([path, cache]).toEqual([path, 'no-store'])
      expect(vary).toContain('Cookie')
      const menu = menuOf(html)
      expect(menu, path).toContain(`@${me.handle}</span>`)
      for (const place of ['', '/sessions', '/insights', '#settings-panel']) {
        expect(menu).toContain(`href="/@${me.handle}${place}"`)
      }
      expect(menu).toContain('action="/sign-out"')
      expect(headerOf(html)).not.toContain('href="/sign-in"')
      expect(html).not.toContain('Make yours')
    }
  })

  it('invites visitors, and caches ask again before they show it to the next reader', async () => {
    const { handle } = await create()
    for (const path of [...SHARED, `/@${handle}`, `/@${handle}/embed`]) {
      const { html, cache, vary } = await read(path)
      expect([path, cache]).toEqual([path, path === '/nothing-here' ? 'no-store' : 'no-cache'])
      expect(vary).toContain('Cookie')
      expect(menuOf(html)).toBeNull()
      expect(headerOf(html)).toContain('href="/sign-in"')
      expect(html.includes('Make yours'), path).toBe(path !== '/')
    }
  })

  it('names the page that is shown if it is the reader’s, else the one signed in to last, samples aside', async () => {
    const [first, second] = [await create(), await create()]
    const both = cookies(first, second)
    expect(menuOf((await read(`/@${first.handle}`, both)).html)).toContain(`@${first.handle}<`)
    expect(menuOf((await read('/', both)).html)).toContain(`@${second.handle}<`)
    const sampled = `${both.Cookie}; ${cookieName('sample-0')}=x`
    expect(menuOf((await read('/', { Cookie: sampled })).html)).toContain(`@${second.handle}<`)
    const sample = { Cookie: `${cookieName('sample-0')}=x` }
    expect(menuOf((await read('/', sample)).html)).toContain('@sample-0<')
  })

  it('has no menu for a sign-in that ended, nor for a cookie that names no handle', async () => {
    const { handle } = await create()
    const ended = cookie({ handle, token: 'laurel_wrong' })
    expect(menuOf((await read(`/@${handle}`, ended)).html)).toBeNull()
    expect(menuOf((await read(`/@${handle}/sessions`, ended)).html)).toBeNull()
    expect(menuOf((await read('/', { Cookie: `${cookieName('A')}=x` })).html)).toBeNull()
  })

  it('has the menu on the page that follows a creation', async () => {
    const handle = `made-${crypto.randomUUID().slice(0, 8)}`
    const fields = { handle, time_zone: 'UTC', visibility: 'unlisted', invitation: '' }
    const created = await sendForm('/profiles', fields)
    expect([created.status, created.headers.get('Cache-Control')]).toEqual([201, 'no-store'])
    expect(menuOf(await created.text())).toContain(`@${handle}<`)
  })
})

describe('a page of badges', () => {
  it('ends with an invitation for visitors, and with none for who has a page', async () => {
    const [mine, theirs] = [await create(), await create()]
    for (const path of [`/@${theirs.handle}`, `/@${theirs.handle}/let_him_cook`]) {
      expect((await read(path)).html).toContain('id="invitation-heading"')
      expect((await read(path, cookie(mine))).html).not.toContain('id="invitation-heading"')
    }
  })
})
