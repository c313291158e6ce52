import { abortAllDurableObjects, env, runInDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, it } from 'vitest'
import { ProfileContext } from '../../../functions/profile/context.ts'
import { LiveSessions } from '../../../functions/profile/services/live.ts'
import type { HermesHook } from '../../../src/contract/hermes-events.ts'
import { DEFAULT_LIST } from '../../../src/sessions/list/list-options.ts'
import { hermesEvents, type Posted, SAID, signed, usageOf } from '../../fake-hermes.ts'
import { api, bearer, call, create, type Owned, refusal } from '../api/client.ts'
import {
  clientOf,
  idOf,
  newProfile,
  nowSeconds,
  objectOf,
  pass,
  RECORDS_BY_PLACE,
  rowsOf,
  stopTheClock,
  WITHOUT_PLACES,
  withSettings,
} from './profiles.ts'

beforeEach(stopTheClock)

async function liveProfile(): Promise<string> {
  const handle = await newProfile()
  await clientOf(handle).profile.change({ sync_to_insights: true })
  return handle
}

const change = (handle: string, id: string, what: Parameters<LiveSessions['change']>[2]) =>
  clientOf(handle).live.change(idOf.get(handle) ?? '', id, what)
const begin = (handle: string, id: string, streamId: string) =>
  change(handle, id, { kind: 'stream', streamId })
const report = (handle: string, id: string, message_count: number) =>
  change(handle, id, { kind: 'report', report: { message_count } })

/** What is known at this moment of some sessions. */
const liveness = (handle: string, ...ids: string[]) =>
  runInDurableObject(objectOf(handle), (_object, state) => {
    const live = new LiveSessions(new ProfileContext(state, env), () => undefined)
    return { streaming: live.streaming(), known: Object.fromEntries(live.liveness(ids)) }
  })

describe('a turn', () => {
  it('that is not renewed within 60 s has ended', async () => {
    const handle = await liveProfile()
    await begin(handle, 's1', 't1')
    pass(59)
    expect((await liveness(handle, 's1')).streaming).toEqual(['s1'])
    pass(1)
    expect(await liveness(handle, 's1')).toEqual({ streaming: [], known: {} })
  })

  it('that is renewed goes on, and is still the one that began then', async () => {
    const handle = await liveProfile()
    const began = nowSeconds()
    await begin(handle, 's1', 't1')
    pass(45)
    await begin(handle, 's1', 't1')
    pass(45)
    const { streaming, known } = await liveness(handle, 's1')
    expect(streaming).toEqual(['s1'])
    expect(known.s1).toMatchObject({ active_stream_id: 't1', pending_started_at: began })
  })

  it('that comes after one that ended by itself is a new one, be it of the same name', async () => {
    const handle = await liveProfile()
    await begin(handle, 's1', 't1')
    pass(100)
    await begin(handle, 's1', 't1')
    expect((await liveness(handle, 's1')).known.s1).toMatchObject({ pending_started_at: nowSeconds() })
  })

  it('outlives its object', async () => {
    const handle = await liveProfile()
    await begin(handle, 's1', 't1')
    await abortAllDurableObjects()
    pass(10)
    expect((await liveness(handle, 's1')).streaming).toEqual(['s1'])
  })

  it('answers a message until a report has more of them', async () => {
    const handle = await liveProfile()
    await report(handle, 's1', 2)
    pass(30)
    await begin(handle, 's1', 't1')
    expect((await liveness(handle, 's1')).known.s1).toMatchObject({ pending_started_at: nowSeconds() })
    pass(5)
    await report(handle, 's1', 4)
    expect((await liveness(handle, 's1', 's2')).known).toEqual({
      s1: {
        active_stream_id: 't1',
        pending_started_at: null,
        updated_at: nowSeconds(),
        last_message_at: nowSeconds(),
      },
    })
  })
})

