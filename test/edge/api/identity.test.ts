import { env } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Identity } from '../../../src/contract/identity.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { SETTINGS } from '../../../src/settings.ts'
import { EXPECTED, GOLDEN } from '../histories.ts'
import {
  api,
  bearer,
  call,
  cookie,
  create,
  ORIGIN,
  type Owned,
  refusal,
  scanned,
  sendForm,
  sendJson,
  storedKeys,
  uploadGzip,
} from './client.ts'

const NOTHING = { name: null, line: null, links: [], pins: [] }
const FULL = {
  name: 'Ada <i>Lovelace</i>',
  line: 'Counts “sheep” & tokens',
  links: ['https://ada.dev/', 'https://code.dev/ada'],
  pins: ['rebase_acrobat', 'let_him_cook'],
}

const say = ({ handle, key }: Owned, identity: unknown) =>
  sendJson('PUT', api(handle, '/identity'), identity, bearer(key))
const said = async (handle: string, headers = {}) =>
  (await call(api(handle, '/identity'), { headers })).json<Identity>()
const page = async (handle: string, headers = {}) =>
  (await call(`/@${handle}`, { headers: { Accept: 'text/html', ...headers } })).text()

/** Ids that the history earns, in the open. */
const [FIRST = '', SECOND = '', ...OTHERS] = EXPECTED.edges.achievements
  .filter(({ state }) => state === 'unlocked')
  .map(({ id }) => id)

async function earned(visibility = 'public'): Promise<Owned> {
  const owner = await create({ visibility })
  await uploadGzip(owner, GOLDEN.edges)
  await scanned(owner)
  return owner
}

/** A page whose owner says all there is to say. */
async function told(visibility = 'public'): Promise<Owned> {
  const owner = await earned(visibility)
  expect((await say(owner, { ...FULL, pins: [SECOND, FIRST] })).status).toBe(200)
  return owner
}

// Links are checked soon after they are given.
beforeEach(() => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('unreachable'))
})

describe('what an owner says of a page', () => {
  it('is nothing at first, and then in no view', async () => {
    const { handle } = await create({ visibility: 'public' })
    expect(await said(handle)).toEqual(NOTHING)
    expect(await (await call(api(handle, '/achievements'))).json()).not.toHaveProperty('identity')
  })

  it('is read by everybody, in the API and in the view; how the checks go by its owner alone', async () => {
    const owner = await told()
    const links = FULL.links.map((url) => ({ url, proof: null }))
    const shown = { name: FULL.name, line: FULL.line, links, pins: [SECOND, FIRST] }
    expect(await said(owner.handle)).toEqual(shown)
    const view = await (await call(api(owner.handle, '/achievements'))).json()
    expect(view).toMatchObject({ identity: shown })
    const check = { checked_at: null, failures: 0 }
    expect((await said(owner.handle, bearer(owner.key))).links).toEqual(
      links.map((link) => ({ ...link, check })),
    )
  })

  it('is replaced as a whole, once and again', async () => {
    const owner = await told()
    for (let time = 0; time < 2; time++) {
      const answer = await say(owner, { name: '  Gra\u0301ce ' })
      expect(await answer.json()).toEqual({ ...NOTHING, name: 'Gráce' })
    }
    expect(await (await say(owner, { name: ' ', line: '', links: ['', ' '], pins: [''] })).json()).toEqual(
      NOTHING,
    )
    expect(await (await call(api(owner.handle, '/achievements'))).json()).not.toHaveProperty('identity')
  })

  it.each([
    ['a name that looks like another', { name: 'Lаurеl' }, 'invalid_request'],
    ['a handle for a name', { name: '@grace' }, 'invalid_request'],
    ['invisible characters', { name: 'Canary\u202e' }, 'invalid_request'],
    ['a long line', { line: 'Canary'.repeat(99) }, 'invalid_request'],
    ['a link without TLS', { links: ['http://ada.dev/Canary'] }, 'link_address'],
    ['a link inside', { links: ['https://127.0.0.1/Canary'] }, 'link_address'],
    ['a link with a script', { links: ['javascript:alert("Canary")'] }, 'link_address'],
    ['a link to this server', { links: [`${ORIGIN}/@Canary`] }, 'link_address'],
    [
      'too many links',
      { links: ['a', 'b', 'c', 'd', 'e'].map((name) => `https://${name}.dev/`) },
      'invalid_request',
    ],
    ['too many pins', { pins: ['Canary-1', 'Canary-2', 'Canary-3', 'Canary-4'] }, 'invalid_request'],
    ['a badge that is not there', { pins: ['Canary'] }, 'invalid_request'],
    ['another kind of value', { name: 7 }, 'invalid_request'],
    ['another field', { Canary: 1 }, 'invalid_request'],
  ])('is not changed by %s, which is refused with a reason', async (_what, identity, code) => {
    const owner = await create({ visibility: 'public' })
    await say(owner, { name: 'Ada' })
    const answer = await say(owner, identity)
    const text = await answer.clone().text()
    expect(await refusal(answer)).toEqual([400, code])
    expect(text.replace('unrecognized key: \\"Canary', '')).not.toContain('Canary\u202e')
    expect(await said(owner.handle)).toEqual({ ...NOTHING, name: 'Ada' })
  })
})

