import { env } from 'cloudflare:test'
import { z } from '@hono/zod-openapi'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { tick } from '../../../functions/scheduled.ts'
import { GOLDEN } from '../histories.ts'
import { CANARY } from './canaries.ts'
import {
  api,
  bearer,
  call,
  callWith,
  create,
  idOf,
  refusal,
  scanned,
  sendForm,
  uploadGzip,
} from './client.ts'

const KEY = 'the key of the operator'
const basic = (key: string, name = 'prometheus') => ({ Authorization: `Basic ${btoa(`${name}:${key}`)}` })
const OPERATOR = basic(KEY)
const META = z.object({ meta: z.object({ rows_read: z.number() }) })
const SCANS = 'laurel_scans_total{outcome="finished"}'
const PAGES = [
  ['GET', '/metrics'],
  ['POST', '/metrics'],
  ['GET', '/operator'],
  ['POST', '/operator/erase'],
] as const

/** Returns the value of a metric, by its name and labels. */
async function metric(name: string): Promise<number> {
  const answer = await call('/metrics', { headers: OPERATOR })
  const line = (await answer.text()).split('\n').find((text) => text.startsWith(`${name} `))
  return Number(line?.split(' ').at(-1))
}

/** Runs something and returns by how much these metrics have changed. */
async function changesOf(names: string[], run: () => Promise<unknown>): Promise<number[]> {
  const before = await Promise.all(names.map(metric))
  await run()
  const after = await Promise.all(names.map(metric))
  return after.map((value, index) => value - (before[index] ?? Number.NaN))
}

// Other files may have left profiles, which a tick would wake.
beforeAll(async () => {
  await env.REGISTRY.prepare('DELETE FROM profiles').run()
})

const profiles = (visibility: string) => `laurel_profiles{visibility="${visibility}"}`

describe('without OPERATOR_KEY', () => {
  it.each(PAGES)('%s %s is answered like any unknown page', async (method, path) => {
    for (const OPERATOR_KEY of ['', undefined]) {
      const headers = { ...OPERATOR, 'Sec-Fetch-Site': 'same-origin' }
      const [answer, unknown] = await Promise.all([
        callWith({ OPERATOR_KEY }, path, { method, headers }),
        callWith({ OPERATOR_KEY }, '/nowhere', { method, headers }),
      ])
      expect(answer.status).toBe(404)
      expect([...answer.headers]).toEqual([...unknown.headers])
      expect(await answer.text()).toBe(await unknown.text())
    }
  })
})

describe('with OPERATOR_KEY', () => {
  it.each(PAGES)('%s %s asks whoever has no key or a wrong one for it', async (method, path) => {
    for (const presented of [{}, basic('wrong'), basic(''), bearer('wrong'), { Authorization: 'Basic ?' }]) {
      const headers = { ...presented, 'Sec-Fetch-Site': 'same-origin' }
      const answer = await call(path, { method, headers })
      expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Basic realm=/)
      expect(answer.headers.get('Cache-Control')).toBe('no-store')
      expect(await refusal(answer)).toEqual([401, 'operator_only'])
    }
  })

  it('a browser is told in a page', async () => {
    for (const path of ['/operator', '/metrics']) {
      const answer = await call(path, { headers: { Accept: 'text/html' } })
      expect([answer.status, await answer.text()]).toEqual([
        401,
        expect.stringContaining('For the operator only'),
      ])
    }
  })

  it('takes the key by Basic with any name, and as Bearer', async () => {
    for (const headers of [basic(KEY), basic(KEY, ''), bearer(KEY.replaceAll(' ', '-'))]) {
      const OPERATOR_KEY =
        'Authorization' in headers && headers.Authorization.startsWith('Bearer')
          ? KEY.replaceAll(' ', '-')
          : KEY
      const answer = await callWith({ OPERATOR_KEY }, '/metrics', { headers })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    }
  })

  it('tells nobody whether a key is right once the limit is reached', async () => {
    const STRICT_LIMITER = { limit: async () => ({ success: false }) }
    for (const headers of [OPERATOR, basic('wrong')]) {
      expect(await refusal(await callWith({ STRICT_LIMITER }, '/metrics', { headers }))).toEqual([
        429,
        'rate_limited',
      ])
    }
    expect((await callWith({ STRICT_LIMITER }, '/metrics')).status).toBe(401)
  })

  it('no other site makes the browser of an operator erase anything', async () => {
    const { handle } = await create()
    for (const from of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }, {}]) {
      const body = new URLSearchParams({ handle, confirm: 'yes' })
      const answer = await call('/operator/erase', {
        method: 'POST',
        body,
        headers: { ...OPERATOR, ...from },
      })
      expect(await refusal(answer)).toEqual([403, 'cross_site_request'])
    }
    expect(await idOf(handle)).not.toBe('')
  })
})

