import { abortAllDurableObjects } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clientOf, newProfile, pass, settle, stopTheClock, upload, withSettings } from './profiles.ts'
import { addHook, echo, HOOK, listedHooks, type Receiver, receiving } from './receivers.ts'

let restore = () => {}
beforeEach(stopTheClock)
afterEach(() => restore())

/** A body that never ends. */
const endless = () =>
  new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(100).fill(0x20)) })
/** A body that begins and never goes on. */
const stuck = () =>
  new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) })

const WRONG: Readonly<Record<string, Receiver>> = {
  'not at all': () => null,
  'with nothing': () => new Response(null, { status: 204 }),
  'with no JSON': () => new Response('challenge'),
  'with the whole message': ({ body }) => Response.json(body),
  'with the challenge of another': () => Response.json({ challenge: 'x' }),
  'with the challenge as bare text': ({ body }) => new Response(body.data.challenge),
  'with the challenge in a list': ({ body }) => Response.json([body.data.challenge]),
  'with null': () => Response.json(null),
  'with a failure': ({ body }) => Response.json({ challenge: body.data.challenge }, { status: 500 }),
  'with a redirect': ({ body }) =>
    Response.json(
      { challenge: body.data.challenge },
      { status: 307, headers: { Location: 'https://hooks.dev/' } },
    ),
  'at length': ({ body }) => Response.json({ challenge: body.data.challenge, more: 'x'.repeat(1024) }),
  'without end': () => new Response(endless()),
  'and then hangs': () => new Response(stuck()),
}

describe('a new webhook', () => {
  it('is live once its address has answered a test with its challenge', async () => {
    const handle = await newProfile()
    const { told, tests } = receiving([204])
    expect(await addHook(handle)).toMatchObject({ state: 'unconfirmed', pending: 1 })
    await settle(handle)
    expect(await listedHooks(handle)).toMatchObject([
      { state: 'live', pending: 0, last_attempt: { delivered: true } },
    ])
    await upload(handle, 'edges')
    await settle(handle)
    expect([tests.length, told.length]).toEqual([1, 1])
    expect(tests[0]?.body.data.challenge).toMatch(/^[A-Za-z0-9+/]{43}=$/)
  })

  it.each(Object.entries(WRONG))('is not if the address answers %s', async (_name, answer) => {
    restore = withSettings({ DELIVERY_TIMEOUT_SECONDS: 0.2 })
    const handle = await newProfile()
    const { told } = receiving([204], answer)
    await addHook(handle)
    await settle(handle)
    await upload(handle, 'edges')
    await settle(handle)
    expect(told).toEqual([])
    expect(await listedHooks(handle)).toMatchObject([
      { state: 'unconfirmed', pending: 0, last_attempt: { delivered: false } },
    ])
  })

  it('can be tested again, with another challenge', async () => {
    const handle = await newProfile()
    let mute = true
    const { tests } = receiving([204], (message) => (mute ? null : echo(message)))
    const { id } = await addHook(handle)
    await settle(handle)
    mute = false
    await clientOf(handle).webhooks.try(id)
    pass(60)
    await settle(handle)
    expect(await listedHooks(handle)).toMatchObject([{ state: 'live' }])
    expect(new Set(tests.map(({ body }) => body.data.challenge)).size).toBe(2)
  })

  it('is live at once if it is a Discord channel, which echoes nothing', async () => {
    const handle = await newProfile()
    const { told, tests } = receiving([204])
    const url = 'https://discord.com/api/webhooks/1/x'
    expect(await addHook(handle, { url, form: 'discord' })).toMatchObject({ state: 'live', pending: 0 })
    await upload(handle, 'edges')
    await settle(handle)
    expect(told.length + tests.length).toBe(1)
    await expect(addHook(handle, { form: 'discord' })).rejects.toMatchObject({ code: 'webhook_address' })
  })
})

describe('a private address', () => {
  const url = 'http://192.168.1.5:8123/hook'

  it('is allowed by the operator alone, who can take it back', async () => {
    const allow = { ALLOW_PRIVATE_TARGETS: '1' } as const
    restore = withSettings(allow)
    const handle = await newProfile()
    const { tests } = receiving([204])
    const { id } = await addHook(handle, { url })
    await settle(handle)
    expect(tests.map((test) => test.url)).toEqual([url])
    expect(await listedHooks(handle)).toMatchObject([{ host: '192.168.1.5:8123', state: 'live' }])
    restore()
    await abortAllDurableObjects()
    await clientOf(handle).webhooks.try(id)
    await settle(handle)
    expect(tests).toHaveLength(1)
    expect(await listedHooks(handle)).toMatchObject([{ last_attempt: { delivered: false } }])
  })

  it('is refused otherwise, and so is our own', async () => {
    const handle = await newProfile()
    for (const refused of [url, `${HOOK.origin}/hook`])
      await expect(addHook(handle, { url: refused })).rejects.toMatchObject({ code: 'webhook_address' })
  })
})