describe('a pinned badge', () => {
  it('that is locked, hidden or unknown is refused alike', async () => {
    const owner = await earned()
    const locked = EXPECTED.edges.achievements.find(({ state }) => state === 'discovered')?.id
    const hidden = EXPECTED.edges.achievements.find(({ state }) => state === 'secret')?.id
    expect(CATALOG.some(({ id, secret }) => id === hidden && secret)).toBe(true)
    const answers = await Promise.all(
      [locked, hidden, 'secret_1', 'no_such_badge'].map(async (id) =>
        (await say(owner, { pins: [id] })).text(),
      ),
    )
    expect(new Set(answers).size).toBe(1)
  })

  it('is shown once and first, in the order of its owner', async () => {
    const owner = await earned()
    const answer = await say(owner, { pins: [SECOND, FIRST, SECOND] })
    expect(await answer.json()).toMatchObject({ pins: [SECOND, FIRST] })
    const html = await page(owner.handle)
    const links = [SECOND, FIRST].map((id) => html.indexOf(`href="/@${owner.handle}/${id}"`))
    expect(links).toEqual(links.toSorted((a, b) => a - b))
    expect(links[0]).toBeGreaterThan(html.indexOf('id="pinned"'))
    expect(links[1]).toBeLessThan(html.indexOf('class="ahead"'))
  })

  it('is passed over while it is gone, and there again when it is earned again', async () => {
    const owner = await earned()
    await say(owner, { pins: [FIRST] })
    await call(api(owner.handle, '/reset-state'), { method: 'POST', headers: bearer(owner.key) })
    expect(await said(owner.handle)).toEqual(NOTHING)
    await scanned(owner)
    expect((await said(owner.handle)).pins).toEqual([FIRST])
  })
})

describe('the page', () => {
  it('shows name, handle, line and links, and hands on nothing to where they lead', async () => {
    const { handle } = await told()
    const html = await page(handle)
    expect(html).toContain('<h1 dir="auto">Ada &lt;i&gt;Lovelace&lt;/i&gt;</h1>')
    expect(html).toContain(`@${handle}</p>`)
    expect(html).toContain('Counts “sheep” &amp; tokens')
    expect(html).toContain(
      '<a href="https://ada.dev/" rel="me nofollow noopener ugc" referrerpolicy="no-referrer">ada.dev</a>',
    )
    expect(html).toMatch(/<title>Ada &lt;i&gt;Lovelace&lt;\/i&gt; \(@[^)]+\) · Laurel<\/title>/)
    expect(html).not.toContain('class="proved"')
    expect(html).not.toContain('identity-panel')
  })

  it('of a private profile says it to its owner alone', async () => {
    const owner = await told('private')
    for (const path of [`/@${owner.handle}`, api(owner.handle, '/identity'), `/@${owner.handle}/crest.svg`])
      expect(await (await call(path)).text()).not.toMatch(/Lovelace|ada\.dev/)
    expect(await page(owner.handle, cookie(owner))).toContain('Lovelace')
  })

  it('has a crest, and so has its address; a private or unknown one has a blank', async () => {
    const { handle } = await earned()
    const hidden = await earned('private')
    const crest = async (name: string) => (await call(`/@${name}/crest.svg`)).text()
    expect(await crest(handle)).toContain(`Crest of @${handle}`)
    expect(await page(handle)).toContain('<svg class="crest"')
    expect(await crest(hidden.handle)).toBe(await crest('nobody-at-all'))
    expect(await crest(hidden.handle)).toContain('A blank crest')
  })

  it('names itself so where it is shared, with the handle beside it', async () => {
    const { handle } = await told()
    const named = new RegExp(`Ada (<|&lt;)i(>|&gt;)Lovelace(<|&lt;)/i(>|&gt;) \\(@${handle}\\)`)
    expect(await page(handle)).toMatch(new RegExp(`og:title" content="${named.source}`))
    for (const path of [`/@${handle}/feed.atom`, `/@${handle}/feed.json`])
      expect(await (await call(path)).text()).toMatch(named)
    const embed = await (await call(`/oembed?url=${encodeURIComponent(`${ORIGIN}/@${handle}`)}`)).text()
    expect(embed).toMatch(named)
  })
})

