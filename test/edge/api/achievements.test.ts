import { z } from '@hono/zod-openapi'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  type Achievement,
  AchievementSchema,
  AchievementsPayloadSchema,
  RecentUnlocksSchema,
  ScanMetaSchema,
  ScanStatusSchema,
  SummarySchema,
} from '../../../src/contract/achievements.ts'
import { ProfileSchema } from '../../../src/contract/profiles.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { COUNTED_STATS } from '../../../src/engine/stats.ts'
import { TIER_NAMES } from '../../../src/engine/types.ts'
import { EXPECTED, GOLDEN } from '../histories.ts'
import { api, bearer, call, create, type Owned, put, refusal, scanned, sendJson, upload } from './client.ts'
import { history } from './histories.ts'

/** The contract's shapes with nothing besides what they name. */
const Exact = AchievementsPayloadSchema.extend({
  achievements: z.array(AchievementSchema.strict()),
  scan_meta: ScanMetaSchema.extend({ status: ScanStatusSchema.strict() }).strict(),
}).strict()

let profile: Owned

beforeAll(async () => {
  profile = await create({ visibility: 'public' })
  expect((await put(profile, GOLDEN.history, { 'Content-Encoding': 'gzip' })).status).toBe(200)
  await scanned(profile)
})

const get = (rest: string, headers: HeadersInit = {}) => call(api(profile.handle, rest), { headers })

async function list(query: string): Promise<Achievement[]> {
  const answer = await get(`/achievements?${query}`)
  expect(answer.status).toBe(200)
  return Exact.parse(await answer.json()).achievements
}

describe('the answers have the shapes of the contract', () => {
  it('before there is anything to show', async () => {
    const fresh = await create()
    const view = Exact.parse(await (await call(api(fresh.handle, '/achievements'))).json())
    expect(view).toMatchObject({ is_stale: true, unlocked_count: 0, scan_meta: { mode: 'pending' } })
    expect(view.achievements).toHaveLength(CATALOG.length)
    expect(
      RecentUnlocksSchema.parse(await (await call(api(fresh.handle, '/recent-unlocks'))).json()),
    ).toEqual([])
    SummarySchema.strict().parse(await (await call(api(fresh.handle, '/achievements/summary'))).json())
    ScanStatusSchema.strict().parse(await (await call(api(fresh.handle, '/scan-status'))).json())
  })

  it('to strangers and to the owner, who alone sees which session stands as evidence', async () => {
    const stranger = Exact.parse(await (await get('/achievements')).json())
    const owner = Exact.parse(await (await get('/achievements', bearer(profile.key))).json())
    expect(stranger.unlocked_count).toBeGreaterThan(0)
    expect(stranger.achievements.some(({ evidence }) => evidence?.title !== undefined)).toBe(false)
    expect(owner.achievements.some(({ evidence }) => evidence?.session_id !== undefined)).toBe(true)
    expect(owner.total_count).toBe(owner.unlocked_count + owner.discovered_count + owner.secret_count)
  })

  it('of the profile and the scan status', async () => {
    expect(ProfileSchema.strict().parse(await (await get('')).json())).toMatchObject({
      handle: profile.handle,
      visibility: 'public',
    })
    expect(ScanStatusSchema.strict().parse(await (await get('/scan-status')).json())).toMatchObject({
      state: 'idle',
      failed_count: 0,
    })
  })
})