describe('events that Hermes posts', () => {
  /** A profile, and what Hermes needs to post to it. */
  async function hermes() {
    const profile = await create()
    const path = api(profile.handle, '/hermes-events')
    const setUp = async (method = 'POST') => {
      const answer = await call(`${path}/secret`, { method, headers: bearer(profile.key) })
      return answer.status === 201 ? (await answer.json<HermesHook>()).secret : ''
    }
    const secret = await setUp()
    const post = async (event: Posted, key = secret) => {
      const { headers, body } = await signed(event, key)
      return call(path, { method: 'POST', headers, body })
    }
    return { ...profile, path, setUp, post }
  }
  const listOf = async ({ handle }: Owned) =>
    clientOf(handle).sessions.list({ ...DEFAULT_LIST, history: null, all: false })
  const rowsIn = async (owned: Owned) =>
    (await listOf(owned)).sessions.map(({ id, message_count, input_tokens, output_tokens, is_streaming }) => [
      id,
      message_count,
      input_tokens,
      output_tokens,
      is_streaming,
    ])

  it('in order, out of order, twice and over a restart, add up to the plain sum', async () => {
    const agent = await hermes()
    const sessions = ['agent:main:whatsapp:group:123@g.us', '20261128_101500_a1b2c3']
    const all = sessions.flatMap((id, index) => hermesEvents(id, nowSeconds() - 60 + index, 3))
    const middle = all.length / 2
    for (const event of all.slice(0, middle)) expect((await agent.post(event)).status).toBe(204)
    await abortAllDurableObjects()
    for (const event of all.toReversed()) expect((await agent.post(event)).status).toBe(204)
    for (const event of all) await agent.post(event)
    const usage = [0, 1, 2, 3, 4, 5].map(usageOf)
    const input = usage.reduce((sum, { input_tokens }) => sum + input_tokens, 0)
    const output = usage.reduce((sum, { output_tokens }) => sum + output_tokens, 0)
    expect(await rowsIn(agent)).toEqual(sessions.toReversed().map((id) => [id, 9, input, output, false]))
    const { report } = await clientOf(agent.handle).insights.report({ days: 7, source: 'telegram' })
    expect(report).toMatchObject({
      overview: {
        total_sessions: 2,
        total_messages: 18,
        total_input_tokens: 2 * input,
        total_output_tokens: 2 * output,
      },
      models: [
        { model: 'claude-sonnet-4.6', sessions: 2, api_calls: 8 },
        { model: 'gpt-5.4', sessions: 2, api_calls: 4 },
      ],
    })
    const stored = JSON.stringify([
      await rowsOf(agent.handle, 'SELECT * FROM live_sessions'),
      await rowsOf(agent.handle, 'SELECT * FROM live_streams'),
      await rowsOf(agent.handle, 'SELECT * FROM hermes_events'),
    ])
    expect(stored).not.toContain(SAID)
  })

  it('show a turn from its first event to its last, though an earlier one comes later', async () => {
    const agent = await hermes()
    const [begins, first, second, answered, ended] = hermesEvents('s1', nowSeconds() - 5, 1) as Posted[]
    await agent.post(begins ?? {})
    expect(await listOf(agent)).toMatchObject({
      sessions: [{ id: 's1', is_streaming: true, has_pending_user_message: true }],
    })
    await agent.post(second ?? {})
    expect(await listOf(agent)).toMatchObject({
      sessions: [{ id: 's1', is_streaming: true, has_pending_user_message: false }],
    })
    await agent.post(ended ?? {})
    for (const late of [begins, first, answered]) await agent.post(late ?? {})
    expect(await listOf(agent)).toMatchObject({ sessions: [{ is_streaming: false, message_count: 3 }] })
  })

  it('are refused without the signature, whoever they are for, and after an hour', async () => {
    const agent = await hermes()
    const [event = {}] = hermesEvents('s1', nowSeconds(), 1)
    const unsigned = { method: 'POST', body: JSON.stringify(event) }
    const refused = [
      await agent.post(event, 'laurel_events_wrong'),
      await call(agent.path, unsigned),
      await call(api('nobody-here', '/hermes-events'), {
        ...unsigned,
        headers: (await signed(event, 'x')).headers,
      }),
    ]
    const answers = await Promise.all(refused.map(async (answer) => [answer.status, await answer.text()]))
    expect(new Set(answers.map(String)).size).toBe(1)
    expect(answers[0]).toEqual([401, expect.stringContaining('wrong_signature')])
    expect(await refusal(await agent.post({ ...event, timestamp: SAID }))).toEqual([400, 'invalid_request'])
    for (const hours of [-1.01, 1.01]) {
      const [other = {}] = hermesEvents('s1', nowSeconds() + 3600 * hours, 1)
      expect(await refusal(await agent.post(other))).toEqual([400, 'invalid_request'])
    }
    expect(await rowsIn(agent)).toEqual([])
  })

  it('end with their secret, and are dropped while live sessions are off', async () => {
    const agent = await hermes()
    const events = hermesEvents('s1', nowSeconds() - 5, 1)
    await clientOf(agent.handle).profile.change({ sync_to_insights: false })
    for (const event of events) expect((await agent.post(event)).status).toBe(204)
    expect(await rowsIn(agent)).toEqual([])
    const newer = await agent.setUp()
    expect((await agent.post(events[1] ?? {})).status).toBe(401)
    expect((await agent.post(events[1] ?? {}, newer)).status).toBe(204)
    expect((await rowsIn(agent)).length).toBe(1)
    await agent.setUp('DELETE')
    expect((await agent.post(events[2] ?? {}, newer)).status).toBe(401)
  })

  it('are remembered for an hour, and no more than there is room for', async () => {
    const restore = withSettings({ HERMES_EVENTS_MAX: 3 })
    const agent = await hermes()
    const events = hermesEvents('s1', nowSeconds() - 5, 3).filter(
      ({ hook_event_name: name }) => name === 'post_api_request',
    )
    const statuses = []
    for (const event of events) statuses.push((await agent.post(event)).status)
    expect(statuses).toEqual([204, 204, 503, 503, 503, 503])
    pass(3600)
    const [later = {}] = hermesEvents('s1', nowSeconds(), 1)
    expect((await agent.post(later)).status).toBe(204)
    expect(await rowsOf(agent.handle, 'SELECT count(*) AS n FROM hermes_events')).toEqual([{ n: 1 }])
    restore()
  })
})

describe('an object that is older than live reports', () => {
  it('takes none until its owner wants them, and then does', async () => {
    const handle = await newProfile()
    await runInDurableObject(objectOf(handle), (_object, { storage }) => {
      // With the steps behind it: steps are taken in their order.
      storage.sql.exec(
        `DROP TABLE live_sessions; DROP TABLE live_streams; DROP TABLE session_templates;
         DROP TABLE session_warnings; ${WITHOUT_PLACES}; ${RECORDS_BY_PLACE}`,
      )
      storage.sql.exec('DELETE FROM table_version WHERE version > 6')
    })
    await abortAllDurableObjects()
    expect(await report(handle, 's1', 1)).toBeNull()
    await clientOf(handle).profile.change({ sync_to_insights: true })
    expect(await report(handle, 's1', 1)).toMatchObject({ id: 's1', message_count: 1 })
  })
})
