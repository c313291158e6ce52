import { beforeEach, describe, expect, it } from 'vitest'
import { liveClient } from '../../../src/client/live-client.ts'
import { LiveSessionSchema } from '../../../src/contract/live.ts'
import { rowsOf, withSettings } from '../scan/profiles.ts'
import {
  api,
  bearer,
  call,
  create,
  ORIGIN,
  type Owned,
  refusal,
  scanned,
  sendJson,
  upload,
} from './client.ts'
import { history } from './histories.ts'

const REPORT = {
  message_count: 4,
  input_tokens: 250,
  output_tokens: 60,
  estimated_cost_usd: 0.3,
  title: 'Title',
}

let profile: Owned
const path = (id: string, rest = '') => api(profile.handle, `/live-sessions/${id}${rest}`)
const headers = () => bearer(profile.key)
const put = (id: string, report: object = REPORT) => sendJson('PUT', path(id), report, headers())
const session = async (answer: Response) => LiveSessionSchema.strip().parse(await answer.json())
const stored = () => rowsOf(profile.handle, 'SELECT session_id FROM live_sessions ORDER BY session_id')
const streaming = () => rowsOf(profile.handle, 'SELECT session_id, stream_id FROM live_streams')

async function setSync(on: boolean) {
  const answer = await sendJson('PATCH', api(profile.handle), { sync_to_insights: on }, headers())
  expect(answer.status).toBe(200)
  return answer.json<{ sync_to_insights: boolean }>()
}

beforeEach(async () => {
  profile = await create({ visibility: 'public' })
})

describe('the setting sync_to_insights', () => {
  it('is off at first, is told to the owner alone, and is changed by itself', async () => {
    const read = async (init: RequestInit) => (await call(api(profile.handle), init)).json()
    expect(await read({ headers: headers() })).toMatchObject({ sync_to_insights: false })
    expect(await setSync(true)).toMatchObject({
      sync_to_insights: true,
      visibility: 'public',
      time_zone: 'UTC',
    })
    expect(await read({})).not.toHaveProperty('sync_to_insights')
    await sendJson('PATCH', api(profile.handle), { time_zone: 'Asia/Tokyo' }, headers())
    expect(await read({ headers: headers() })).toMatchObject({ sync_to_insights: true })
  })

  it('while off has reports and turns accepted and dropped, also those of sessions that are there', async () => {
    expect((await put('s1')).status).toBe(204)
    expect((await sendJson('POST', path('s1', '/stream'), { stream_id: 't1' }, headers())).status).toBe(204)
    expect([await stored(), await streaming()]).toEqual([[], []])
    await setSync(true)
    await put('s1')
    await setSync(false)
    expect((await put('s1', { message_count: 99 })).status).toBe(204)
    await setSync(true)
    expect(await session(await put('s1', {}))).toMatchObject({ message_count: 4 })
  })
})

