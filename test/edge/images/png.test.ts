import { env } from 'cloudflare:test'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadRaster } from '../../../functions/public/images/load-raster.ts'
import { PlaceholderPngs, type PngName } from '../../../functions/public/images/png.ts'
import { SETTINGS } from '../../../src/config.ts'
import {
  api,
  bearer,
  call,
  callWith,
  create,
  keysOf,
  type Owned,
  scanned,
  storedKeys,
  upload,
  uploadGzip,
} from '../api/client.ts'
import { history } from '../api/histories.ts'
import { GOLDEN } from '../histories.ts'

const SIZES = { 'og.png': [1200, 630], 'story.png': [1080, 1920] } as const
const PNGS = Object.entries(SIZES) as [PngName, [number, number]][]

let shown: Owned

beforeAll(async () => {
  shown = await create({ visibility: 'public' })
  await upload(shown, await history(2))
  await scanned(shown)
  // Loading takes a while where many tests start at once.
  await loadRaster()
})

afterEach(() => {
  vi.restoreAllMocks()
})

/** The bytes of a PNG and the size that its header names. */
async function png(answer: Response) {
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'image/png'])
  const bytes = new Uint8Array(await answer.arrayBuffer())
  expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const view = new DataView(bytes.buffer)
  return {
    bytes,
    size: [view.getUint32(16), view.getUint32(20)],
    cached: answer.headers.get('Cache-Control') ?? '',
  }
}

const pictures = async (profile: Owned) => (await keysOf(profile)).filter((key) => key.endsWith('.png'))
const FRESH = `max-age=${SETTINGS.IMAGE_TTL_SECONDS.value},`
const SHORT = `max-age=${SETTINGS.NOTICE_TTL_SECONDS.value},`

