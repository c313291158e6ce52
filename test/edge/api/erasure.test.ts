import { env } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { profileClient, profileObject } from '../../../functions/profile/client.ts'
import { tick } from '../../../functions/scheduled.ts'
import { SETTINGS } from '../../../src/config.ts'
import {
  api,
  bearer,
  call,
  callWith,
  create,
  idOf,
  keysOf,
  type Owned,
  put,
  refusal,
  scanned,
  sendJson,
  storedKeys,
  upload,
} from './client.ts'
import { database, history, noise } from './histories.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('an upload that does not end well', () => {
  /** A history whose second half never comes. */
  function cutOff(bytes: Uint8Array<ArrayBuffer>, meanwhile: () => Promise<unknown> = async () => {}) {
    let step = 0
    return new ReadableStream({
      async pull(controller) {
        step += 1
        if (step === 1) controller.enqueue(bytes)
        else {
          await meanwhile()
          controller.error(new Error('gone'))
        }
      },
    })
  }

  async function large() {
    return (
      await database((run) => {
        run('CREATE TABLE ballast (block BLOB)')
        run('INSERT INTO ballast VALUES (?)', [noise(3_000_000)])
      })
    ).slice(0, 2_200_000)
  }

  const send = (profile: Owned, body: ReadableStream) =>
    callWith({}, api(profile.handle, '/sources/default/snapshot'), {
      method: 'PUT',
      body,
      headers: bearer(profile.key),
    })

  it('because the client went away leaves nothing behind', async () => {
    const profile = await create()
    let stored = 0
    const bytes = await large()
    const answer = await send(
      profile,
      cutOff(bytes, async () => {
        stored = (await keysOf(profile)).length
      }),
    )
    expect(await refusal(answer)).toEqual([400, 'upload_cut_off'])
    expect(stored).toBeGreaterThan(0)
    await vi.waitFor(async () => expect(await keysOf(profile)).toEqual([]), 10_000)
  })

  it('because the profile was deleted and the client went away leaves nothing behind', async () => {
    const profile = await create()
    const prefix = `profiles/${await idOf(profile.handle)}/`
    const bytes = await large()
    const answer = await send(
      profile,
      cutOff(bytes.slice(0, 1_500_000), async () => {
        await call(api(profile.handle), { method: 'DELETE', headers: bearer(profile.key) })
        // What was under way when everything was erased.
        await env.SNAPSHOTS.put(`${prefix}chunks/late`, 'late')
      }),
    )
    expect(await refusal(answer)).toEqual([400, 'upload_cut_off'])
    expect(await storedKeys(prefix)).toEqual([])
  })
})

/** Lets a handle that was given up be taken at once. */
const endRest = ({ handle }: Owned) =>
  env.REGISTRY.prepare('DELETE FROM resting_handles WHERE handle = ?').bind(handle).run()

describe('a profile that was deleted', () => {
  it('is gone: its row, its object, its histories, its page and its key', async () => {
    const profile = await create()
    await upload(profile, await history(2))
    await scanned(profile)
    const id = await idOf(profile.handle)
    const answer = await call(api(profile.handle), { method: 'DELETE', headers: bearer(profile.key) })
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    expect(await idOf(profile.handle)).toBe('')
    expect((await storedKeys()).filter((key) => key.includes(id))).toEqual([])
    expect((await call(`/@${profile.handle}`)).status).toBe(404)
    expect(await refusal(await put(profile, await history(1)))).toEqual([404, 'profile_not_found'])
    const status = profileClient(env, profile.handle).scans.status()
    await expect(status).rejects.toMatchObject({ code: 'profile_not_found' })
  })

  it('leaves its handle to the next, who inherits nothing', async () => {
    const profile = await create()
    await upload(profile, await history(2))
    await scanned(profile)
    await call(api(profile.handle), { method: 'DELETE', headers: bearer(profile.key) })
    await endRest(profile)
    const next = await create({ handle: profile.handle })
    const view = await call(api(next.handle, '/achievements'), { headers: bearer(next.key) })
    expect(await view.json()).toMatchObject({ unlocked_count: 0, generated_at: null })
    expect(await refusal(await put(profile, await history(1)))).toEqual([403, 'wrong_key'])
  })
})