describe('the pictures', () => {
  const picture = async (handle: string, name = 'og.png') => {
    const answer = await call(`/@${handle}/${name}`)
    return Buffer.from(await answer.arrayBuffer()).toString('base64')
  }
  /** What R2 has of a page's pictures: keys, and what is in them. */
  const kept = async (handle: string) => {
    const row = env.REGISTRY.prepare('SELECT id FROM profiles WHERE handle = ?').bind(handle)
    const keys = await storedKeys(`profiles/${await row.first('id')}/pictures/`)
    const contents = await Promise.all(keys.map(async (key) => (await env.SNAPSHOTS.get(key))?.text()))
    return {
      pngs: keys.filter((key) => key.endsWith('.png')),
      text: keys.concat(contents.map(String)).join(),
    }
  }

  it('have the name on them as long as it is said, and what was kept goes with it', async () => {
    const owner = await earned()
    for (const name of ['og.png', 'story.png']) {
      await say(owner, NOTHING)
      const plain = await picture(owner.handle, name)
      await say(owner, { name: 'Grace Canary7Q' })
      const named = await picture(owner.handle, name)
      expect(named).not.toBe(plain)
      expect(await picture(owner.handle, name)).toBe(named)
      const { pngs, text } = await kept(owner.handle)
      expect(pngs).toHaveLength(1)
      expect(text).not.toContain('Canary7Q')
      await say(owner, NOTHING)
      expect((await kept(owner.handle)).pngs).toEqual([])
      expect(await picture(owner.handle, name)).toBe(plain)
    }
  })

  it('of a private page are those of nobody, whatever it is called', async () => {
    const owner = await told('private')
    for (const name of ['og.png', 'story.png'])
      expect(await picture(owner.handle, name)).toBe(await picture('nobody-at-all', name))
  })
})

it('the page of a badge has the name in its title', async () => {
  const { handle } = await told()
  const html = await page(`${handle}/${FIRST}`)
  expect(html).toMatch(/<title>[^<]+ · Ada &lt;i&gt;Lovelace&lt;\/i&gt; \(@[^)]+\) · Laurel<\/title>/)
  expect(html).toMatch(/og:title" content="[^"]+ · Ada (<|&lt;)i(>|&gt;)Lovelace/)
  expect(html).not.toContain('<i>Lovelace')
})

describe('the owner’s form', () => {
  it('says it all without a script, and shows it again', async () => {
    const owner = await earned()
    const [third = ''] = OTHERS
    const fields = {
      name: 'Ada',
      line: 'Hello',
      link1: 'https://ada.dev/',
      link3: 'https://code.dev/',
      pin2: third,
    }
    const answer = await sendForm(`/@${owner.handle}/identity`, fields, cookie(owner))
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/@${owner.handle}#identity-panel`])
    expect(await said(owner.handle)).toMatchObject({ name: 'Ada', line: 'Hello', pins: [third] })
    const html = await page(owner.handle, cookie(owner))
    expect(html).toContain('value="https://ada.dev/"')
    expect(html).toContain('not checked yet')
    expect(html).toContain(`<option value="${third}" selected`)
  })

  it('has a field for each link and pin, and is refused with a page that says why', async () => {
    const owner = await earned()
    const html = await page(owner.handle, cookie(owner))
    const { IDENTITY_LINKS_MAX: links, IDENTITY_PINS_MAX: pins } = SETTINGS
    expect(html.match(/name="link\d"/g)).toHaveLength(links.value)
    expect(html.match(/name="pin\d"/g)).toHaveLength(pins.value)
    const refused = { name: '', line: '', link1: 'http://ada.dev/' }
    const answer = await sendForm(`/@${owner.handle}/identity`, refused, cookie(owner))
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([400, 'text/html; charset=UTF-8'])
    expect(await answer.text()).toContain('https://')
  })

  it('is told what is wrong without the name that the API has for the field', async () => {
    const owner = await earned()
    const wrong = { name: '', line: '', pin1: 'no_such_badge' }
    const page = await sendForm(`/@${owner.handle}/identity`, wrong, cookie(owner))
    expect(await page.text()).toContain('>Pin badges that are unlocked.<')
    expect(await (await say(owner, { ...NOTHING, pins: ['no_such_badge'] })).json()).toMatchObject({
      error: { message: 'pins: Pin badges that are unlocked.' },
    })
  })

  it('takes nothing away if it comes without its fields', async () => {
    const owner = await told()
    const before = await said(owner.handle)
    for (const fields of [{}, { 'name[]': 'x' }, { name: 'x' }] as Record<string, string>[]) {
      expect((await sendForm(`/@${owner.handle}/identity`, fields, cookie(owner))).status).toBe(400)
    }
    expect(await said(owner.handle)).toEqual(before)
  })
})

it('the archive holds what was said, and an erased profile leaves none of it', async () => {
  const owner = await told()
  const archive = await (await call(api(owner.handle, '/archive'), { headers: bearer(owner.key) })).text()
  expect(archive).toContain('identity.json')
  expect(archive).toContain('https://code.dev/ada')
  await call(api(owner.handle), { method: 'DELETE', headers: bearer(owner.key) })
  expect((await call(api(owner.handle, '/identity'))).status).toBe(404)
})
