import { env } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { eraseProfile } from '../../../functions/profile/lifecycle.ts'
import { dropOldSamples } from '../../../functions/profile/receive-sample.ts'
import { configFrom } from '../../../src/config.ts'
import { SampleChunks } from '../../../src/storage/sample-chunks.ts'
import { ROUTES } from '../../../src/urls.ts'
import { callWith, idOf as registeredId } from '../api/client.ts'
import { EXPECTED, GOLDEN } from '../histories.ts'
import {
  aggregateOf,
  idOf,
  keyOf,
  payloadOf,
  settle,
  statusOf,
  stopTheClock,
  storedChunks,
  upload,
} from './profiles.ts'

const DAY = 86_400
const ENDLESS = { limit: async () => ({ success: true }) }

beforeEach(stopTheClock)

/** Makes a page of the sample, as a visitor does. `bindings`: those of the server that differ. */
async function newSample(bindings: object = {}): Promise<string> {
  const answer = await callWith({ STRICT_LIMITER: ENDLESS, ...bindings }, ROUTES.sample, {
    method: 'POST',
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  })
  expect(answer.status).toBe(303)
  const handle = answer.headers.get('Location')?.slice(2) ?? ''
  idOf.set(handle, await registeredId(handle))
  return handle
}

/** Bytes of all histories in R2. */
async function storedBytes(): Promise<number> {
  const lists = await Promise.all(['profiles/', 'samples/'].map((prefix) => env.SNAPSHOTS.list({ prefix })))
  return lists.flatMap(({ objects }) => objects).reduce((sum, { size }) => sum + size, 0)
}

/** Now, by the clock of R2, in Unix seconds. */
const realNow = () => vi.getRealSystemTime() / 1000

describe('pages made of the sample', () => {
  it('take no more bytes in R2 if there are 50 than one does', async () => {
    const small = { ASSETS: { fetch: async () => new Response(GOLDEN.todayOlder) } }
    const before = await storedBytes()
    await newSample(small)
    const one = await storedBytes()
    expect(one).toBeGreaterThan(before)
    for (let made = 1; made < 50; made++) await newSample(small)
    expect(await storedBytes()).toBe(one)
  })

  it('are scanned though another was deleted, and what is uploaded to one is its own', async () => {
    const [deleted, stays] = [await newSample(), await newSample()]
    await eraseProfile(env, keyOf(deleted))
    await settle(stays)
    expect(await statusOf(stays)).toMatchObject({ state: 'idle', last_error: null })
    expect((await payloadOf(stays)).unlocked_count).toBeGreaterThan(10)
    expect(await storedChunks(stays)).toEqual([])
    await upload(stays, 'edges')
    await settle(stays)
    expect(await aggregateOf(stays)).toEqual(EXPECTED.edges.aggregate)
    expect(await storedChunks(stays)).not.toEqual([])
  })
})

describe('the chunks of the sample', () => {
  it('are stored once a day, and dropped when no sample can read them any more', async () => {
    const stored = async () => (await new SampleChunks(env.SNAPSHOTS).lengths()).size
    await dropOldSamples(env, configFrom(), realNow() + 4 * DAY)
    const put = vi.spyOn(SampleChunks.prototype, 'put')
    await newSample()
    const chunks = put.mock.calls.length
    expect(chunks).toBeGreaterThan(1)
    vi.setSystemTime(vi.getRealSystemTime())
    await newSample()
    expect(put).toHaveBeenCalledTimes(chunks)
    vi.setSystemTime(vi.getRealSystemTime() + DAY * 1000)
    await newSample()
    expect(put).toHaveBeenCalledTimes(2 * chunks)
    await dropOldSamples(env, configFrom(), realNow() + 3 * DAY - 60)
    expect(await stored()).toBe(chunks)
    await dropOldSamples(env, configFrom(), realNow() + 3 * DAY)
    expect(await stored()).toBe(0)
  })
})