describe('a report', () => {
  beforeEach(() => setSync(true))

  it('makes a session once something was said, and answers it as it is then', async () => {
    expect((await put('s1', { message_count: 0, title: 'Nothing yet' })).status).toBe(204)
    expect(await stored()).toEqual([])
    const answer = await put('s1')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(await session(answer)).toMatchObject({
      id: 's1',
      source: 'webui',
      ...REPORT,
      actual_cost_usd: null,
    })
  })

  it('that comes twice changes nothing', async () => {
    const first = await session(await put('s1'))
    expect(await session(await put('s1'))).toEqual(first)
    expect(await stored()).toHaveLength(1)
  })

  it('that comes late changes nothing', async () => {
    const later = { ...REPORT, message_count: 9, output_tokens: 90, title: 'Later', reported_at: 20 }
    const latest = await session(await put('s1', later))
    expect(await session(await put('s1', { ...REPORT, reported_at: 10 }))).toEqual(latest)
  })

  it('of those that come at once: every session is made once, and the newest counts', async () => {
    const turns = Array.from({ length: 20 }, (_, turn) => ({
      ...REPORT,
      message_count: turn + 1,
      revision: turn + 1,
    }))
    const answers = await Promise.all(turns.flatMap((turn) => [put('s1', turn), put('s2', turn)]))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const [one, two] = [await session(await put('s1', {})), await session(await put('s2', {}))]
    expect([one.message_count, two.message_count]).toEqual([20, 20])
    expect([one.title, two.title].sort()).toEqual(['Title', 'Title #2'])
    expect(await stored()).toHaveLength(2)
  })

  it('is taken as far as it is good, and the answer says what was left out', async () => {
    const answer = await put('s1', {
      message_count: 5,
      input_tokens: -1,
      title: 'x'.repeat(101),
      messages: ['hi'],
    })
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      {
        message_count: 5,
        input_tokens: 0,
        title: 'x'.repeat(100),
        left_out: [{ field: 'input_tokens' }, { field: 'title' }, { field: 'messages' }],
      },
    ])
    const nothing = await put('s2', { input_tokens: -1 })
    expect([nothing.status, await nothing.json()]).toMatchObject([
      202,
      { left_out: [{ field: 'input_tokens' }] },
    ])
    expect(await stored()).toEqual([{ session_id: 's1' }])
  })

  it('is of any session that Hermes can name', async () => {
    for (const id of ['agent:main:whatsapp:group:123@g.us', 'a/b', 'Ü b', 'x'.repeat(256)]) {
      expect((await session(await put(encodeURIComponent(id)))).id).toBe(id)
    }
  })

  it('is refused where it is too large, does not parse, is no object, or is of no session', async () => {
    expect(await refusal(await put('s1', { title: 'x'.repeat(20_000) }))).toEqual([413, 'body_too_large'])
    expect(await refusal(await put('s1', []))).toEqual([400, 'invalid_request'])
    const broken = { method: 'PUT', body: '{', headers: { ...headers(), 'Content-Type': 'application/json' } }
    expect(await refusal(await call(path('s1'), broken))).toEqual([400, 'invalid_request'])
    for (const id of ['a%0Ab', 'x'.repeat(257)]) {
      expect(await refusal(await put(id))).toEqual([400, 'invalid_request'])
    }
  })

  it('of a session too many is refused; those that are there go on', async () => {
    const restore = withSettings({ LIVE_SESSIONS_MAX: 1 })
    profile = await create()
    await setSync(true)
    await put('s1')
    expect(await refusal(await put('s2'))).toEqual([422, 'too_many_sessions'])
    expect(await session(await put('s1', { message_count: 7 }))).toMatchObject({ message_count: 7 })
    restore()
  })

  it('counts for no achievement, nor anywhere on the page', async () => {
    await upload(profile, await history(3))
    const { achievements, aggregate } = await scanned(profile)
    await put('s1', { message_count: 100_000, input_tokens: 1e9, model: 'claude', title: 'Canary7Q' })
    const after = await scanned(profile)
    expect([after.achievements, after.aggregate]).toEqual([achievements, aggregate])
    expect(await (await call(`/@${profile.handle}`)).text()).not.toContain('Canary7Q')
  })
})