describe('a cron tick', () => {
  const now = () => Date.now() / 1000
  const set = (profile: Owned, column: 'erasing_at' | 'expires_at' | 'due_at', time: number) =>
    env.REGISTRY.prepare(`UPDATE profiles SET ${column} = ? WHERE handle = ?`)
      .bind(time, profile.handle)
      .run()

  it('ends an erasure that was cut off, once its grace is over', async () => {
    const profile = await create()
    await upload(profile, await history(1))
    const prefix = `profiles/${await idOf(profile.handle)}/`
    await set(profile, 'erasing_at', now())
    expect(await refusal(await sendJson('POST', '/api/v1/profiles', { handle: profile.handle }))).toEqual([
      409,
      'handle_taken',
    ])
    await tick(env, now())
    expect(await idOf(profile.handle)).not.toBe('')
    await tick(env, now() + SETTINGS.ERASURE_GRACE_SECONDS.value + 1)
    expect(await idOf(profile.handle)).toBe('')
    expect((await call(api(profile.handle))).status).toBe(404)
    expect(await storedKeys(prefix)).toEqual([])
  })

  it('erases a sample when its day is over, and no other profile', async () => {
    const [sample, other] = [await create(), await create()]
    await set(sample, 'expires_at', now() - 1)
    await tick(env, now())
    expect(await idOf(sample.handle)).toBe('')
    expect(await idOf(other.handle)).not.toBe('')
  })

  it('goes on with the others when one cannot be erased, or woken', async () => {
    const profiles = [await create(), await create(), await create()]
    const [first, second, third] = await Promise.all(profiles.map(({ handle }) => idOf(handle)))
    for (const profile of profiles.slice(0, 2)) await set(profile, 'expires_at', now() - 1)
    for (const profile of profiles) await set(profile, 'due_at', 1)
    const broken = env.PROFILES.idFromName(profiles[0]?.handle ?? '').toString()
    const failing = {
      idFromName: (name: string) => env.PROFILES.idFromName(name),
      get: (id: DurableObjectId) => {
        if (id.toString() !== broken) return env.PROFILES.get(id)
        return { call: () => Promise.reject(new Error('no')) }
      },
    }
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await tick(Object.assign({}, env, { PROFILES: failing }), now())
    const left = await env.REGISTRY.prepare('SELECT id, due_at FROM profiles WHERE id IN (?, ?, ?)')
      .bind(first, second, third)
      .all<{ id: string; due_at: number }>()
    expect(left.results.map(({ id }) => id).sort()).toEqual([first, third].sort())
    expect(left.results.every(({ due_at }) => due_at > now())).toBe(true)
    expect(warn.mock.calls.flat()).toEqual(['{"event":"wake_failed"}', '{"event":"erasure_failed"}'])
  })
})

describe('a change that comes while the profile is erased', () => {
  it('is refused, and wakes nothing', async () => {
    const profile = await create()
    const stub = profileObject(env, profile.handle)
    const erasedMeanwhile = {
      idFromName: () => '',
      get: () => ({
        call: async (service: string, method: string, args: unknown[]) => {
          if (method === 'change') {
            await call(api(profile.handle), { method: 'DELETE', headers: bearer(profile.key) })
          }
          return stub.call(service, method, args)
        },
      }),
    }
    const answer = await callWith({ PROFILES: erasedMeanwhile }, api(profile.handle), {
      method: 'PATCH',
      body: '{"time_zone":"Asia/Tokyo"}',
      headers: { ...bearer(profile.key), 'Content-Type': 'application/json' },
    })
    expect(await refusal(answer)).toEqual([404, 'profile_not_found'])
    expect(await profileClient(env, profile.handle).profile.get()).toBeNull()
  })
})

describe('an upload that ends when its profile is another one’s', () => {
  it('is refused, and leaves the new one as it is', async () => {
    const profile = await create()
    const prefix = `profiles/${await idOf(profile.handle)}/`
    const bytes = await history(3)
    let step = 0
    const body = new ReadableStream({
      async pull(controller) {
        step += 1
        if (step === 1) return controller.enqueue(bytes)
        await call(api(profile.handle), { method: 'DELETE', headers: bearer(profile.key) })
        await endRest(profile)
        await create({ handle: profile.handle, visibility: 'public' })
        controller.close()
      },
    })
    const answer = await callWith({}, api(profile.handle, '/sources/default/snapshot'), {
      method: 'PUT',
      body,
      headers: bearer(profile.key),
    })
    expect(await refusal(answer)).toEqual([404, 'profile_not_found'])
    expect(await storedKeys(prefix)).toEqual([])
    const view = await call(api(profile.handle, '/achievements'))
    expect(await view.json()).toMatchObject({ generated_at: null, scan_meta: { sessions_total: 0 } })
  })
})

describe('a registration that was left without a profile', () => {
  it('is cleared by a tick, and its handle is free again', async () => {
    const profile = await create()
    await profileClient(env, profile.handle).profile.erase(await idOf(profile.handle))
    await env.REGISTRY.prepare('UPDATE profiles SET due_at = 1 WHERE handle = ?').bind(profile.handle).run()
    await tick(env, Date.now() / 1000)
    expect(await idOf(profile.handle)).toBe('')
    expect((await create({ handle: profile.handle })).handle).toBe(profile.handle)
  })
})
