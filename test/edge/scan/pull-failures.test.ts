import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { EXPECTED, golden } from '../histories.ts'
import { DB, Origin, pullOf, setPull } from './origins.ts'
import {
  clientOf,
  expectFigures,
  newProfile,
  nowSeconds,
  pass,
  settle,
  stopTheClock,
  storedChunks,
  withSettings,
} from './profiles.ts'

const CHUNK = 65_536
const HOUR = 3600
const WEEK = 7 * 24 * HOUR
const HEADER = { name: 'Authorization', value: 'Bearer canary' }

beforeAll(() => withSettings({ CHUNK_BYTES: CHUNK, PULL_SLICE_BYTES: 8 * CHUNK }))
beforeEach(stopTheClock)

/** A profile that pulls a history from a server that answers so. */
async function pulling(instead: Origin['instead'], more: Parameters<typeof setPull>[1] = {}) {
  const origin = new Origin()
  origin.files.set(DB, { bytes: await golden('edges'), etag: '"one"' })
  origin.instead = instead
  const handle = await newProfile()
  await setPull(handle, more)
  await settle(handle)
  return { origin, handle }
}

const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response('Canary text of the server.', { status: code, headers })

describe('a pull that fails', () => {
  it.each([401, 403, 404, 410, 500, 503])('shows the status %i', async (code) => {
    const { handle } = await pulling(status(code))
    expect(await pullOf(handle)).toMatchObject({
      failures: 1,
      fetched: null,
      last_check: {
        outcome: 'failed',
        status: code,
        error: { code: 'pull_failed', message: `The server answered with status ${code}.` },
      },
    })
    expect(JSON.stringify(await pullOf(handle)).toLowerCase()).not.toContain('canary')
  })

  it('says that a server can’t be reached', async () => {
    const { handle } = await pulling(() => null)
    expect(await pullOf(handle)).toMatchObject({
      last_check: { status: null, error: { message: 'The server can’t be reached.' } },
    })
  })

  it('gives up a server that does not answer in time', async () => {
    const restore = withSettings({ PULL_ANSWER_SECONDS: 0.05 })
    const never = vi.fn()
    vi.spyOn(globalThis, 'fetch').mockImplementation((_input, init) => {
      never()
      return new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new DOMException('late', 'AbortError')))
      })
    })
    const handle = await newProfile()
    await setPull(handle)
    await settle(handle)
    restore()
    expect(never).toHaveBeenCalledOnce()
    expect(await pullOf(handle)).toMatchObject({
      last_check: { error: { message: 'The server takes too long to answer.' } },
    })
  })

  it('gives up a history that stops on its way', async () => {
    const restore = withSettings({ PULL_SLICE_SECONDS: 0.05 })
    const stalled = () =>
      new Response(new ReadableStream({ pull: () => new Promise(() => {}) }), {
        status: 206,
        headers: { 'Content-Range': 'bytes 0-99999/100000', ETag: '"one"' },
      })
    const { handle } = await pulling(stalled)
    restore()
    expect(await pullOf(handle)).toMatchObject({ failures: 1, last_check: { outcome: 'failed' } })
  })

  it('comes again after growing pauses, up to a week, and at its interval once it succeeds', async () => {
    const { handle, origin } = await pulling(status(500), { interval_seconds: 24 * HOUR })
    const pauses: number[] = []
    for (let failure = 0; failure < 5; failure++) {
      const { next_at = 0 } = (await pullOf(handle)) ?? {}
      pauses.push((next_at - nowSeconds()) / HOUR)
      pass(next_at - nowSeconds())
      await settle(handle)
    }
    expect(pauses).toEqual([24, 48, 96, 168, 168])
    origin.instead = null
    pass(WEEK)
    await settle(handle)
    expect(await pullOf(handle)).toMatchObject({ failures: 0, next_at: nowSeconds() + 24 * HOUR })
    await expectFigures(handle, EXPECTED.edges)
  })

  it('leaves a server alone for as long as that asks', async () => {
    const { handle } = await pulling(status(429, { 'Retry-After': String(5 * HOUR) }))
    expect(await pullOf(handle)).toMatchObject({ next_at: nowSeconds() + 5 * HOUR })
  })

  it('refuses what is no history, and keeps nothing of it', async () => {
    const { handle } = await pulling(() => new Response('<!doctype html><title>Sign in</title>'))
    expect(await pullOf(handle)).toMatchObject({
      fetched: null,
      last_check: { outcome: 'failed', status: null, error: { code: 'not_a_database' } },
    })
    await settle(handle)
    expect(await storedChunks(handle)).toEqual([])
  })

  it('refuses a history that is too large before it is fetched, or when it turns out to be', async () => {
    const restore = withSettings({ SNAPSHOT_MAX_BYTES: 3 * CHUNK })
    const { handle, origin } = await pulling(null)
    expect(await pullOf(handle)).toMatchObject({ last_check: { error: { code: 'snapshot_too_large' } } })
    expect(origin.sent).toBeLessThanOrEqual(100_000)
    origin.ranges = false
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(origin.files.get(DB)?.bytes.slice(0, 50_000)),
        }),
      )
    origin.instead = endless
    await clientOf(handle).pulls.now('default')
    await settle(handle)
    restore()
    expect(await pullOf(handle)).toMatchObject({
      failures: 2,
      last_check: { error: { code: 'snapshot_too_large' } },
    })
    await settle(handle)
    expect(await storedChunks(handle)).toEqual([])
  })

  it('keeps the history that is here', async () => {
    const { handle, origin } = await pulling(null)
    origin.files.set(DB, { bytes: new TextEncoder().encode('Out of order'), etag: '"two"' })
    pass(HOUR)
    await settle(handle)
    expect(await pullOf(handle)).toMatchObject({ failures: 1 })
    await expectFigures(handle, EXPECTED.edges)
  })
})

