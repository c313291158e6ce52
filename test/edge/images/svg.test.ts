import { beforeAll, describe, expect, it, vi } from 'vitest'
import { SETTINGS } from '../../../src/config.ts'
import { ShieldSchema } from '../../../src/contract/cards.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import {
  api,
  bearer,
  call,
  callWith,
  cookie,
  create,
  keysOf,
  type Owned,
  scanned,
  sendJson,
  upload,
  uploadGzip,
} from '../api/client.ts'
import { history } from '../api/histories.ts'
import { GOLDEN, REPORTS } from '../histories.ts'

const NAMES = ['card.svg', 'badge.svg', 'trophies.svg', 'shield.json']
/** Everything that a keeper of answers goes by. */
const RELEVANT = ['cache-control', 'content-type', 'access-control-allow-origin', 'x-robots-tag', 'etag']

let shown: Owned

beforeAll(async () => {
  shown = await create({ visibility: 'public' })
  await upload(shown, await history(2))
  await scanned(shown)
})

async function told(answer: Response) {
  expect(answer.status).toBe(200)
  return { body: await answer.text(), headers: RELEVANT.map((name) => answer.headers.get(name)) }
}

/** Objects that do not answer. */
const DOWN = {
  PROFILES: {
    idFromName: () => '',
    get: () => ({ call: () => Promise.reject(new Error('down')) }),
  },
}

const FRESH = `public, max-age=${SETTINGS.IMAGE_TTL_SECONDS.value}, s-maxage=${SETTINGS.IMAGE_SHARED_TTL_SECONDS.value}`
const SHORT = `public, max-age=${SETTINGS.NOTICE_TTL_SECONDS.value}, s-maxage=${SETTINGS.NOTICE_TTL_SECONDS.value}`