describe('the numbers', () => {
  it('follow profiles as they come, change and go', async () => {
    const kinds = ['public', 'unlisted', 'private'].map(profiles)
    const created = 'laurel_created_today{kind="profiles"}'
    const owner = await create({ visibility: 'public' })
    const change = (init: RequestInit) => () =>
      call(api(owner.handle), { headers: bearer(owner.key), ...init })
    expect(await changesOf([...kinds, created], () => create({ visibility: 'public' }))).toEqual([1, 0, 0, 1])
    const body = JSON.stringify({ visibility: 'private' })
    const headers = { ...bearer(owner.key), 'Content-Type': 'application/json' }
    expect(await changesOf(kinds, change({ method: 'PATCH', body, headers }))).toEqual([-1, 0, 1])
    expect(await changesOf(kinds, change({ method: 'DELETE' }))).toEqual([0, 0, -1])
  })

  it('count samples apart, and until they are erased', async () => {
    const names = ['laurel_samples', profiles('unlisted'), 'laurel_created_today{kind="samples"}']
    const [bytes, scans] = await Promise.all([metric('laurel_stored_bytes'), metric(SCANS)])
    expect(await changesOf(names, () => sendForm('/sample', {}))).toEqual([1, 0, 1])
    await expect.poll(() => metric(SCANS)).toBeGreaterThan(scans)
    // The chunks of samples are stored once for all of these.
    expect(await metric('laurel_stored_bytes')).toBe(bytes)
    const expire = () =>
      env.REGISTRY.prepare('UPDATE profiles SET expires_at = 1 WHERE expires_at IS NOT NULL').run()
    const [pending = 0] = await changesOf(['laurel_pending_erasures'], expire)
    expect(pending).toBeGreaterThan(0)
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
    const ticked = () => tick(env, Date.now() / 1000)
    expect(await changesOf(['laurel_samples', 'laurel_pending_erasures'], ticked)).toEqual([
      -pending,
      -pending,
    ])
  })

  it('count scans, and the bytes of histories until they are gone', async () => {
    const names = [SCANS, 'laurel_stored_bytes']
    const owner = await create()
    const before = await Promise.all(names.map(metric))
    await uploadGzip(owner, GOLDEN.edges)
    await scanned(owner)
    await expect.poll(() => metric(names[0] ?? '')).toBeGreaterThan(before[0] ?? 0)
    await expect.poll(() => metric(names[1] ?? '')).toBeGreaterThan(before[1] ?? 0)
    await call(api(owner.handle), { method: 'DELETE', headers: bearer(owner.key) })
    expect(await metric(names[1] ?? '')).toBe(before[1])
    expect(await metric(names[0] ?? '')).toBeGreaterThan(before[0] ?? 0)
  })

  it('say what is due, and what has waited for too long', async () => {
    const due = async (seconds: number) => {
      const { handle } = await create()
      const at = Date.now() / 1000 - seconds
      await env.REGISTRY.prepare('UPDATE profiles SET due_at = ? WHERE handle = ?').bind(at, handle).run()
    }
    const names = ['laurel_due_profiles', 'laurel_overdue_profiles']
    expect(await changesOf(names, () => due(60))).toEqual([1, 0])
    expect(await changesOf(names, () => due(3600))).toEqual([1, 1])
    const few = await callWith({ OVERVIEW_COUNTED_MAX: 1 }, '/metrics', { headers: OPERATOR })
    expect(await few.text()).toContain('\nlaurel_due_profiles 1\n')
  })

  it('say when the last tick was, and what it did', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
    const now = Math.floor(Date.now() / 1000)
    expect(await changesOf(['laurel_ticks_total'], () => tick(env, now))).toEqual([1])
    expect(await metric('laurel_last_tick_timestamp_seconds')).toBe(now)
    expect(await metric('laurel_last_tick_duration_seconds')).toBeGreaterThanOrEqual(0)
  })

  it('cost as many rows at any number of profiles that idle', async () => {
    const batch = vi.spyOn(env.REGISTRY, 'batch')
    const rowsRead = async () => {
      await metric('laurel_samples')
      const results = await batch.mock.results.at(-1)?.value
      return z
        .array(META)
        .parse(results)
        .reduce((rows, { meta }) => rows + meta.rows_read, 0)
    }
    const before = await rowsRead()
    await env.REGISTRY.prepare(
      `INSERT INTO profiles (id, handle, visibility, created_at)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
       SELECT 'idle-' || i, 'idle-' || i, 'public', 1 FROM n`,
    ).run()
    expect(await rowsRead()).toBe(before)
    await env.REGISTRY.prepare("DELETE FROM profiles WHERE id LIKE 'idle-%'").run()
  })

  it('name no profile, whatever it is called', async () => {
    const handle = `${CANARY.toLowerCase()}-profile`
    const { key } = await create({ handle, visibility: 'public' })
    const id = await idOf(handle)
    for (const path of ['/metrics', '/operator']) {
      const text = await (await call(path, { headers: OPERATOR })).text()
      for (const secret of [handle, id, key, CANARY, KEY]) expect(text).not.toContain(secret)
    }
  })
})