describe.each(PNGS)('%s', (name, size) => {
  const kind = name.slice(0, -4)

  it('is drawn once for what it shows and kept, the one before it collected', async () => {
    const profile = await create({ visibility: 'public' })
    await upload(profile, await history(1))
    await scanned(profile)
    const path = `/@${profile.handle}/${name}`
    const first = await png(await call(path))
    expect([first.size, first.bytes.length > 10_000]).toEqual([size, true])
    expect(first.cached).toContain(FRESH)
    const [kept] = await pictures(profile)
    expect(kept).toContain(`/pictures/${kind}/`)
    await env.SNAPSHOTS.put(kept ?? '', 'what was kept')
    expect(new TextDecoder().decode(await (await call(path)).arrayBuffer())).toBe('what was kept')
    await uploadGzip(profile, GOLDEN.todayOlder)
    await scanned(profile)
    expect((await png(await call(path))).size).toEqual(size)
    const after = await pictures(profile)
    expect(after).toHaveLength(1)
    expect(after).not.toContain(kept)
  })

  it('is not drawn again after a scan that found nothing new', async () => {
    const profile = await create({ visibility: 'public' })
    await upload(profile, await history(1))
    await scanned(profile)
    const path = `/@${profile.handle}/${name}`
    await png(await call(path))
    const kept = await pictures(profile)
    for (const key of kept) await env.SNAPSHOTS.put(key, 'what was kept')
    await scanned(profile)
    expect(new TextDecoder().decode(await (await call(path)).arrayBuffer())).toBe('what was kept')
    expect(await pictures(profile)).toEqual(kept)
  })

  it('has a tag of its bytes', async () => {
    const path = `/@${shown.handle}/${name}`
    const tag = (await call(path)).headers.get('ETag') ?? ''
    const again = await call(path, { headers: { 'If-None-Match': tag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect((await call(path)).headers.get('ETag')).toBe(tag)
  })

  it('can do nothing, so any site may frame it', async () => {
    const { headers } = await call(`/@${shown.handle}/${name}`)
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'.*; sandbox$/)
    expect(headers.get('X-Frame-Options')).toBeNull()
  })

  it('has a drawing of its own for what can’t be shown, the same for private and unknown profiles', async () => {
    const hidden = await create({ visibility: 'private' })
    await upload(hidden, await history(1))
    await scanned(hidden)
    const unknown = await png(await call(`/@nobody-has-this/${name}`))
    expect(unknown.size).toEqual(size)
    expect(unknown.cached).toContain(SHORT)
    expect(await png(await call(`/@${hidden.handle}/${name}`, { headers: bearer(hidden.key) }))).toEqual(
      unknown,
    )
    expect(await pictures(hidden)).toEqual([])
    const young = await create({ visibility: 'public' })
    const pending = await png(await call(`/@${young.handle}/${name}`))
    expect([pending.size, pending.cached.includes(SHORT)]).toEqual([size, true])
    const busy = await png(
      await callWith(
        { IMAGE_LIMITER: { limit: async () => ({ success: false }) } },
        `/@${shown.handle}/${name}`,
      ),
    )
    expect(busy.cached).toBe('no-store')
    const drawings = new Set([unknown, pending, busy].map(({ bytes }) => bytes.join()))
    expect(drawings.size).toBe(3)
  })

  it('keeps such a drawing, and an isolate that begins later takes it from there', async () => {
    const drawn = await new PlaceholderPngs().get(env, name, 'failed')
    const key = (await storedKeys('notices/')).find((kept) => kept.includes(`-${kind}-failed`)) ?? ''
    expect(new Uint8Array((await (await env.SNAPSHOTS.get(key))?.arrayBuffer()) ?? [])).toEqual(drawn.bytes)
    await env.SNAPSHOTS.put(key, 'what was kept')
    const later = new PlaceholderPngs()
    for (const { bytes } of [await later.get(env, name, 'failed'), await later.get(env, name, 'failed')])
      expect(new TextDecoder().decode(bytes)).toBe('what was kept')
    await env.SNAPSHOTS.delete(key)
  })

  it('is the last one that was drawn when nothing behind it answers', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const path = `/@${shown.handle}/${name}`
    const good = await png(await call(path))
    const down = {
      idFromName: () => '',
      get: () => ({ call: () => Promise.reject(new Error('down')) }),
    }
    await vi.waitFor(async () => {
      const kept = await png(await callWith({ PROFILES: down }, path))
      expect([kept.bytes, kept.cached.includes(SHORT)]).toEqual([good.bytes, true])
    }, 60_000)
    const lost = {
      get: () => Promise.reject(new Error('down')),
      put: () => Promise.reject(new Error('down')),
    }
    const failed = await png(await callWith({ PROFILES: down, SNAPSHOTS: lost }, path))
    expect([failed.size, failed.cached]).toEqual([size, 'no-store'])
    expect((await png(await callWith({ VIEW_TTL_SECONDS: 'soon' }, path))).size).toEqual(size)
  })

  it('is gone with its profile', async () => {
    const profile = await create({ visibility: 'public' })
    await upload(profile, await history(1))
    await scanned(profile)
    await call(`/@${profile.handle}/${name}`)
    const kept = await pictures(profile)
    expect(kept).toHaveLength(1)
    await call(api(profile.handle), { method: 'DELETE', headers: bearer(profile.key) })
    expect((await storedKeys()).filter((key) => kept.includes(key))).toEqual([])
  })
})

describe('og.png of one achievement', () => {
  it('is its own picture, kept by itself; one that is not there or hidden is passed over', async () => {
    const path = `/@${shown.handle}/og.png`
    const view = await (await call(api(shown.handle, '/achievements'))).json<{
      achievements: { id: string; state: string }[]
    }>()
    const id = view.achievements.find(({ state }) => state === 'discovered')?.id ?? ''
    const whole = await png(await call(path))
    const one = await png(await call(`${path}?achievement=${id}`))
    expect(one.size).toEqual(SIZES['og.png'])
    expect(one.bytes).not.toEqual(whole.bytes)
    expect(await pictures(shown)).toContainEqual(expect.stringContaining(`/pictures/og-${id}/`))
    expect((await png(await call(path))).bytes).toEqual(whole.bytes)
    for (const none of ['secret_1', 'no-such', '../x']) {
      expect((await png(await call(`${path}?achievement=${encodeURIComponent(none)}`))).bytes).toEqual(
        whole.bytes,
      )
    }
  })
})