describe('GET achievements', () => {
  it('filters by state and category', async () => {
    for (const state of ['unlocked', 'discovered', 'secret'] as const) {
      const items = await list(`state=${state}`)
      expect(items).toHaveLength(EXPECTED.history.achievements.filter((item) => item.state === state).length)
      expect(items.every((item) => item.state === state)).toBe(true)
    }
    const [first] = await list('')
    const category = first?.category ?? ''
    const items = await list(`category=${encodeURIComponent(category.toUpperCase())}`)
    expect(items.length).toBeGreaterThan(0)
    expect(items.every((item) => item.category === category)).toBe(true)
    expect(await list('category=No+such')).toEqual([])
  })

  it.each<[string, (item: Achievement) => number | string]>([
    ['name', (item) => item.name],
    ['progress', (item) => item.progress_pct],
    ['tier', (item) => (item.tier === null ? -1 : TIER_NAMES.indexOf(item.tier))],
    ['evidence', (item) => item.evidence?.value ?? -1],
    ['unlocked_at', (item) => item.unlocked_at ?? -1],
  ])('sorts by %s, either way', async (key, value) => {
    const [up, down] = [await list(`sort_by=${key}&order=asc`), await list(`sort_by=${key}&order=desc`)]
    const sorted = up.map(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    expect(new Set(sorted).size).toBeGreaterThan(1)
    expect(up.map(value)).toEqual(sorted)
    expect(down.map(value)).toEqual(sorted.toReversed())
  })

  it('answers so many as are asked for, and counts all', async () => {
    expect(await list('limit=3')).toHaveLength(3)
    expect(await list('limit=1000')).toHaveLength(CATALOG.length)
  })

  it.each([
    'state=locked',
    'state=',
    'state=unlocked&state=secret',
    'sort_by=id',
    'order=up',
    'limit=0',
    'limit=-1',
    'limit=1.5',
    'limit=many',
    'limit=1001',
    'limit=',
  ])('refuses %s', async (query) => {
    expect(await refusal(await get(`/achievements?${query}`))).toEqual([400, 'invalid_request'])
  })
})

describe('GET recent-unlocks', () => {
  it('answers 20 unlocked ones at most, newest first', async () => {
    const items = RecentUnlocksSchema.parse(await (await get('/recent-unlocks')).json())
    const times = items.map((item) => item.unlocked_at ?? 0)
    expect(items.every((item) => item.unlocked)).toBe(true)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(items).toHaveLength(Math.min(20, (await list('state=unlocked')).length))
  })
})

describe('GET achievements/summary', () => {
  it('agrees with the view', async () => {
    const summary = SummarySchema.strict().parse(await (await get('/achievements/summary')).json())
    const unlocked = await list('state=unlocked')
    expect(summary).toMatchObject({
      unlocked_count: unlocked.length,
      total_sessions: EXPECTED.history.sessions.length,
    })
    expect(summary.unlocked_ids.toSorted()).toEqual(unlocked.map(({ id }) => id).sort())
    expect(summary.strengths[0]?.unlocked).toBeGreaterThan(0)
    expect(summary.gaps.every((gap) => gap.unlocked < gap.total)).toBe(true)
  })
})

describe('GET sessions/:id/badges', () => {
  it('tells the owner what the session alone would unlock', async () => {
    const view = Exact.parse(await (await get('/achievements', bearer(profile.key))).json())
    const best = view.achievements.find(({ evidence }) => evidence?.session_id !== undefined)
    const id = best?.evidence?.session_id ?? ''
    const answer = await get(`/sessions/${id}/badges`, bearer(profile.key))
    const Badges = z.strictObject({
      session_id: z.string(),
      badges: z.array(AchievementSchema.partial().strict()),
    })
    const { session_id, badges } = Badges.parse(await answer.json())
    expect(session_id).toBe(id)
    expect(badges.map((badge) => badge.id)).toContain(best?.id)
  })

  it.each(['nobody', '%2e%2e%2fetc', 'x'.repeat(256), '%F0%9F%8F%86', '%00'])(
    'has no session %s',
    async (id) => {
      const answer = await get(`/sessions/${id}/badges`, bearer(profile.key))
      expect(await refusal(answer)).toEqual([404, 'session_not_found'])
    },
  )

  it('refuses an id that is none', async () => {
    const answer = await get(`/sessions/${'x'.repeat(257)}/badges`, bearer(profile.key))
    expect(await refusal(answer)).toEqual([400, 'invalid_request'])
  })
})

describe('GET export', () => {
  it('is the view as JSON unless asked otherwise', async () => {
    const answer = await get('/export?state=unlocked')
    expect(Exact.parse(await answer.json()).achievements).toEqual(await list('state=unlocked'))
    expect((await get('/export?format=json')).headers.get('Content-Type')).toContain('application/json')
  })

  it('is a Markdown document of every badge', async () => {
    const answer = await get('/export?format=markdown')
    expect(answer.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8')
    const text = await answer.text()
    expect(text).toContain(`# Achievements of @${profile.handle}`)
    expect(text.match(/^\| (?!Badge)/gm)).toHaveLength(CATALOG.length)
  })

  it('is a picture that can do nothing', async () => {
    const answer = await get('/export?format=svg')
    expect(answer.headers.get('Content-Type')).toBe('image/svg+xml; charset=utf-8')
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
    const policy = answer.headers.get('Content-Security-Policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('sandbox')
    expect(policy).not.toMatch(/script-src|'self'|https?:/)
    expect(
      elements(await answer.text()).filter((name) => /script|foreignObject|image|use|^a$/.test(name)),
    ).toEqual([])
  })

  it('counts all badges, whichever of them it shows', async () => {
    const { unlocked_count } = Exact.parse(await (await get('/achievements')).json())
    for (const format of ['svg', 'markdown']) {
      const text = await (await get(`/export?format=${format}&state=unlocked`)).text()
      expect(text).toContain(`${unlocked_count} of ${CATALOG.length} unlocked`)
    }
  })

  it.each(['pdf', 'SVG', '', 'json,svg', '__proto__'])(
    'in the format “%s” is refused, with those that there are',
    async (format) => {
      const answer = await get(`/export?format=${encodeURIComponent(format)}`)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toEqual({
        error: { code: 'unsupported_format', message: expect.any(String), hint: expect.any(String) },
        supported: ['json', 'markdown', 'svg'],
      })
    },
  )

  it('refuses a state that there is not', async () => {
    expect(await refusal(await get('/export?state=lost'))).toEqual([400, 'invalid_request'])
  })
})

describe('POST rescan', () => {
  it('answers the new view with each session’s figures and their sum', async () => {
    const own = await create()
    await upload(own, await history(7))
    for (const query of ['', '?full=true', '?full=false']) {
      const answer = await call(api(own.handle, `/rescan${query}`), {
        method: 'POST',
        headers: bearer(own.key),
      })
      const body = Exact.extend({
        ok: z.literal(true),
        sessions: z.array(
          z.looseObject({ session_id: z.string(), title: z.string(), tool_call_count: z.int() }),
        ),
        aggregate: z.record(z.string(), z.number()),
      }).parse(await answer.json())
      expect(body.sessions.map(({ session_id }) => session_id).sort()).toEqual(
        Array.from({ length: 7 }, (_, index) => `session-salt-${index}`),
      )
      expect(Object.keys(body.sessions[0] ?? {})).toEqual(expect.arrayContaining([...COUNTED_STATS]))
      expect(body.aggregate).toMatchObject({ session_count: 7, total_tool_calls: 7 })
      expect(body.scan_meta.sessions_rescanned).toBe(
        query === '?full=true' ? 7 : body.scan_meta.sessions_total - body.scan_meta.sessions_reused,
      )
    }
  })

  it('answers a pending view where there is nothing to scan', async () => {
    const empty = await create()
    const answer = await call(api(empty.handle, '/rescan'), { method: 'POST', headers: bearer(empty.key) })
    expect(await answer.json()).toMatchObject({
      ok: true,
      sessions: [],
      aggregate: null,
      scan_meta: { mode: 'pending' },
    })
  })

  it.each(['full=yes', 'full=', 'full=1'])('refuses %s', async (query) => {
    const answer = await call(api(profile.handle, `/rescan?${query}`), {
      method: 'POST',
      headers: bearer(profile.key),
    })
    expect(await refusal(answer)).toEqual([400, 'invalid_request'])
  })
})

describe('POST reset-state', () => {
  it('forgets what was unlocked, and the next scan earns it again', async () => {
    const own = await create()
    await upload(own, await history(7))
    const { unlocked_count } = await scanned(own)
    const answer = await call(api(own.handle, '/reset-state'), { method: 'POST', headers: bearer(own.key) })
    expect(await answer.json()).toEqual({ ok: true })
    const view = await call(api(own.handle, '/achievements'))
    expect(await view.json()).toMatchObject({ unlocked_count: 0, generated_at: null })
    expect((await scanned(own)).unlocked_count).toBe(unlocked_count)
  })
})

describe('PATCH', () => {
  it('changes what it names and nothing else', async () => {
    const own = await create({ time_zone: 'Asia/Tokyo', visibility: 'private' })
    const change = (body: object) => sendJson('PATCH', api(own.handle), body, bearer(own.key))
    expect(await (await change({ visibility: 'public' })).json()).toMatchObject({
      time_zone: 'Asia/Tokyo',
      visibility: 'public',
    })
    expect(await (await change({ time_zone: 'UTC' })).json()).toMatchObject({
      time_zone: 'UTC',
      visibility: 'public',
    })
    expect(await (await call(api(own.handle))).json()).toMatchObject({
      time_zone: 'UTC',
      visibility: 'public',
    })
  })

  it.each([
    [{}, 'invalid_request'],
    [{ handle: 'another' }, 'invalid_request'],
    [{ visibility: 'hidden' }, 'invalid_request'],
    [{ time_zone: 'Nowhere' }, 'invalid_time_zone'],
    [[], 'invalid_request'],
  ])('refuses %j', async (body, code) => {
    const answer = await sendJson('PATCH', api(profile.handle), body, bearer(profile.key))
    expect(await refusal(answer)).toEqual([400, code])
  })
})

/** The names of an XML document's elements; throws where a tag is not closed by its like. */
function elements(xml: string): string[] {
  const open: string[] = []
  const names: string[] = []
  for (const [, closing, name = '', empty] of xml.matchAll(
    /<(\/?)([A-Za-z]+)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/g,
  )) {
    if (closing) expect(open.pop()).toBe(name)
    else {
      names.push(name)
      if (!empty) open.push(name)
    }
  }
  expect(open).toEqual([])
  expect(names[0]).toBe('svg')
  expect(xml.match(/</g)).toHaveLength(
    [...xml.matchAll(/<\/?[A-Za-z]+(?:\s+[\w:-]+="[^"<]*")*\s*\/?>/g)].length,
  )
  expect(xml.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
  return names
}
