import { env, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { profileClient } from '../../../functions/profile/client.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { STEPS } from '../../../src/storage/profile-steps.ts'
import { GOLDEN } from '../histories.ts'
import { bearer, call, create, ORIGIN, type Owned, scanned, sendJson, uploadGzip } from './client.ts'

async function earned(histories = [GOLDEN.history]): Promise<Owned> {
  const owner = await create({ visibility: 'public' })
  for (const history of histories) {
    await uploadGzip(owner, history)
    await scanned(owner)
  }
  return owner
}

const parsed = (xml: string) => xml.match(/<(\/?)([a-zA-Z]+)[^>]*?(\/?)>/g)?.length

describe('the feeds of a profile', () => {
  it('sum up in one entry what came with the first scan of a history', async () => {
    const { handle } = await earned()
    const json = await (await call(`/@${handle}/feed.json`)).json<{ items: Record<string, string>[] }>()
    expect(json.items).toMatchObject([
      {
        id: expect.stringMatching(/^urn:uuid:[\da-f-]{36}$/),
        url: `${ORIGIN}/@${handle}`,
        title: '22 badges from a history',
        content_text: expect.stringMatching(/^([^,]+, ){10}and 12 others\.$/),
      },
    ])
  })

  it('list what was earned later, each tier once and for good', async () => {
    const { handle, key } = await earned([GOLDEN.edges, GOLDEN.history])
    const atom = await call(`/@${handle}/feed.atom`)
    expect(atom.headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8')
    const text = await atom.text()
    const [ids, updates] = ['id', 'updated'].map((name) =>
      [...text.matchAll(new RegExp(`<${name}>([^<]+)</${name}>`, 'g'))].map(([, value]) => value),
    )
    if (!ids || !updates) throw new Error('A feed has ids.')
    expect(ids.length).toBeGreaterThan(10)
    expect(new Set(ids).size).toBe(ids.length)
    // That of the feed is that of its latest entry.
    expect(new Set(updates).size).toBe(ids.length - 1)
    expect(parsed(text)).toBeGreaterThan(50)
    const json = await (await call(`/@${handle}/feed.json`)).json<{ items: { id: string; url: string }[] }>()
    expect(json.items.map(({ id }) => id)).toEqual(ids.slice(1))
    expect(json.items[0]?.url).toContain(`${ORIGIN}/@${handle}#badge-`)
    await call(`/api/v1/profiles/${handle}/rescan`, { method: 'POST', headers: bearer(key) })
    expect(await (await call(`/@${handle}/feed.atom`)).text()).toBe(text)
  })

  it('answer 304 to who has the present one', async () => {
    const { handle } = await create({ visibility: 'unlisted' })
    const first = await call(`/@${handle}/feed.json`)
    const etag = first.headers.get('ETag') ?? ''
    const again = await call(`/@${handle}/feed.json`, { headers: { 'If-None-Match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(first.headers.get('X-Robots-Tag')).toBe('noindex')
  })

  it('keep what is out as it is, in a profile that was there before entries had UUIDs', async () => {
    const { handle } = await create({ visibility: 'public' })
    const since = async () => (await profileClient(env, handle).views.feed()).uuidsSince
    expect(await since()).toBe(0)
    const step = STEPS.find((sql) => sql.includes('feed_uuids')) ?? ''
    await runInDurableObject(env.PROFILES.get(env.PROFILES.idFromName(handle)), (_profile, { storage }) =>
      storage.sql.exec(step).toArray(),
    )
    expect(await since()).toBeGreaterThan(Date.now() / 1000 - 60)
  })

  it('are pages to browsers, and feeds to all else', async () => {
    const { handle } = await create({ visibility: 'public' })
    const chrome = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'
    const reader = 'application/atom+xml, application/feed+json, text/html;q=0.9, */*;q=0.1'
    for (const [name, type] of [
      ['feed.atom', 'application/atom+xml'],
      ['feed.json', 'application/feed+json'],
    ]) {
      const types = await Promise.all(
        [chrome, 'text/html', reader, '*/*', `text/html, ${type}`, ''].map(async (accept) => {
          const { headers } = await call(`/@${handle}/${name}`, { headers: { Accept: accept } })
          expect(headers.get('Vary')).toContain('Accept')
          return headers.get('Content-Type')?.replace(/;.*/, '')
        }),
      )
      expect(types).toEqual(['text/html', 'text/html', type, type, type, type])
    }
    const page = await (await call(`/@${handle}/feed.atom`, { headers: { Accept: chrome } })).text()
    expect(page).toContain(`<code>${ORIGIN}/@${handle}/feed.atom</code>`)
    const found = /<link rel="alternate" type="application\/atom\+xml" href="([^"]+)"/.exec(page)?.[1] ?? ''
    const feed = await call(found.slice(ORIGIN.length), { headers: { Accept: chrome } })
    expect(feed.headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8')
  })

  it.each(['feed.atom', 'feed.json'])('keep a private profile private (%s)', async (name) => {
    const { handle, key } = await create({ visibility: 'private' })
    expect((await call(`/@${handle}/${name}`)).status).toBe(404)
    expect((await call(`/@${handle}/${name}`, { headers: bearer(key) })).status).toBe(200)
  })

  it('are valid before anything was earned', async () => {
    const { handle } = await create({ visibility: 'public' })
    const json = await (await call(`/@${handle}/feed.json`)).json()
    expect(json).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', items: [] })
    expect(await (await call(`/@${handle}/feed.atom`)).text()).toMatch(/<updated>\d{4}-.*Z<\/updated>/)
  })
})

describe('oEmbed', () => {
  const ask = (url: string, more = '') => call(`/oembed?url=${encodeURIComponent(url)}${more}`)

  it('answers a profile’s address with its card', async () => {
    const { handle } = await earned()
    const answer = await ask(`${ORIGIN}/@${handle}`)
    expect(await answer.json()).toMatchObject({
      version: '1.0',
      type: 'photo',
      title: expect.stringMatching(
        new RegExp(`^@${handle}: \\d+ of ${CATALOG.length} achievements unlocked$`),
      ),
      url: `${ORIGIN}/@${handle}/og.png`,
      ...{ width: 1200, height: 630 },
    })
    const xml = await ask(`${ORIGIN}/@${handle}`, '&format=xml')
    expect(await xml.text()).toMatch(/^<\?xml .*\n<oembed>.*<url>https:.*og\.png<\/url>.*<\/oembed>\n$/)
    const badge = await ask(`${ORIGIN}/@${handle}/toolchain_maxxer`)
    expect(await badge.json()).toMatchObject({
      title: expect.stringContaining(`@${handle} earned Toolchain Maxxer in `),
      url: `${ORIGIN}/@${handle}/og.png?achievement=toolchain_maxxer`,
      author_url: `${ORIGIN}/@${handle}`,
    })
    const page = await (await call(`/@${handle}/toolchain_maxxer`)).text()
    const discovered = /type="application\/json\+oembed"[^>]* href="([^"]+)"/.exec(page)?.[1]
    expect(discovered).toBe(
      `${ORIGIN}/oembed?url=${encodeURIComponent(`${ORIGIN}/@${handle}/toolchain_maxxer`)}`,
    )
  })

  it.each([
    ['an address elsewhere', 'https://elsewhere.example/@ada', 404],
    ['a page that is none', `${ORIGIN}/docs`, 404],
    ['nobody’s page', `${ORIGIN}/@nobody-at-all`, 404],
    ['what is no address', 'nonsense', 400],
  ])('refuses %s', async (_what, url, status) => expect((await ask(url)).status).toBe(status))

  it('refuses a badge that is still secret as if there were none', async () => {
    const { handle } = await create({ visibility: 'public' })
    const secret = CATALOG.find((item) => item.secret)?.id
    expect((await ask(`${ORIGIN}/@${handle}/${secret}`)).status).toBe(404)
  })

  it('keeps a private profile private, even from its owner’s browser', async () => {
    const { handle, key } = await create({ visibility: 'private' })
    const address = encodeURIComponent(`${ORIGIN}/@${handle}`)
    expect((await call(`/oembed?url=${address}`, { headers: bearer(key) })).status).toBe(404)
  })
})

describe('search engines', () => {
  it('are told of public profiles alone, as long as they are public', async () => {
    const [open, unlisted, hidden] = await Promise.all(
      ['public', 'unlisted', 'private'].map((visibility) => create({ visibility })),
    )
    const index = await (await call('/sitemap.xml')).text()
    expect(index).toContain(`<loc>${ORIGIN}/sitemap-1.xml</loc>`)
    const listed = async () => (await call('/sitemap-1.xml')).text()
    expect(await listed()).toContain(`<loc>${ORIGIN}/explore</loc>`)
    const first = await listed()
    expect(first).toContain(`<loc>${ORIGIN}/@${open?.handle}</loc>`)
    expect(first).not.toContain(unlisted?.handle)
    expect(first).not.toContain(hidden?.handle)
    await sendJson(
      'PATCH',
      `/api/v1/profiles/${open?.handle}`,
      { visibility: 'unlisted' },
      bearer(open?.key ?? ''),
    )
    expect(await listed()).not.toContain(open?.handle)
    expect((await call('/sitemap-2.xml')).status).toBe(404)
  })

  it('are shown the way', async () => {
    const text = await (await call('/robots.txt')).text()
    expect(text).toContain('User-agent: *')
    expect(text).toContain(`Sitemap: ${ORIGIN}/sitemap.xml`)
  })
})
