import { env } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { app } from '../../../functions/app.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { EXPECTED, GOLDEN } from '../histories.ts'
import { call, create, type Owned, put, refusal, scanned, uploadGzip } from './client.ts'

const PATH = '/api/plugins/hermes-achievements'
const HERE = 'http://localhost:8787'
/** What the platform says of a client on the server's own machine. */
const LOCAL = { 'CF-Connecting-IP': '127.0.0.1' }

interface Asking {
  method?: string
  headers?: Record<string, string>
  /** Where the request goes. */
  origin?: string
  /** The server's settings. */
  settings?: object
}

/** Asks as a client of the plugin on the server's own machine, which shows a profile. */
async function ask(rest: string, { handle }: Pick<Owned, 'handle'>, asking: Asking = {}) {
  const { method = 'GET', headers = {}, origin = HERE, settings = {} } = asking
  const request = new Request(origin + PATH + rest, {
    method,
    headers: { ...LOCAL, ...headers },
    redirect: 'manual',
  })
  return app.fetch(request, { ...env, PUBLIC_ORIGIN: '', PLUGIN_PROFILE: handle, ...settings })
}
const answer = async (rest: string, profile: Owned, asking?: Asking) => {
  const response = await ask(rest, profile, asking)
  expect([response.status, response.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
  return response.json()
}

/** Every number whose name is that of a time or a duration. */
function times(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'number' && /_(at|ms|seconds|p95)$/.test(name) ? [inner] : times(inner),
  )
}

let ada: Owned
let empty: Owned

beforeAll(async () => {
  ;[ada, empty] = [await create({ visibility: 'private' }), await create({ visibility: 'private' })]
  expect((await put(ada, GOLDEN.history, { 'Content-Encoding': 'gzip' })).status).toBe(200)
  await scanned(ada)
})

describe('a client of the achievements plugin', () => {
  it('is answered what the plugin would answer, field by field, without a key', async () => {
    const { achievements, sessions: _, aggregate: __, timezone: ___, ...counts } = EXPECTED.history
    const payload = await answer('/achievements', ada)
    expect(payload).toMatchObject({ ...counts, is_stale: false })
    const { achievements: items, scan_meta } = payload as {
      achievements: object[]
      scan_meta: { status: object }
    }
    expect(items).toMatchObject(achievements)
    expect(await answer('/scan-status', ada)).toEqual({
      ...scan_meta.status,
      snapshot_age_seconds: expect.any(Number),
    })
  })

  it('gets the figures of each session from a rescan, too', async () => {
    const { sessions, aggregate, achievements } = EXPECTED.history
    const payload = await answer('/rescan', ada, { method: 'POST' })
    expect(payload).toMatchObject({ ok: true, aggregate, achievements, error: null })
    const byId = (list: { session_id: string }[]) =>
      list.toSorted((a, b) => (a.session_id < b.session_id ? -1 : 1))
    const { sessions: answered } = payload as { sessions: { session_id: string }[] }
    expect(byId(answered)).toMatchObject(
      byId(sessions).map((session) => ({ ...session, tool_names: expect.any(Array) })),
    )
  })

  it('gets the latest unlocks and the badges of a session', async () => {
    const unlocked = EXPECTED.history.achievements.filter(({ state }) => state === 'unlocked')
    const recent = (await answer('/recent-unlocks', ada)) as { id: string; unlocked_at: number }[]
    expect(recent).toHaveLength(Math.min(20, unlocked.length))
    for (const item of recent) expect(item).toMatchObject(unlocked.find(({ id }) => id === item.id) ?? {})
    expect(recent.map((item) => item.unlocked_at)).toEqual(
      recent.map((item) => item.unlocked_at).toSorted((a, b) => b - a),
    )
    const best = unlocked.find(({ evidence }) => evidence !== null)
    const { session_id = '' } = { ...(best?.evidence as { session_id?: string } | undefined) }
    const { badges, ...rest } = (await answer(`/sessions/${session_id}/badges`, ada)) as { badges: object[] }
    expect([rest, badges]).toEqual([
      { session_id },
      expect.arrayContaining([expect.objectContaining({ id: best?.id, tier: best?.tier })]),
    ])
  })

  it('gets no badges of a session that is not known', async () => {
    for (const id of ['nobody', '%F0%9F%8F%86', 'x'.repeat(300)]) {
      const session_id = decodeURIComponent(id)
      expect(await answer(`/sessions/${id}/badges`, ada)).toEqual({ session_id, badges: [] })
    }
  })

  it('gets whole numbers for times', async () => {
    for (const path of ['/achievements', '/scan-status', '/recent-unlocks']) {
      const found = times(await answer(path, ada))
      expect(found.length).toBeGreaterThan(0)
      expect(found.filter((time) => !Number.isInteger(time))).toEqual([])
    }
  })

  it('is told that a profile without a history is scanned, so that it stops asking', async () => {
    const nothing = { snapshot_stale: false, snapshot_age_seconds: 0, state: 'idle' }
    const view = {
      is_stale: false,
      error: null,
      generated_at: expect.any(Number),
      unlocked_count: 0,
      total_count: CATALOG.length,
      scan_meta: { mode: 'full', sessions_total: 0, sessions_expected_total: 0, status: nothing },
    }
    expect(await answer('/achievements', empty)).toMatchObject(view)
    expect(await answer('/scan-status', empty)).toMatchObject(nothing)
    expect(await answer('/recent-unlocks', empty)).toEqual([])
    const rescanned = await answer('/rescan', empty, { method: 'POST' })
    expect(rescanned).toMatchObject({ ...view, ok: true, sessions: [], aggregate: { session_count: 0 } })
  })

  it('sees a history pending until it is scanned, and can have all forgotten', async () => {
    const own = await create()
    await uploadGzip(own, GOLDEN.history)
    expect((await scanned(own)).unlocked_count).toBeGreaterThan(0)
    expect(await answer('/reset-state', own, { method: 'POST' })).toEqual({ ok: true })
    expect(await answer('/scan-status', own)).toMatchObject({ snapshot_generated_at: null })
    expect(await answer('/achievements', own)).toMatchObject({
      is_stale: true,
      unlocked_count: 0,
      scan_meta: { mode: 'pending' },
    })
    await scanned(own)
  })
})

describe('the API of the plugin', () => {
  it.each(['GET', 'POST', 'DELETE'])('does not exist without a profile to show, for %s', async (method) => {
    for (const rest of ['/achievements', '/rescan', '', '/nothing']) {
      const settings = { PLUGIN_PROFILE: '' }
      expect(await refusal(await ask(rest, ada, { method, settings }))).toEqual([404, 'not_found'])
    }
    expect(await refusal(await call(`${PATH}/achievements`, { headers: LOCAL }))).toEqual([404, 'not_found'])
  })

  it('refuses whoever is not on this machine, and pages of other sites', async () => {
    const elsewhere = { 'CF-Connecting-IP': '192.0.2.1' }
    for (const method of ['GET', 'POST']) {
      const rest = method === 'GET' ? '/achievements' : '/reset-state'
      const code = async (headers: Record<string, string>) =>
        refusal(await ask(rest, ada, { method, headers }))
      expect(await code(elsewhere)).toEqual([403, 'loopback_only'])
      expect(await code({ 'Sec-Fetch-Site': 'cross-site' })).toEqual([403, 'cross_site_request'])
    }
  })

  it.each(['/rescan', '/reset-state'])('limits %s', async (rest) => {
    const settings = { WRITE_LIMITER: { limit: async () => ({ success: false }) } }
    expect(await refusal(await ask(rest, ada, { method: 'POST', settings }))).toEqual([429, 'rate_limited'])
  })

  it('is out of reach where people use another origin, as a proxy may stand before it', async () => {
    const settings = { PUBLIC_ORIGIN: 'https://laurel.example' }
    const local = await ask('/achievements', ada, { settings })
    expect([local.status, local.headers.get('Location')]).toEqual([
      308,
      `https://laurel.example${PATH}/achievements`,
    ])
    const origin = 'https://laurel.example'
    expect(await refusal(await ask('/achievements', ada, { settings, origin }))).toEqual([
      403,
      'loopback_only',
    ])
    expect(await refusal(await ask('/rescan', ada, { settings, method: 'POST' }))).toEqual([
      421,
      'other_host',
    ])
  })

  it('takes the handle as people type it, and says if nobody has it', async () => {
    await answer('/scan-status', ada, { settings: { PLUGIN_PROFILE: ` @${ada.handle.toUpperCase()}` } })
    for (const handle of ['no-such-handle', 'a/b', '@']) {
      const answered = await ask('/achievements', { handle })
      expect(await refusal(answered)).toEqual([404, 'profile_not_found'])
    }
  })
})