describe('the address of a pull', () => {
  it.each(['http://nas.dev/state.db', 'https://127.0.0.1/state.db', 'https://laurel.example/state.db'])(
    'is not %s',
    async (url) => {
      const handle = await newProfile()
      const refused = expect.objectContaining({ code: 'pull_address' })
      await expect(setPull(handle, { url })).rejects.toEqual(refused)
      expect(await pullOf(handle)).toBeUndefined()
    },
  )

  it('may be a private one on a server that allows that', async () => {
    const restore = withSettings({ ALLOW_PRIVATE_TARGETS: '1' })
    const origin = new Origin()
    origin.files.set('http://192.168.1.5:8080/state.db', { bytes: await golden('edges'), etag: '"one"' })
    const handle = await newProfile()
    await setPull(handle, { url: 'http://192.168.1.5:8080/state.db' })
    await settle(handle)
    restore()
    await expectFigures(handle, EXPECTED.edges)
  })

  it('may redirect to another public one, which does not get the secret header', async () => {
    const bucket = 'https://bucket.dev/signed'
    const origin = new Origin()
    origin.files.set(bucket, { bytes: await golden('edges'), etag: '"one"' })
    origin.instead = ({ url }) =>
      url === bucket ? undefined : new Response(null, { status: 302, headers: { Location: bucket } })
    const handle = await newProfile()
    await setPull(handle, { header: HEADER })
    await settle(handle)
    await expectFigures(handle, EXPECTED.edges)
    for (const { url, headers, redirect } of origin.asked) {
      expect(headers.get('Authorization')).toBe(url === bucket ? null : HEADER.value)
      expect(redirect).toBe('manual')
    }
    expect(JSON.stringify(await clientOf(handle).pulls.list())).not.toContain('canary')
  })

  it.each([
    'http://nas.dev/',
    'https://10.0.0.1/',
    'https://localhost/',
    '//169.254.169.254/',
    'https://[::1]/',
  ])('may not redirect to %s', async (Location) => {
    const { handle, origin } = await pulling(status(302, { Location }))
    expect(origin.asked).toHaveLength(1)
    expect(await pullOf(handle)).toMatchObject({
      last_check: { error: { message: 'The server redirects to a URL that isn’t allowed.' } },
    })
  })

  it('may not redirect for ever', async () => {
    const { handle, origin } = await pulling(status(302, { Location: DB }))
    expect(origin.asked).toHaveLength(6)
    expect(await pullOf(handle)).toMatchObject({ failures: 1 })
  })

  it.each([60, 30 * 24 * HOUR])('is not looked at every %i seconds', async (interval_seconds) => {
    const handle = await newProfile()
    const refused = expect.objectContaining({ code: 'invalid_request' })
    await expect(setPull(handle, { interval_seconds })).rejects.toEqual(refused)
  })
})