describe('a session that is reported', () => {
  beforeEach(() => setSync(true))
  const rename = (id: string, title: string | null) => sendJson('PATCH', path(id), { title }, headers())

  it('keeps the title that a person gave it', async () => {
    await put('s1')
    expect(await session(await rename('s1', '  Mine\u200b '))).toMatchObject({ title: 'Mine' })
    expect(await session(await put('s1', { title: 'Agent', message_count: 8 }))).toMatchObject({
      title: 'Mine',
    })
  })

  it('is not given the title of another by hand, nor one that is too long, nor any when it is not there', async () => {
    await put('s1')
    await put('s2', { ...REPORT, title: 'Other' })
    expect(await refusal(await rename('s2', 'Title'))).toEqual([409, 'title_taken'])
    expect(await refusal(await rename('s2', 'x'.repeat(101)))).toEqual([422, 'title_too_long'])
    expect(await refusal(await rename('s3', 'New'))).toEqual([404, 'session_not_found'])
    expect(await session(await rename('s1', 'Title'))).toMatchObject({ title: 'Title' })
  })

  it('is told from others of its title by a number, however many these are', async () => {
    const titles = []
    for (const id of ['s1', 's2', 's3']) titles.push((await session(await put(id))).title)
    expect(titles).toEqual(['Title', 'Title #2', 'Title #3'])
    const quoted = "'%_\u{10ffff}' #1"
    expect((await session(await put('q1', { ...REPORT, title: quoted }))).title).toBe(quoted)
    expect((await session(await put('q2', { ...REPORT, title: quoted }))).title).toBe(`${quoted} #2`)
    expect((await session(await put('q3', { ...REPORT, title: quoted }))).title).toBe(`${quoted} #3`)
  })

  it('can be removed, with its turn', async () => {
    await put('s1')
    await sendJson('POST', path('s1', '/stream'), { stream_id: 't1' }, headers())
    const remove = () => call(path('s1'), { method: 'DELETE', headers: headers() })
    expect((await remove()).status).toBe(204)
    expect([await stored(), await streaming()]).toEqual([[], []])
    expect(await refusal(await remove())).toEqual([404, 'session_not_found'])
  })

  it('is in the archive of its profile, and gone with it', async () => {
    await put('s1', { ...REPORT, billing_mode: 'subscription' })
    const archive = await (await call(api(profile.handle, '/archive'), { headers: headers() })).text()
    expect(archive).toContain('live-sessions.json')
    expect(archive).toContain('subscription')
    await call(api(profile.handle), { method: 'DELETE', headers: headers() })
    expect(await refusal(await put('s1'))).toEqual([404, 'profile_not_found'])
  })
})

describe('a turn', () => {
  beforeEach(() => setSync(true))
  const begin = (id: string, stream_id: string) =>
    sendJson('POST', path(id, '/stream'), { stream_id }, headers())
  const end = (id: string, query = '') =>
    call(path(id, `/stream${query}`), { method: 'DELETE', headers: headers() })

  it('streams from when it begins to when it ends, and makes no session', async () => {
    expect((await begin('s1', 't1')).status).toBe(204)
    expect(await streaming()).toEqual([{ session_id: 's1', stream_id: 't1' }])
    expect(await stored()).toEqual([])
    expect((await end('s1')).status).toBe(204)
    expect(await streaming()).toEqual([])
    expect((await end('s1')).status).toBe(204)
  })

  it('that begins takes the place of the one before, whose end comes late and ends nothing', async () => {
    await begin('s1', 't1')
    await begin('s1', 't2')
    await end('s1', '?stream_id=t1')
    expect(await streaming()).toEqual([{ session_id: 's1', stream_id: 't2' }])
    await end('s1', '?stream_id=t2')
    expect(await streaming()).toEqual([])
  })

  it('is named as sessions are', async () => {
    for (const stream_id of ['', 'a\nb', 7]) {
      const answer = await sendJson('POST', path('s1', '/stream'), { stream_id }, headers())
      expect(await refusal(answer)).toEqual([400, 'invalid_request'])
    }
  })
})

describe('the client', () => {
  beforeEach(() => setSync(true))

  it('is understood, and says when it was told of a report', async () => {
    const problems: unknown[] = []
    const bodies: unknown[] = []
    const client = liveClient({
      server: ORIGIN,
      handle: profile.handle,
      ownerKey: profile.key,
      fetch: (url, init) => {
        bodies.push(JSON.parse(String(init?.body ?? null)))
        return call(String(url).slice(ORIGIN.length), init)
      },
      onProblem: (problem) => problems.push(problem),
    })
    const told = Date.now() / 1000
    client.report('s1', { ...REPORT, model: null, started_at: 1_760_000_000 })
    client.beginTurn('s1', 't1')
    expect(await client.flush()).toBe(true)
    expect(await session(await put('s1', {}))).toMatchObject({ ...REPORT, started_at: 1_760_000_000 })
    expect(await streaming()).toEqual([{ session_id: 's1', stream_id: 't1' }])
    expect(bodies[0]).toMatchObject({ reported_at: expect.closeTo(told, -2) })
    client.endTurn('s1', 't1')
    expect(await client.flush()).toBe(true)
    expect([await streaming(), problems]).toEqual([[], []])
  })
})
