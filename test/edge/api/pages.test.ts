import { env } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { GOLDEN } from '../histories.ts'
import {
  call,
  callWith,
  cookie,
  cookieName,
  create,
  freshHandle,
  idOf,
  ORIGIN,
  type Owned,
  scanned,
  scannedBy,
  sendForm,
  tokenIn,
  upload,
  uploadGzip,
} from './client.ts'
import { history } from './histories.ts'

const html = (path: string, headers: HeadersInit = {}) =>
  call(path, { headers: { Accept: 'text/html', ...headers } })
const own = (profile: Owned, action: string, fields: Record<string, string> = {}) =>
  sendForm(`/@${profile.handle}/${action}`, fields, cookie(profile))

describe('the form that makes a profile', () => {
  it('shows the key once, to be kept by nobody on the way, and signs in', async () => {
    const handle = freshHandle()
    const answer = await sendForm('/profiles', { handle, time_zone: 'Europe/Berlin', visibility: 'public' })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    const key = /laurel_[A-Za-z0-9_-]{43}/.exec(await answer.text())?.[0] ?? ''
    const token = tokenIn(answer, handle)
    expect(token).not.toBe(key)
    const page = await html(`/@${handle}`, cookie({ handle, token }))
    expect(await page.text()).toContain('Owner tools')
  })

  it.each<[string, Record<string, string>, number]>([
    ['a handle that can’t be', { handle: 'No', time_zone: 'UTC', visibility: 'public' }, 400],
    ['a zone that can’t be', { handle: 'zoned', time_zone: 'Nowhere', visibility: 'public' }, 400],
    ['no visibility', { handle: 'seen', time_zone: 'UTC' }, 400],
    ['nothing', {}, 400],
  ])('comes back with %s, and with what was typed', async (_what, fields, status) => {
    const answer = await sendForm('/profiles', fields)
    expect(answer.status).toBe(status)
    const page = await answer.text()
    expect(page).toContain('<form')
    expect(page).toContain(`value="${fields.handle ?? ''}"`)
  })

  it('comes back when the handle is taken', async () => {
    const { handle } = await create()
    const answer = await sendForm('/profiles', { handle, time_zone: 'UTC', visibility: 'public' })
    expect([answer.status, await answer.text()]).toEqual([
      409,
      expect.stringContaining('This handle is taken.'),
    ])
  })

  it.each([
    ['a form without its boundary', 'multipart/form-data', 'x'],
    [
      'a form that is cut off',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="handle"\r\n\r\nad',
    ],
    ['JSON', 'application/json', '{"handle":"ada"}'],
    ['no form at all', 'text/plain', 'ada'],
    [
      'a file for a handle',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="handle"; filename="a"\r\n\r\nada\r\n--b--',
    ],
  ])('answers %s as the sender’s mistake', async (_what, type, body) => {
    for (const path of ['/profiles', '/sign-in']) {
      const answer = await call(path, {
        method: 'POST',
        body,
        headers: { 'Content-Type': type, Accept: 'text/html' },
      })
      expect([400, 403]).toContain(answer.status)
    }
  })
})