describe.each(NAMES)('%s', (name) => {
  const path = ({ handle }: Owned, query = '') => `/@${handle}/${name}${query}`
  const get = async (at: string, bindings = {}, init: RequestInit = {}) => callWith(bindings, at, init)

  it('is drawn for everyone, kept on the way, and used anywhere', async () => {
    const answer = await get(path(shown))
    const json = name.endsWith('json')
    expect(answer.headers.get('Content-Type')).toContain(json ? 'application/json' : 'image/svg+xml')
    expect(answer.headers.get('Cache-Control')).toContain(`${FRESH}, stale-while-revalidate=`)
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(answer.headers.get('X-Robots-Tag')).toBeNull()
    expect(answer.headers.get('Set-Cookie')).toBeNull()
    if (!json) {
      expect(answer.headers.get('Content-Security-Policy')).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      )
    }
    expect(answer.headers.get('X-Frame-Options')).toBe(json ? 'DENY' : null)
    expect((await told(answer)).body).toMatch(json ? /^\{/ : /^<svg /)
  })

  it('has a tag of its bytes, by which it need not be sent again', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const first = await get(path(shown))
      const tag = first.headers.get('ETag') ?? ''
      expect(tag).toMatch(/^"[^"]+"$/)
      for (const sent of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
        const again = await get(path(shown), {}, { headers: { 'If-None-Match': sent } })
        expect([again.status, await again.text()]).toEqual([304, ''])
        for (const header of [
          'ETag',
          'Cache-Control',
          'Content-Security-Policy',
          'Access-Control-Allow-Origin',
          'X-Frame-Options',
        ]) {
          const policy = header === 'Content-Security-Policy' && name.endsWith('json')
          if (!policy) expect(again.headers.get(header)).toBe(first.headers.get(header))
        }
      }
      const other = await get(
        path(shown, '?locale=ja&achievement=none'),
        {},
        { headers: { 'If-None-Match': tag } },
      )
      expect(other.status).toBe(200)
    } finally {
      vi.useRealTimers()
    }
  })

  it('takes the handle however it is written, and whatever else the address says', async () => {
    const plain = await told(await get(path(shown)))
    for (const at of [`/%40${shown.handle}`, `/@${shown.handle.toUpperCase()}`]) {
      expect((await told(await get(`${at}/${name}`))).body.slice(0, 60)).toBe(plain.body.slice(0, 60))
    }
    for (const query of ['?theme=%00', '?hide=%ff', '?theme=a&theme=b', '?__proto__=1', '?card_width=1e9']) {
      await told(await get(path(shown, query)))
    }
  })

  it('looks the same for a private profile, one that does not exist and one that can’t, to its owner too', async () => {
    const hidden = await create({ visibility: 'private' })
    await upload(hidden, await history(1))
    await scanned(hidden)
    const unknown = await told(await get(`/@nobody-has-this/${name}`))
    expect(unknown.headers[0]).toContain(SHORT)
    expect(unknown.headers[3]).toBe('noindex')
    for (const headers of [{}, bearer(hidden.key), cookie(hidden)]) {
      expect(await told(await get(path(hidden), {}, { headers }))).toEqual(unknown)
    }
    for (const segment of ['@x', '@%E0%A4%A', "@'--", '@__proto__', `@${'x'.repeat(60)}`]) {
      expect(await told(await get(`/${segment}/${name}`))).toEqual(unknown)
    }
  })

  it('says that laurels are growing while nothing is scanned, and is soon asked again', async () => {
    const young = await create({ visibility: 'public' })
    const { body, headers } = await told(await get(path(young)))
    expect(body).toContain('Laurels are growing')
    expect(headers[0]).toContain(SHORT)
  })

  it('is served where only the link is known, and kept out of search', async () => {
    const unlisted = await create({ visibility: 'unlisted' })
    await upload(unlisted, await history(1))
    await scanned(unlisted)
    const { headers } = await told(await get(path(unlisted)))
    expect(headers[0]).toContain(FRESH)
    expect(headers[3]).toBe('noindex')
  })

  it('is the last good one when the profile’s object does not answer', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const good = await told(await get(path(shown)))
    const view = expect.stringContaining('/view.json')
    await vi.waitFor(async () => expect(await keysOf(shown)).toContainEqual(view), 60_000)
    const kept = await told(await get(path(shown), DOWN))
    expect(kept.body.slice(0, 200)).toBe(good.body.slice(0, 200))
    expect(kept.headers[0]).toContain(SHORT)
    vi.restoreAllMocks()
  })

  it('is a picture of its own where nothing answers, nothing was kept, or the settings are wrong', async () => {
    const log = vi.spyOn(console, 'warn').mockImplementation(() => {})
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const lost = { ...DOWN, SNAPSHOTS: { get: () => Promise.reject(new Error('down')) } }
    const before = {
      PROFILES: {
        idFromName: () => {
          throw new Error('CANARY')
        },
      },
      REGISTRY: {
        prepare: () => {
          throw new Error('CANARY')
        },
      },
    } // prettier-ignore
    const young = await create({ visibility: 'public' })
    for (const at of [
      await get(path(shown), lost),
      await get(path(young), DOWN),
      await get(path(shown), before),
      await get(path(shown), { VIEW_TTL_SECONDS: 'soon' }),
    ]) {
      const { body, headers } = await told(at)
      expect(body).toContain('Back in a moment')
      expect(headers[0]).toBe('no-store')
      expect(body).not.toContain('cacheSeconds')
    }
    expect(JSON.stringify(log.mock.calls)).not.toContain('CANARY')
    vi.restoreAllMocks()
  })

  it('is a picture for who asks too often', async () => {
    const IMAGE_LIMITER = { limit: async () => ({ success: false }) }
    const { body, headers } = await told(await get(path(shown), { IMAGE_LIMITER }))
    expect(body).toContain('Too many requests')
    // A shared cache would show it to everyone.
    expect([headers[0], body.includes('cacheSeconds')]).toEqual(['no-store', false])
  })

  it('of others is drawn for who asks for one profile’s too often, and those don’t count', async () => {
    const counted: string[] = []
    const limiters = {
      PROFILE_IMAGE_LIMITER: {
        limit: async ({ key }: { key: string }) => ({ success: !key.startsWith(`${shown.handle} `) }),
      },
      IMAGE_LIMITER: {
        limit: async ({ key }: { key: string }) => {
          counted.push(key)
          return { success: true }
        },
      },
    }
    const headers = { 'CF-Connecting-IP': '192.0.2.1' }
    expect((await told(await get(path(shown), limiters, { headers }))).body).toContain('Too many requests')
    expect(counted).toEqual([])
    const other = await get(`/@nobody-has-this/${name}`, limiters, {
      headers,
    })
    expect((await told(other)).body).toContain('No laurels here')
    expect(counted).toEqual(['192.0.2.1'])
  })

  it('begins no scan', async () => {
    const runs = async () =>
      (await (await call(api(shown.handle, '/scan-status'))).json<{ run_count: number }>()).run_count
    const count = await runs()
    await get(path(shown), { VIEW_TTL_SECONDS: '1' })
    expect(await runs()).toBe(count)
  })
})

