import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  alarmOf,
  clientOf,
  newProfile,
  pass,
  payloadOf,
  ring,
  settle,
  stopTheClock,
  upload,
} from './profiles.ts'

beforeEach(stopTheClock)

interface Sent {
  url: string
  headers: Headers
  body: { type: string; data: { unlocks: { id: string; tier: string | null }[] } }
  redirect: RequestInit['redirect']
}

/** What addresses were told. They answer with these statuses in turn, the last one for good; null: unreachable. */
function listening(...statuses: (number | null)[]): Sent[] {
  const sent: Sent[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const status = statuses[Math.min(sent.length, statuses.length - 1)] ?? null
    const { headers, body, redirect } = init ?? {}
    sent.push({ url: String(input), headers: new Headers(headers), body: JSON.parse(String(body)), redirect })
    if (status === null) throw new TypeError('unreachable')
    return new Response(null, { status })
  })
  return sent
}

const HOOK = {
  url: 'https://example.com/hook?token=canary',
  form: 'json',
  origin: 'https://laurel.example',
} as const
const add = (handle: string, more = {}) => clientOf(handle).webhooks.add({ ...HOOK, ...more })
const listed = async (handle: string) => (await clientOf(handle).webhooks.list()).webhooks

describe('a webhook', () => {
  it('is told of what a scan unlocked, once and signed', async () => {
    const sent = listening(204)
    const handle = await newProfile()
    const { secret } = await add(handle)
    await upload(handle, 'history')
    await settle(handle)
    expect(sent).toHaveLength(1)
    const [message] = sent
    expect(message?.url).toBe(HOOK.url)
    expect(message?.redirect).toBe('manual')
    expect(message?.body.type).toBe('laurel.unlocked')
    const unlocked = (await payloadOf(handle)).achievements.filter((item) => item.unlocked)
    expect(message?.body.data.unlocks.map(({ id }) => id).sort()).toEqual(unlocked.map(({ id }) => id).sort())
    expect(message?.headers.get('webhook-signature')).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/)
    expect(JSON.stringify(message?.body)).not.toContain(secret)
    await ring(handle)
    pass(10_000)
    await payloadOf(handle)
    await settle(handle)
    expect(sent).toHaveLength(1)
    expect(await listed(handle)).toMatchObject([
      { host: 'example.com', pending: 0, last_attempt: { status: 204, delivered: true } },
    ])
    expect(JSON.stringify(await listed(handle))).not.toContain('canary')
  })

  it('is told again after growing pauses while it fails, under the same id, and not for ever', async () => {
    const sent = listening(500, null, 302, 500)
    const handle = await newProfile()
    await add(handle)
    await upload(handle, 'history')
    await settle(handle)
    const pauses: number[] = []
    for (
      let alarm = await alarmOf(handle);
      alarm !== null && sent.length < 12;
      alarm = await alarmOf(handle)
    ) {
      const pause = Math.round((alarm - Date.now()) / 1000)
      if (pause > 0) pauses.push(pause)
      pass(Math.max(0, pause))
      await ring(handle)
    }
    expect(sent).toHaveLength(10)
    expect(pauses.slice(0, 9)).toEqual([60, 120, 240, 480, 960, 1920, 3840, 7680, 15_360])
    expect(new Set(sent.map(({ headers }) => headers.get('webhook-id'))).size).toBe(1)
    expect(await listed(handle)).toMatchObject([
      { pending: 0, last_attempt: { status: 500, delivered: false } },
    ])
  })

  it('that is gone is told no more', async () => {
    const sent = listening(410)
    const handle = await newProfile()
    await add(handle)
    await upload(handle, 'history')
    await settle(handle)
    pass(100_000)
    await settle(handle)
    expect(sent).toHaveLength(1)
  })

  it('can be tried, and takes what is still to be told along when it is removed', async () => {
    const sent = listening(503)
    const handle = await newProfile()
    const { id } = await add(handle)
    await clientOf(handle).webhooks.try(id)
    await settle(handle)
    expect(sent.map(({ body }) => body.type)).toEqual(['laurel.test'])
    expect(await listed(handle)).toMatchObject([
      { pending: 1, last_attempt: { status: 503, delivered: false } },
    ])
    await clientOf(handle).webhooks.remove(id)
    pass(100_000)
    await ring(handle)
    expect(sent).toHaveLength(1)
    await expect(clientOf(handle).webhooks.remove(id)).rejects.toMatchObject({ code: 'webhook_not_found' })
  })

  it('is told URLs of the public origin, however its owner reached the server', async () => {
    const sent = listening(204)
    const handle = await newProfile()
    const { id } = await add(handle, { origin: 'https://old.example' })
    await clientOf(handle).webhooks.try(id)
    await settle(handle)
    expect(sent.map(({ body }) => body.data)).toMatchObject([{ url: `https://laurel.example/@${handle}` }])
  })

  it('is told nothing by a profile that was erased', async () => {
    const sent = listening(204)
    const handle = await newProfile()
    const { id } = await add(handle)
    await clientOf(handle).webhooks.try(id)
    const profile = await clientOf(handle).profile.get()
    await clientOf(handle).profile.erase(profile?.id ?? '')
    await settle(handle)
    expect(sent).toEqual([])
  })

  it('is one of five at most, at a public address', async () => {
    const handle = await newProfile()
    for (let count = 0; count < 5; count++) await add(handle)
    await expect(clientOf(handle).webhooks.add(HOOK)).rejects.toMatchObject({ code: 'too_many_webhooks' })
    const other = await newProfile()
    const inside = { ...HOOK, url: 'https://169.254.169.254/' }
    await expect(clientOf(other).webhooks.add(inside)).rejects.toMatchObject({ code: 'webhook_address' })
  })
})
