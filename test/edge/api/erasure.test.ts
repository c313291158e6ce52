import { env, runDurableObjectAlarm } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import operating from '../../../.github/OPERATING.md?raw'
import { profileClient, profileObject } from '../../../functions/profile/client.ts'
import { sweep } from '../../../functions/profile/sweep.ts'
import { tick } from '../../../functions/scheduled.ts'
import { type Config, configFrom, SETTINGS } from '../../../src/config.ts'
import type { UploadTicket } from '../../../src/contract/uploads.ts'
import { sha256Hex } from '../../../src/digest.ts'
import {
  api,
  bearer,
  call,
  callWith,
  create,
  endRest,
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
    await vi.waitFor(async () => expect(await keysOf(profile)).toEqual([]), 60_000)
  })

  /** R2 in which `meanwhile` happens while a chunk is on its way, after all checks. */
  const slowly = (meanwhile: () => Promise<unknown>) => ({
    SNAPSHOTS: new Proxy(env.SNAPSHOTS, {
      get: (bucket, name: keyof R2Bucket) => {
        if (name !== 'put') return bucket[name].bind(bucket)
        return async (...put: Parameters<R2Bucket['put']>) => {
          await meanwhile()
          return bucket.put(...put)
        }
      },
    }),
  })

  const deleted = ({ handle, key }: Owned) => call(api(handle), { method: 'DELETE', headers: bearer(key) })

  it('because the profile was deleted while a chunk was on its way leaves nothing behind', async () => {
    const profile = await create()
    const prefix = `profiles/${await idOf(profile.handle)}/`
    const answer = await callWith(
      slowly(() => deleted(profile)),
      api(profile.handle, '/sources/default/snapshot'),
      { method: 'PUT', body: await large(), headers: bearer(profile.key) },
    )
    expect(await refusal(answer)).toEqual([404, 'profile_not_found'])
    expect(await storedKeys(prefix)).toEqual([])
  })

  /** Begins an upload of one chunk, and returns the path of that. */
  async function begun(profile: Owned, chunk: Uint8Array<ArrayBuffer>): Promise<string> {
    const hash = await sha256Hex(chunk)
    const main = { size: chunk.length, chunk_size: 1_048_576, chunks: [hash] }
    const path = api(profile.handle, '/sources/default/uploads')
    const answer = await sendJson('POST', path, { main }, bearer(profile.key))
    const { upload_id } = await answer.json<UploadTicket>()
    return `${path}/${upload_id}/chunks/${hash}`
  }

  it('in chunks, because the profile was deleted while one was on its way, leaves nothing behind', async () => {
    const profile = await create()
    const prefix = `profiles/${await idOf(profile.handle)}/`
    const chunk = noise(1000)
    const put = { method: 'PUT', body: chunk, headers: bearer(profile.key) }
    const path = await begun(profile, chunk)
    const answer = await callWith(
      slowly(() => deleted(profile)),
      path,
      put,
    )
    expect(await refusal(answer)).toEqual([404, 'profile_not_found'])
    expect(await storedKeys(prefix)).toEqual([])
  })

  it('in chunks, because it was given up while one was on its way, leaves nothing behind', async () => {
    const profile = await create()
    const chunk = noise(1000)
    const put = { method: 'PUT', body: chunk, headers: bearer(profile.key) }
    const path = await begun(profile, chunk)
    const abandoned = async () => {
      await call(path.split('/chunks/')[0] ?? '', { method: 'DELETE', headers: bearer(profile.key) })
      // The collection that follows is over before the chunk arrives.
      await runDurableObjectAlarm(profileObject(env, profile.handle))
    }
    await callWith(slowly(abandoned), path, put)
    await vi.waitFor(async () => expect(await keysOf(profile)).toEqual([]), 60_000)
  })
})

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

  it('erases what an operator marks by the command of OPERATING, and no other profile', async () => {
    const [gone, other] = [await create({ visibility: 'private' }), await create()]
    await upload(gone, await history(1))
    const prefix = `profiles/${await idOf(gone.handle)}/`
    const [, sql = ''] = /laurel-registry --remote --command "(.*)"/.exec(operating) ?? []
    expect(sql).toContain("'ada'")
    await env.REGISTRY.prepare(sql.replace("'ada'", `'${gone.handle}'`)).run()
    await tick(env, now())
    expect([await idOf(gone.handle), await storedKeys(prefix)]).toEqual(['', []])
    expect((await call(api(gone.handle), { headers: bearer(gone.key) })).status).toBe(404)
    expect(await idOf(other.handle)).not.toBe('')
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

describe('what R2 has of a profile that is not registered', () => {
  const LIMITED = { SWEEP_BATCH_PROFILES: 3, CRON_BATCH_PROFILES: 50 }
  const sweepOnce = (settings: Partial<Config> = LIMITED) => sweep(env, configFrom({ ...settings }))
  /** Below ids that come first. */
  const strayKeys = () => storedKeys('profiles/0000')

  async function strays(count: number, keys = 2): Promise<void> {
    for (let index = 0; index < count * keys; index++) {
      await env.SNAPSHOTS.put(`profiles/0000-${index % count}/chunks/${index}`, 'left')
    }
  }

  it('is erased by ticks, a few profiles at a time, and all others stay', async () => {
    const profile = await create()
    await upload(profile, await history(1))
    const kept = await keysOf(profile)
    await env.SNAPSHOTS.delete('sweep/after')
    await strays(5)
    expect(await sweepOnce()).toBe(3)
    expect(await strayKeys()).toHaveLength(4)
    await tick(Object.assign({}, env, LIMITED), Date.now() / 1000)
    expect(await strayKeys()).toEqual([])
    // On through all the others, and from the start again.
    await strays(1)
    while ((await strayKeys()).length > 0) await sweepOnce()
    expect(await keysOf(profile)).toEqual(kept)
  })

  it('is left for the next tick when it is more than a listing has', async () => {
    await env.SNAPSHOTS.delete('sweep/after')
    await Promise.all(
      Array.from({ length: 1001 }, (_, index) =>
        env.SNAPSHOTS.put(`profiles/0000-0/chunks/${index}`, 'left'),
      ),
    )
    expect(await sweepOnce()).toBe(0)
    expect(await strayKeys()).toHaveLength(1)
    await sweepOnce()
    expect(await strayKeys()).toEqual([])
  })
})