describe('a profile that is made private', () => {
  it('is drawn no more, and nothing that was kept of it stays', async () => {
    const profile = await create({ visibility: 'public' })
    await upload(profile, await history(1))
    await scanned(profile)
    await call(`/@${profile.handle}/card.svg`)
    const pictures = async () => (await keysOf(profile)).filter((key) => key.includes('/pictures/'))
    await vi.waitFor(async () => expect(await pictures()).toHaveLength(1), 60_000)
    const change = await sendJson(
      'PATCH',
      api(profile.handle),
      { visibility: 'private' },
      bearer(profile.key),
    )
    expect(change.status).toBe(200)
    expect(await pictures()).toEqual([])
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const answer = await callWith(DOWN, `/@${profile.handle}/card.svg`)
    expect(await answer.text()).toContain('Back in a moment')
    vi.restoreAllMocks()
  })
})

describe('calendar.svg', () => {
  let owner: Owned
  const change = (settings: object) => sendJson('PATCH', api(owner.handle), settings, bearer(owner.key))
  const drawn = async (headers: HeadersInit = {}) =>
    told(await call(`/@${owner.handle}/calendar.svg`, { headers }))

  beforeAll(async () => {
    owner = await create({ visibility: 'public' })
    await uploadGzip(owner, GOLDEN.history)
    await scanned(owner)
  })

  it('is drawn for nobody until the owner publishes it, and no longer than that', async () => {
    for (const headers of [{}, bearer(owner.key)]) {
      const { body, headers: said } = await drawn(headers)
      expect(body).toContain('No calendar here')
      expect(body).not.toContain(owner.handle)
      expect(said[0]).toContain(SHORT)
    }
    expect(await (await change({ publish_calendar: true })).json()).toMatchObject({ publish_calendar: true })
    vi.useFakeTimers({ toFake: ['Date'], now: (REPORTS[0]?.generated_at ?? 0) * 1000 })
    const report = await call(api(owner.handle, '/insights?days=364'), { headers: bearer(owner.key) })
    const { activity } = await report.json<{ activity: { active_days: number } }>()
    expect(activity.active_days).toBeGreaterThan(4)
    expect((await drawn()).body).toContain(`Active on ${activity.active_days} days in the last 12 months`)
    await change({ publish_calendar: false })
    expect((await drawn()).body).toContain('No calendar here')
    vi.useRealTimers()
  })

  it('is gone like every picture where the page is private, or its object does not answer', async () => {
    await change({ publish_calendar: true, visibility: 'private' })
    expect(await drawn()).toEqual(await told(await call('/@nobody-has-this/calendar.svg')))
    await change({ visibility: 'public' })
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { body, headers } = await told(await callWith(DOWN, `/@${owner.handle}/calendar.svg`))
    expect(body).toContain('Back in a moment')
    expect(headers[0]).toBe('no-store')
    vi.restoreAllMocks()
  })
})

describe('shield.json', () => {
  it('is what shields.io reads, whatever there is to say', async () => {
    const shield = async (at: string) => ShieldSchema.parse(await (await call(at)).json())
    expect(await shield(`/@${shown.handle}/shield.json`)).toMatchObject({
      label: 'laurel',
      message: expect.stringMatching(new RegExp(`^\\d+ / ${CATALOG.length}`)),
    })
    expect(await shield(`/@${shown.handle}/shield.json?achievement=none`)).toMatchObject({
      message: 'No laurels here',
    })
    expect(await shield('/@nobody-has-this/shield.json')).toMatchObject({ isError: true })
  })
})