describe('the page', () => {
  const erase = (fields: Record<string, string>) => sendForm('/operator/erase', fields, OPERATOR)

  it('erases a profile by its handle, as people type it, once that is confirmed', async () => {
    const { handle } = await create({ visibility: 'private' })
    const unconfirmed = await erase({ handle })
    expect([unconfirmed.status, await unconfirmed.text()]).toEqual([
      400,
      expect.stringContaining('nothing was erased'),
    ])
    expect(await idOf(handle)).not.toBe('')
    const answer = await erase({ handle: ` @${handle.toUpperCase()}`, confirm: 'yes' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([
      303,
      expect.stringMatching(/\/operator\?done=erased$/),
    ])
    expect(await idOf(handle)).toBe('')
    expect((await call(`/@${handle}`)).status).toBe(404)
    const again = await call('/operator?done=erased', { headers: OPERATOR })
    expect(await again.text()).toContain('The profile is gone')
  })

  it('says that nobody has a handle', async () => {
    const answer = await erase({ handle: 'nobody-is-called-so', confirm: 'yes' })
    expect([answer.status, await answer.text()]).toEqual([
      404,
      expect.stringContaining('Nobody has this handle.'),
    ])
  })

  it('ends an erasure that was cut off', async () => {
    const { handle } = await create()
    await env.REGISTRY.prepare('UPDATE profiles SET erasing_at = 1 WHERE handle = ?').bind(handle).run()
    expect(await metric('laurel_pending_erasures')).toBeGreaterThan(0)
    expect((await erase({ handle, confirm: 'yes' })).status).toBe(303)
    expect(await idOf(handle)).toBe('')
  })
})
