import { env } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { eraseProfile } from '../../../functions/profile/lifecycle.ts'
import { tick } from '../../../functions/scheduled.ts'
import { SETTINGS } from '../../../src/settings.ts'
import {
  alarmOf,
  clientOf,
  keyOf,
  newProfile,
  nowSeconds,
  pass,
  rowsOf,
  scannedProfile,
  settle,
  stopTheClock,
  withSettings,
} from './profiles.ts'

beforeEach(stopTheClock)

const ORIGIN = 'https://laurel.example'
const LINK = 'https://ada.dev/about'
const DAY = SETTINGS.LINK_CHECK_SECONDS.value

type Site = Readonly<Record<string, string | Response | null>>

/** Stands in for the world outside: what is at each URL; null for what does not answer. Returns what was asked for. */
function world(site: Site) {
  const seen: { url: string; headers: Headers; redirect: unknown }[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = String(input)
    seen.push({ url, headers: new Headers(init?.headers), redirect: init?.redirect })
    const found = site[url]
    if (found === null) throw new TypeError('unreachable')
    if (found === undefined) return new Response(null, { status: 404 })
    return found instanceof Response ? found.clone() : new Response(found)
  })
  return seen
}

async function say(handle: string, ...links: string[]): Promise<void> {
  await clientOf(handle).identities.set({ name: null, line: null, links, pins: [] }, ORIGIN)
}

/** The proofs of a page's links, as strangers see them. */
async function proofs(handle: string) {
  const { links } = await clientOf(handle).identities.get(false)
  return links.map(({ proof }) => proof)
}

/** Runs what is due, for as long as this takes; links take their turns. */
async function later(handle: string, seconds: number): Promise<void> {
  const until = Date.now() + seconds * 1000
  for (let alarm = await alarmOf(handle); alarm !== null && alarm <= until; alarm = await alarmOf(handle)) {
    pass(Math.max(0, (alarm - Date.now()) / 1000))
    await settle(handle)
  }
  pass((until - Date.now()) / 1000)
}

const backLink = (handle: string) => `<p>Hello<a href="${ORIGIN}/@${handle}" rel="nofollow me">me</a>`

