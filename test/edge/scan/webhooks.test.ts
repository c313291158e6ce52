import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DeliveryTable } from '../../../src/storage/delivery-table.ts'
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
import { addHook, addLiveHook, HOOK, listedHooks, receiving } from './receivers.ts'

beforeEach(stopTheClock)

/** Runs the alarm whenever it is due, until nothing is. Returns the pauses, in seconds. */
async function runToTheEnd(handle: string): Promise<number[]> {
  const pauses: number[] = []
  for (let alarm = await alarmOf(handle); alarm !== null; alarm = await alarmOf(handle)) {
    const pause = Math.round((alarm - Date.now()) / 1000)
    if (pause > 0) pauses.push(pause)
    pass(Math.max(0, pause))
    await ring(handle)
  }
  return pauses
}

describe('a webhook', () => {
  it('is told of what a scan unlocked, once and signed', async () => {
    const { told } = receiving([204])
    const handle = await newProfile()
    const { secret } = await addLiveHook(handle)
    await upload(handle, 'edges')
    await settle(handle)
    expect(told).toHaveLength(1)
    const [message] = told
    expect(message?.url).toBe(HOOK.url)
    expect(message?.redirect).toBe('manual')
    expect(message?.body.type).toBe('laurel.unlocked')
    expect(message?.body.data).not.toHaveProperty('challenge')
    const unlocked = (await payloadOf(handle)).achievements.filter((item) => item.unlocked)
    expect(message?.body.data.unlocks.map(({ id }) => id).sort()).toEqual(unlocked.map(({ id }) => id).sort())
    expect(message?.headers.get('webhook-signature')).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/)
    expect(JSON.stringify(message?.body)).not.toContain(secret)
    await ring(handle)
    pass(10_000)
    await payloadOf(handle)
    await settle(handle)
    expect(told).toHaveLength(1)
  })

  it('shows whether a message was delivered, and nothing else of what the address answered', async () => {
    const handle = await newProfile()
    receiving([500, 204])
    await addLiveHook(handle)
    await upload(handle, 'edges')
    await settle(handle)
    const last_attempt = (delivered: boolean) => ({ at: expect.any(Number), delivered })
    expect(await listedHooks(handle)).toEqual([
      {
        id: expect.any(String),
        host: 'hooks.dev',
        form: 'json',
        state: 'live',
        created_at: expect.any(Number),
        pending: 1,
        last_attempt: last_attempt(false),
      },
    ])
    pass(60)
    await settle(handle)
    expect(await listedHooks(handle)).toMatchObject([{ pending: 0, last_attempt: last_attempt(true) }])
    expect(JSON.stringify(await listedHooks(handle))).not.toContain('canary')
  })

  it('is told again after growing pauses while it fails, under the same id, for a day', async () => {
    const handle = await newProfile()
    const { told } = receiving([500, null, 302, 500])
    await addLiveHook(handle)
    await upload(handle, 'edges')
    await settle(handle)
    const pauses = await runToTheEnd(handle)
    const hours = [60, 120, 240, 480, 960, 1920, 3840, 7680, 15_360, 21_600, 21_600, 21_600]
    expect(pauses).toEqual(hours)
    expect(told).toHaveLength(13)
    expect(new Set(told.map(({ headers }) => headers.get('webhook-id'))).size).toBe(1)
    expect(await listedHooks(handle)).toMatchObject([
      { pending: 0, state: 'live', last_attempt: { delivered: false } },
    ])
  })

  it.each([404, 410])('that answers %i is disabled at once, until a test gets through', async (status) => {
    const handle = await newProfile()
    const { told, tests } = receiving([status])
    const { id } = await addLiveHook(handle)
    await upload(handle, 'todayOlder')
    await settle(handle)
    expect(await listedHooks(handle)).toMatchObject([{ state: 'disabled', pending: 0 }])
    await upload(handle, 'edges')
    await settle(handle)
    await runToTheEnd(handle)
    expect(told).toHaveLength(1)
    await clientOf(handle).webhooks.try(id)
    pass(60)
    await settle(handle)
    expect(tests).toHaveLength(2)
    expect(await listedHooks(handle)).toMatchObject([{ state: 'live', last_attempt: { delivered: true } }])
  })

  it('that fails for seven days is disabled, and not by a failure now and then', async () => {
    const handle = await newProfile()
    const statuses = [500]
    receiving(statuses)
    await addLiveHook(handle)
    await upload(handle, 'todayOlder')
    await settle(handle)
    await runToTheEnd(handle)
    pass(7 * 86_400)
    expect(await listedHooks(handle)).toMatchObject([{ state: 'live' }])
    await upload(handle, 'edges')
    await settle(handle)
    expect(await listedHooks(handle)).toMatchObject([{ state: 'disabled', pending: 0 }])

    const other = await newProfile()
    vi.mocked(fetch).mockRestore()
    receiving([500, 204, 500])
    await addLiveHook(other)
    await upload(other, 'todayOlder')
    await settle(other)
    await runToTheEnd(other)
    pass(7 * 86_400)
    await upload(other, 'edges')
    await settle(other)
    expect(await listedHooks(other)).toMatchObject([{ state: 'live', last_attempt: { delivered: false } }])
  })

  it('can be tried, and takes what is still to be told along when it is removed', async () => {
    const handle = await newProfile()
    const { told, tests } = receiving([503])
    const { id } = await addLiveHook(handle)
    await clientOf(handle).webhooks.try(id)
    await settle(handle)
    expect(tests).toHaveLength(2)
    await upload(handle, 'edges')
    await settle(handle)
    expect(await listedHooks(handle)).toMatchObject([{ pending: 1, last_attempt: { delivered: false } }])
    await clientOf(handle).webhooks.remove(id)
    pass(100_000)
    await ring(handle)
    expect(told).toHaveLength(1)
    await expect(clientOf(handle).webhooks.remove(id)).rejects.toMatchObject({ code: 'webhook_not_found' })
  })

  it('is told URLs of the public origin, however its owner reached the server', async () => {
    const { tests } = receiving([204])
    const handle = await newProfile()
    await addLiveHook(handle, { origin: 'https://old.example' })
    expect(tests.map(({ body }) => body.data)).toMatchObject([{ url: `https://laurel.example/@${handle}` }])
  })

  it('is told nothing by a profile that was erased', async () => {
    const handle = await newProfile()
    const { told, tests } = receiving([204])
    await addHook(handle)
    const profile = await clientOf(handle).profile.get()
    await clientOf(handle).profile.erase(profile?.id ?? '')
    await settle(handle)
    expect([told, tests]).toEqual([[], []])
  })

  it('is not there when its test could not be queued: nobody has seen its secret', async () => {
    const handle = await newProfile()
    vi.spyOn(DeliveryTable.prototype, 'test').mockImplementationOnce(() => {
      throw new Error('database or disk is full: SQLITE_FULL')
    })
    await expect(addHook(handle)).rejects.toMatchObject({ code: 'internal_error' })
    expect(await listedHooks(handle)).toEqual([])
    expect(await addHook(handle)).toMatchObject({ state: 'unconfirmed' })
  })

  it('is one of five at most, at a public address', async () => {
    const handle = await newProfile()
    receiving([204])
    for (let count = 0; count < 5; count++) await addHook(handle)
    await expect(addHook(handle)).rejects.toMatchObject({ code: 'too_many_webhooks' })
    await expect(addHook(await newProfile(), { url: 'https://169.254.169.254/' })).rejects.toMatchObject({
      code: 'webhook_address',
    })
  })
})