describe('signing in', () => {
  it('takes the handle as people write it, and the key', async () => {
    const profile = await create()
    for (const handle of [profile.handle, `@${profile.handle}`, ` ${profile.handle.toUpperCase()} `]) {
      const answer = await sendForm('/sign-in', { handle, owner_key: ` ${profile.key} ` })
      expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/@${profile.handle}`])
      expect(tokenIn(answer, profile.handle)).toMatch(/^laurel_token_[\w-]{43}$/)
      expect(answer.headers.get('Cache-Control')).toBe('no-store')
    }
  })

  it('says the same of a wrong key and of a profile that there is not', async () => {
    const { handle } = await create({ visibility: 'private' })
    const unknown = `${handle.slice(0, -1)}z`
    const pages = await Promise.all(
      [handle, unknown].map(async (name) => {
        const answer = await sendForm('/sign-in', { handle: name, owner_key: 'laurel_wrong' })
        expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([403, null])
        return (await answer.text()).replaceAll(name, 'NAME')
      }),
    )
    expect(pages[0]).toBe(pages[1])
    expect(pages[0]).not.toContain('laurel_wrong')
  })

  it('ends for every profile at once', async () => {
    const [one, two] = [await create(), await create()]
    const answer = await sendForm(
      '/sign-out',
      {},
      { Cookie: `${cookie(one).Cookie}; other=1; ${cookie(two).Cookie}` },
    )
    expect(answer.status).toBe(303)
    const gone = answer.headers.getSetCookie()
    expect(new Set(gone.map((line) => line.split('=')[0]))).toEqual(
      new Set([cookieName(one.handle), cookieName(two.handle)]),
    )
    expect(gone.every((line) => line.includes('Max-Age=0') && line.includes('Path=/'))).toBe(true)
  })
})

describe('the sample', () => {
  it('becomes a page of its own, scanned, owned by the visitor, and erased after a day', async () => {
    const answer = await sendForm('/sample', {})
    expect(answer.status).toBe(303)
    const path = answer.headers.get('Location') ?? ''
    const [pair = ''] = (answer.headers.get('Set-Cookie') ?? '').split('; ')
    expect(path).toMatch(/^\/@sample-[0-9a-f]{8}$/)
    expect((await html(path, { Cookie: pair })).status).toBe(200)
    const handle = path.slice(2)
    expect((await scannedBy(handle, { Cookie: pair, Origin: ORIGIN })).unlocked_count).toBeGreaterThan(10)
    const row = await env.REGISTRY.prepare(
      'SELECT expires_at - created_at AS life FROM profiles WHERE handle = ?',
    )
      .bind(handle)
      .first<{ life: number }>()
    expect(row?.life).toBeCloseTo(86_400, -1)
  })

  it('leaves no profile behind where the file is missing', async () => {
    const count = () => env.REGISTRY.prepare('SELECT count(*) AS n FROM profiles').first<{ n: number }>()
    const before = await count()
    const ASSETS = { fetch: async () => new Response('Not found', { status: 404 }) }
    expect((await callWith({ ASSETS }, '/sample', { method: 'POST' })).status).toBe(500)
    expect(await count()).toEqual(before)
  })
})

describe('a profile’s page', () => {
  it('asks search engines to stay away unless it is public', async () => {
    for (const visibility of ['private', 'unlisted', 'public']) {
      const profile = await create({ visibility })
      const page = await html(`/@${profile.handle}`, cookie(profile))
      expect(page.headers.get('X-Robots-Tag')).toBe(visibility === 'public' ? null : 'noindex')
      expect((await page.text()).includes('name="robots" content="noindex"')).toBe(visibility !== 'public')
    }
  })

  it('shows the owner’s tools to the owner alone, and keeps them out of caches', async () => {
    const profile = await create({ visibility: 'public' })
    const [stranger, owner] = [
      await html(`/@${profile.handle}`),
      await html(`/@${profile.handle}`, cookie(profile)),
    ]
    expect(await stranger.text()).not.toContain('Owner tools')
    expect(await owner.text()).toContain('Owner tools')
    expect([stranger, owner].map((page) => page.headers.get('Cache-Control'))).toEqual([
      'no-cache',
      'no-store',
    ])
    expect(stranger.headers.get('Vary')).toContain('Cookie')
  })

  it.each([
    '?state=none',
    '?category=none',
    '?state=%00',
    '?category=<script>alert(1)</script>',
    '?state=unlocked&state=secret',
  ])('is a page for %s too, and repeats no markup of it', async (query) => {
    const { handle } = await create()
    const answer = await html(`/@${handle}${query}`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain('<script>alert')
  })
})

describe('what is new on a profile’s page', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('depends on when it is looked at: the same view says it for 48 hours, and no cache keeps the page beyond that', async () => {
    const profile = await create({ visibility: 'public' })
    const bring = async (history: Uint8Array<ArrayBuffer>) => {
      await uploadGzip(profile, history)
      await scanned(profile)
    }
    await bring(GOLDEN.edges)
    const pages = ['', '/rebase_acrobat'].map((rest) => `/@${profile.handle}${rest}`)
    const tags = new Set<string | null>()
    const seen = async () =>
      Promise.all(
        pages.map(async (path) => {
          const answer = await html(path)
          expect(answer.headers.get('Cache-Control')).toBe('no-cache')
          const again = await call(path, { headers: { 'If-None-Match': answer.headers.get('ETag') ?? '' } })
          expect(again.status).toBe(304)
          expect(tags).not.toContain(answer.headers.get('ETag'))
          tags.add(answer.headers.get('ETag'))
          return (await answer.text()).includes('class="new-mark"')
        }),
      )
    // What a first scan brings is no news.
    expect(await seen()).toEqual([false, false])
    await bring(GOLDEN.history)
    expect(await seen()).toEqual([true, true])
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 49 * 3_600_000 })
    expect(await seen()).toEqual([false, false])
  })
})

describe('a search on a profile’s page', () => {
  it('comes with its address, in any combination, and repeats no markup of it', async () => {
    const profile = await create({ visibility: 'public' })
    await uploadGzip(profile, GOLDEN.history)
    await scanned(profile)
    const badges = async (query: string) => {
      const page = await (await html(`/@${profile.handle}?${query}`)).text()
      expect(page).not.toContain('<script>alert')
      return [...page.matchAll(/<li id="badge-(\w+)"/g)].map(([, id]) => id)
    }
    const found = await badges('q=rebase&sort=name')
    expect(found).toContain('rebase_acrobat')
    expect(await badges('q=rebase&state=unlocked&category=Vibe+Coding')).toEqual(['rebase_acrobat'])
    expect(await badges(`q=${encodeURIComponent('<script>alert(1)</script>')}`)).toEqual([])
    const all = await badges('')
    expect((await badges('sort=newest')).toSorted()).toEqual(all.toSorted())
    expect(await badges('sort=none&q=')).toEqual(all)
  })
})

describe('the owner’s forms', () => {
  it('change visibility and time zone each by itself, and refuse a form that changes nothing', async () => {
    const profile = await create({ time_zone: 'Asia/Tokyo' })
    expect((await own(profile, 'settings', { visibility: 'public' })).status).toBe(303)
    expect((await own(profile, 'settings', { time_zone: 'UTC' })).status).toBe(303)
    const answer = await call(`/api/v1/profiles/${profile.handle}`)
    expect(await answer.json()).toMatchObject({ visibility: 'public', time_zone: 'UTC' })
    expect((await own(profile, 'settings')).status).toBe(400)
  })

  it('turn live reports on and off', async () => {
    const profile = await create()
    const selected = async () =>
      /name="live_reports".*?value="(\w+)" selected/s.exec(
        await (await html(`/@${profile.handle}`, cookie(profile))).text(),
      )?.[1]
    expect(await selected()).toBe('dropped')
    for (const live_reports of ['kept', 'dropped']) {
      expect((await own(profile, 'settings', { live_reports })).status).toBe(303)
      expect(await selected()).toBe(live_reports)
    }
  })

  it('about histories lead back to them', async () => {
    const profile = await create()
    const answer = await own(profile, 'sources', { name: 'laptop', retention: 'keep' })
    expect(answer.headers.get('Location')).toBe(`/@${profile.handle}#histories-panel`)
  })

  it('change the settings', async () => {
    const profile = await create()
    const answer = await own(profile, 'settings', { time_zone: 'Asia/Tokyo', visibility: 'private' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/@${profile.handle}`])
    expect((await call(`/@${profile.handle}`)).status).toBe(404)
    expect((await html(`/@${profile.handle}`, cookie(profile))).status).toBe(200)
  })

  it('refuse settings that can’t be with a page that says so', async () => {
    const profile = await create()
    const answer = await own(profile, 'settings', { time_zone: 'Nowhere', visibility: 'public' })
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('invalid_time_zone')])
  })

  it('start a scan', async () => {
    const profile = await create()
    await upload(profile, await history(1))
    await scanned(profile)
    expect((await own(profile, 'rescan')).status).toBe(303)
    expect((await scanned(profile)).scan_meta.status?.run_count).toBeGreaterThan(1)
  })

  it('delete nothing unless the handle is typed', async () => {
    const profile = await create()
    for (const confirm of ['', 'another', `@${profile.handle}`, profile.handle.toUpperCase()]) {
      expect((await own(profile, 'delete', { confirm })).status).toBe(400)
    }
    expect((await own(profile, 'delete')).status).toBe(400)
    expect(await idOf(profile.handle)).not.toBe('')
  })

  it('delete everything when it is, and the cookie with it, and say what went', async () => {
    const profile = await create()
    await uploadGzip(profile, GOLDEN.history)
    await scanned(profile)
    const answer = await own(profile, 'delete', { confirm: profile.handle })
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    const text = (await answer.text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
    expect(text).toContain(`@${profile.handle} is deleted`)
    expect(text).toMatch(/\d+ badges 1 history with 110 sessions, [\d.]+ [kM]B of uploads/)
    expect(text).toContain('for 30 days')
    expect(answer.headers.get('Set-Cookie')).toContain('Max-Age=0')
    expect(await idOf(profile.handle)).toBe('')
  })
})

describe('every page', () => {
  it.each(['/', '/docs', '/sign-in', '/nothing'])(
    '%s runs no script of others and stands in nobody’s frame',
    async (path) => {
      const answer = await html(path)
      const policy = answer.headers.get('Content-Security-Policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe-inline')
      expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(await answer.text()).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=/)
    },
  )
})