describe('a link', () => {
  it('is proved by a link back, and looked at again a day later, not before', async () => {
    const handle = await scannedProfile('edges')
    const seen = world({ [LINK]: `<html><head><title>x</title>${backLink(handle)}` })
    await say(handle, LINK)
    await settle(handle)
    const at = nowSeconds()
    expect(await proofs(handle)).toEqual([{ by: 'back-link', proved_at: at, checked_at: at }])
    await later(handle, DAY - 60)
    expect(seen.map(({ url }) => url)).toEqual([LINK])
    await later(handle, 120)
    expect(seen).toHaveLength(2)
    expect(await proofs(handle)).toMatchObject([{ proved_at: at, checked_at: at + DAY }])
  })

  it('tells its host nothing of the page', async () => {
    const handle = await scannedProfile('edges')
    const seen = world({})
    await say(handle, LINK)
    await settle(handle)
    expect(seen.length).toBeGreaterThan(1)
    for (const { url, headers, redirect } of seen) {
      expect(redirect).toBe('manual')
      expect(JSON.stringify([url, ...headers])).not.toContain(handle)
    }
  })

  it('is proved by a link in the head, wherever the answer is cut into pieces', async () => {
    const handle = await scannedProfile('edges')
    const html = `<!doctype html><head><link rel='me' href='${ORIGIN}/%40${handle}/'></head>`
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        for (const letter of html) stream.enqueue(new TextEncoder().encode(letter))
        stream.close()
      },
    })
    vi.spyOn(globalThis, 'fetch').mockResolvedValueOnce(new Response(body))
    await say(handle, LINK)
    await settle(handle)
    expect(await proofs(handle)).toMatchObject([{ by: 'back-link' }])
  })

  it('is proved by the file of its host, if nothing links back', async () => {
    const handle = await scannedProfile('edges')
    world({
      [LINK]: `<!-- ${backLink(handle)} --><script>"${backLink(handle)}"</script><a href="${ORIGIN}/@${handle}">me</a>`,
      'https://ada.dev/.well-known/laurel.json': JSON.stringify({ pages: [`${ORIGIN}/@${handle}`] }),
    })
    await say(handle, LINK)
    await settle(handle)
    expect(await proofs(handle)).toMatchObject([{ by: 'well-known' }])
  })

  it('is proved by a DNS record of its host, where the operator names a resolver', async () => {
    const answer = (handle: string) =>
      JSON.stringify({ Answer: [{ type: 16, data: `"laurel=${ORIGIN}/@${handle}"` }] })
    const question = 'https://dns.example/query?name=ada.dev&type=TXT'
    const without = await scannedProfile('edges')
    const seen = world({ [question]: answer(without) })
    await say(without, LINK)
    await settle(without)
    expect(await proofs(without)).toEqual([null])
    expect(seen.map(({ url }) => url)).toEqual([LINK, 'https://ada.dev/.well-known/laurel.json'])

    Object.assign(env, { DNS_RESOLVER: 'https://dns.example/query' })
    try {
      const handle = await scannedProfile('edges')
      vi.mocked(fetch).mockRestore()
      const asked = world({ [question]: answer(handle) })
      await say(handle, LINK)
      await settle(handle)
      expect(await proofs(handle)).toMatchObject([{ by: 'dns' }])
      expect(asked.at(-1)?.headers.get('Accept')).toBe('application/dns-json')
    } finally {
      Reflect.deleteProperty(env, 'DNS_RESOLVER')
    }
  })

  it('follows redirects within its own origin alone', async () => {
    const to = (location: string) => new Response(null, { status: 301, headers: { Location: location } })
    const handle = await scannedProfile('edges')
    const html = backLink(handle)
    const seen = world({
      'https://ada.dev/moved': to('/about/'),
      'https://ada.dev/about/': html,
      'https://ada.dev/away': to('https://eve.dev/'),
      'https://eve.dev/': html,
      'https://ada.dev/in': to('https://10.0.0.1/'),
      'https://ada.dev/round': to('/round'),
    })
    await say(handle, ...['moved', 'away', 'in', 'round'].map((path) => `https://ada.dev/${path}`))
    await later(handle, 600)
    expect(await proofs(handle)).toEqual([
      { by: 'back-link', proved_at: expect.any(Number), checked_at: expect.any(Number) },
      null,
      null,
      null,
    ])
    expect(seen.filter(({ url }) => /eve|10\.0/.test(url))).toEqual([])
    expect(seen.filter(({ url }) => url.endsWith('round')).length).toBe(SETTINGS.LINK_REDIRECTS_MAX.value + 1)
  })

  it('is not proved by what comes too late in a long page, or by a long statement', async () => {
    const restore = withSettings({ LINK_PAGE_MAX_BYTES: 1000, LINK_STATEMENT_MAX_BYTES: 100 })
    try {
      const handle = await scannedProfile('edges')
      const page = `${ORIGIN}/@${handle}`
      const body = new ReadableStream<Uint8Array>({
        pull(stream) {
          stream.enqueue(new TextEncoder().encode('<p>'.repeat(500)))
          stream.enqueue(new TextEncoder().encode(backLink(handle)))
          stream.close()
        },
      })
      const long = JSON.stringify({ pages: [page], more: 'x'.repeat(100) })
      vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) =>
        String(input) === LINK ? new Response(body) : new Response(long),
      )
      await say(handle, LINK)
      await settle(handle)
      expect(await proofs(handle)).toEqual([null])
    } finally {
      restore()
    }
  })

  it('loses its proof after three failures, at growing pauses', async () => {
    const handle = await scannedProfile('edges')
    world({ [LINK]: backLink(handle) })
    await say(handle, LINK)
    await settle(handle)
    vi.mocked(fetch).mockRestore()
    const seen = world({ [LINK]: null })
    await later(handle, DAY + 60)
    await later(handle, DAY)
    expect(await proofs(handle)).toMatchObject([{ by: 'back-link' }])
    await later(handle, 2 * DAY)
    expect(await proofs(handle)).toEqual([null])
    const before = seen.length
    await later(handle, 3 * DAY)
    expect(seen.length).toBe(before)
  })

  it('waits its turn: each minute, one link of a page is looked at', async () => {
    const handle = await scannedProfile('edges')
    const seen = world({})
    await say(handle, 'https://one.dev/', 'https://two.dev/')
    await settle(handle)
    expect(new Set(seen.map(({ url }) => new URL(url).host)).size).toBe(1)
    // Anhandle list of links does not bring it forward.
    await say(handle, 'https://three.dev/')
    await settle(handle)
    expect(new Set(seen.map(({ url }) => new URL(url).host)).size).toBe(1)
    await later(handle, SETTINGS.LINK_PAUSE_SECONDS.value)
    expect(new Set(seen.map(({ url }) => new URL(url).host)).size).toBe(2)
  })

  it('keeps its proof when its owner saves again, and is looked for again if it had none', async () => {
    const handle = await scannedProfile('edges')
    const proved = 'https://proved.dev/'
    const seen = world({ [proved]: backLink(handle) })
    await say(handle, proved, LINK)
    await later(handle, 300)
    const before = await proofs(handle)
    expect(before).toMatchObject([{ by: 'back-link' }, null])
    const checks = seen.length
    await say(handle, LINK, proved)
    expect(await proofs(handle)).toEqual(before.toReversed())
    await later(handle, SETTINGS.LINK_ASKED_SECONDS.value)
    const again = seen.slice(checks).map(({ url }) => new URL(url).host)
    expect(new Set(again)).toEqual(new Set(['ada.dev']))
  })
})

describe('no host is asked', () => {
  it('for a private page, until it is shown again', async () => {
    const handle = await scannedProfile('edges')
    const seen = world({ [LINK]: backLink(handle) })
    const { profile } = clientOf(handle)
    await profile.change({ visibility: 'private' })
    await say(handle, LINK)
    await later(handle, 3 * DAY)
    expect(seen).toEqual([])
    await profile.change({ visibility: 'unlisted' })
    await later(handle, 60)
    expect(await proofs(handle)).toMatchObject([{ by: 'back-link' }])
  })

  it('for a page without a history, which lapses all the same', async () => {
    const handle = await newProfile()
    const seen = world({})
    await say(handle, LINK)
    await later(handle, SETTINGS.EMPTY_PROFILE_SECONDS.value)
    await tick(env, nowSeconds())
    expect(seen).toEqual([])
    expect(await clientOf(handle).profile.get()).toBeNull()
  })

  it('at an address that the rules no longer allow', async () => {
    const seen = world({})
    const handle = await scannedProfile('edges')
    await say(handle, LINK)
    await rowsOf(
      handle,
      `UPDATE documents SET value = replace(value, '${LINK}', 'http://10.0.0.1/') WHERE name = 'identity'`,
    )
    await settle(handle)
    expect(seen).toEqual([])
    expect(await proofs(handle)).toEqual([null])
  })
})

it('a profile that is erased while its link is looked at stays erased', async () => {
  const handle = await scannedProfile('edges')
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => {
    await eraseProfile(env, keyOf(handle))
    return new Response(backLink(handle))
  })
  await say(handle, LINK)
  await settle(handle)
  expect(await clientOf(handle).profile.get()).toBeNull()
  expect(await alarmOf(handle)).toBeNull()
})
