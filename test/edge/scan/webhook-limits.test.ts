import { runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeliveryTable } from '../../../src/storage/delivery-table.ts'
import {
  alarmOf,
  clientOf,
  newProfile,
  nowSeconds,
  objectOf,
  pass,
  rowsOf,
  settle,
  stopTheClock,
  upload,
  withSettings,
} from './profiles.ts'
import { addHook, addLiveHook, listedHooks, receiving } from './receivers.ts'

let restore = () => {}
beforeEach(stopTheClock)
afterEach(() => restore())

const pendingOf = async (handle: string) =>
  (await listedHooks(handle)).reduce((sum, { pending }) => sum + pending, 0)

/** Seconds until the alarm. */
const waitOf = async (handle: string) =>
  Math.round(((await alarmOf(handle)) ?? Number.NaN) / 1000 - nowSeconds())

/** Queues this many messages for every live webhook. */
function announce(handle: string, count: number): Promise<void> {
  return runInDurableObject(objectOf(handle), (_object, { storage }) => {
    const deliveries = new DeliveryTable(storage.sql)
    for (let index = 0; index < count; index++) deliveries.announce('[{}]', nowSeconds() + index, 50)
  })
}

describe('what waits to be delivered', () => {
  it('is one test for each webhook, however many are asked for', async () => {
    const handle = await newProfile()
    const { tests } = receiving([204])
    const { id } = await addLiveHook(handle)
    const asked = Array.from({ length: 100 }, () => clientOf(handle).webhooks.try(id))
    const outcomes = await Promise.allSettled(asked)
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refused).toHaveLength(99)
    for (const reason of refused)
      expect(reason).toMatchObject({ code: 'webhook_test_pending', hint: expect.any(String) })
    expect(await pendingOf(handle)).toBe(1)
    await settle(handle)
    expect(tests).toHaveLength(2)
  })

  it('is fifty messages at most, the newest', async () => {
    const handle = await newProfile()
    receiving([204])
    await addLiveHook(handle)
    await announce(handle, 60)
    expect(await pendingOf(handle)).toBe(50)
    const [row] = await rowsOf(handle, 'SELECT min(created_at) AS oldest FROM deliveries')
    expect(Math.round(Number(row?.oldest) - nowSeconds())).toBe(10)
  })

  it('is limited for the profile, not for each webhook', async () => {
    restore = withSettings({ DELIVERIES_PENDING_MAX: 2 })
    const handle = await newProfile()
    receiving([null])
    for (const host of ['a', 'b', 'c']) await addLiveHook(handle, { url: `https://${host}.hooks.dev/` })
    await upload(handle, 'edges')
    await settle(handle)
    expect(await pendingOf(handle)).toBe(2)
  })
})

describe('a host that fails', () => {
  it('is left alone for all webhooks and messages, while others are notified', async () => {
    const handle = await newProfile()
    const { told } = receiving([503, 204, 503, 204])
    await addLiveHook(handle)
    await addLiveHook(handle, { url: 'https://hooks.dev/second' })
    await announce(handle, 1)
    await upload(handle, 'edges')
    await settle(handle)
    const hostsTold = () => told.map(({ url }) => new URL(url).host)
    expect(hostsTold()).toEqual(['hooks.dev'])
    await addLiveHook(handle, { url: 'https://other.dev/' })
    await announce(handle, 1)
    await runInDurableObject(objectOf(handle), (_object, { storage }) => storage.setAlarm(Date.now()))
    await settle(handle)
    expect(hostsTold()).toEqual(['hooks.dev', 'other.dev'])
    expect(await waitOf(handle)).toBe(60)
    pass(60)
    await settle(handle)
    expect(hostsTold()).toEqual(['hooks.dev', 'other.dev', 'hooks.dev'])
    expect(await waitOf(handle)).toBe(120)
    pass(120)
    await settle(handle)
    expect(await pendingOf(handle)).toBe(0)
  })

  it('stays so for a webhook that is removed and added again', async () => {
    const handle = await newProfile()
    const { tests } = receiving([204], () => null)
    for (let round = 0; round < 20; round++) {
      const { id } = await addHook(handle)
      await settle(handle)
      await clientOf(handle).webhooks.remove(id)
    }
    expect(tests).toHaveLength(1)
    await addHook(handle)
    // A test waits no longer than a minute, whatever the host has failed before.
    expect(await waitOf(handle)).toBe(60)
  })

  it('is forgotten for a hundred that failed later', async () => {
    const handle = await newProfile()
    await runInDurableObject(objectOf(handle), (_object, { storage }) => {
      const deliveries = new DeliveryTable(storage.sql)
      for (let index = 0; index < 150; index++) deliveries.leaveAlone(`h${index}.dev`, index, 100)
    })
    const hosts = await rowsOf(handle, 'SELECT min(rests_until) AS first, count(*) AS n FROM failing_hosts')
    expect(hosts).toEqual([{ first: 50, n: 100 }])
  })

  it.each([
    ['600', 600],
    ['Sun, 01 Jun 2031 12:10:00 GMT', 600],
    ['1', 60],
    ['999999999', 21_600],
    ['Sun, 01 Jun 2036 12:10:00 GMT', 21_600],
    ['-5', 60],
    ['soon', 60],
  ])('and asks for time with Retry-After: %s is left alone for %i s', async (value, seconds) => {
    const handle = await newProfile()
    receiving([new Response(null, { status: 429, headers: { 'Retry-After': value } })])
    await addLiveHook(handle)
    await upload(handle, 'edges')
    await settle(handle)
    expect(await waitOf(handle)).toBe(seconds)
  })
})
