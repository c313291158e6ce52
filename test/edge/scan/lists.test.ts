import { env, runInDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createProfile } from '../../../functions/profile/lifecycle.ts'
import type { LiveChange } from '../../../functions/profile/services/live.ts'
import { configFrom } from '../../../src/config.ts'
import { DEFAULT_LIST, type SessionListQuery } from '../../../src/sessions/list/list-options.ts'
import { encodeRecord } from '../../../src/sessions/stored-record.ts'
import { ManifestTable } from '../../../src/storage/manifest-table.ts'
import { RecordTable } from '../../../src/storage/record-table.ts'
import { SourceTable } from '../../../src/storage/source-table.ts'
import { record } from '../../sessions/list/records.ts'
import {
  clientOf,
  idOf,
  newProfile,
  nowSeconds,
  objectOf,
  pass,
  scannedProfile,
  settle,
  stopTheClock,
  upload,
} from './profiles.ts'

beforeEach(stopTheClock)

const QUERY: SessionListQuery = { ...DEFAULT_LIST, limit: 50, history: null, all: false }
const list = (handle: string, query: Partial<SessionListQuery> = {}) =>
  clientOf(handle).sessions.list({ ...QUERY, ...query })
const insights = async (handle: string, days = 30) =>
  (await clientOf(handle).insights.report({ days, source: null })).report
const change = (handle: string, id: string, what: LiveChange) =>
  clientOf(handle).live.change(idOf.get(handle) ?? '', id, what)
const report = (handle: string, id: string, message_count: number, title?: string) =>
  change(handle, id, { kind: 'report', report: { message_count, input_tokens: message_count * 100, title } })
const begin = (handle: string, id: string) =>
  change(handle, id, { kind: 'stream', streamId: `turn of ${id}` })
const end = (handle: string, id: string) => change(handle, id, { kind: 'end_stream', streamId: null })

async function live(handle: string): Promise<string> {
  await clientOf(handle).profile.change({ sync_to_insights: true })
  return handle
}

/** A profile with a history of this many sessions, one per minute, the last one now. */
async function profileOf(sessions: number): Promise<string> {
  const handle = await live(await newProfile())
  await runInDurableObject(objectOf(handle), (_object, { storage }) => {
    const records = new RecordTable(storage.sql)
    new SourceTable(storage.sql, new ManifestTable(storage.sql)).add('default', 'keep')
    for (let index = 0; index < sessions; index++) {
      const at = nowSeconds() - index * 60
      const known = { source: 'cli', started_at: at, last_active: at, message_count: 5 }
      records.put('default', `s${index}`, encodeRecord(record(`s${index}`, known)))
    }
  })
  return handle
}

/** Reads of all that the profile has: one for each time that a list is made. */
const countBuilds = () => vi.spyOn(RecordTable.prototype, 'links')

describe('a list of 10,000 sessions that 20 clients ask for every 5 s', () => {
  const poll = (handle: string) => Promise.all(Array.from({ length: 20 }, () => list(handle)))

  it('is made once in 10 s while a session streams, and shows what is live in every answer', async () => {
    const handle = await profileOf(10_000)
    await report(handle, 'w1', 2)
    await begin(handle, 'w1')
    const builds = countBuilds()
    for (let second = 0; second < 60; second += 5) {
      await begin(handle, 'w1')
      await report(handle, 'w1', 3 + second)
      for (const { sessions, total } of await poll(handle)) {
        expect([sessions.length, total]).toEqual([50, 10_001])
        expect(sessions[0]).toMatchObject({
          id: 'w1',
          source: 'webui',
          is_streaming: true,
          active_stream_id: 'turn of w1',
          last_message_at: nowSeconds(),
        })
      }
      await vi.waitFor(() => expect(builds).toHaveBeenCalledTimes(1 + Math.floor(second / 10)), 60_000)
      pass(5)
    }
    expect(builds).toHaveBeenCalledTimes(6)
  })

  it('is made once more when the stream stops, and shows what was held back', async () => {
    const handle = await profileOf(10_000)
    await report(handle, 'w1', 2)
    await begin(handle, 'w1')
    await poll(handle)
    await report(handle, 'w1', 8)
    expect((await list(handle)).sessions[0]).toMatchObject({ message_count: 2 })
    const builds = countBuilds()
    await end(handle, 'w1')
    const answers = await poll(handle)
    expect(builds).toHaveBeenCalledTimes(1)
    for (const { sessions } of answers) {
      expect(sessions.find(({ id }) => id === 'w1')).toMatchObject({ message_count: 8, is_streaming: false })
    }
  })

  it('is made once for each round while nothing streams, behind the answers', async () => {
    const handle = await profileOf(10_000)
    await poll(handle)
    const builds = countBuilds()
    for (let round = 1; round <= 3; round++) {
      pass(5)
      await poll(handle)
      await vi.waitFor(() => expect(builds).toHaveBeenCalledTimes(round), 60_000)
    }
  })
})

describe('a session that is reported live', () => {
  it('is listed where no history is named, among all, and by its platform', async () => {
    const handle = await profileOf(2)
    await report(handle, 'w1', 4, 'Title')
    const ids = async (query: Partial<SessionListQuery>) =>
      (await list(handle, query)).sessions.map(({ id }) => id).sort()
    expect(await ids({})).toEqual(['s0', 's1', 'w1'])
    expect(await ids({ all: true })).toEqual(['s0', 's1', 'w1'])
    expect(await ids({ source: 'webui' })).toEqual(['w1'])
    expect(await ids({ excludeSources: ['webui'] })).toEqual(['s0', 's1'])
    expect(await ids({ history: 'default' })).toEqual(['s0', 's1'])
    expect((await list(handle, { source: 'webui' })).sessions[0]).toMatchObject({
      title: 'Title',
      message_count: 4,
      input_tokens: 400,
      started_at: nowSeconds(),
      has_pending_user_message: false,
    })
  })

  it('is listed where there is no history at all', async () => {
    const handle = await live(await newProfile())
    await report(handle, 'w1', 4)
    expect(await list(handle)).toMatchObject({
      total: 1,
      history: null,
      unlisted: 0,
      sessions: [{ id: 'w1' }],
    })
  })

  it('is in the insights, and leaves them with its removal', async () => {
    const handle = await profileOf(2)
    await report(handle, 'w1', 4)
    const { overview, platforms } = await insights(handle)
    expect(overview).toMatchObject({ total_sessions: 3, total_messages: 14, total_input_tokens: 400 })
    expect(platforms.map(({ platform, sessions }) => [platform, sessions])).toEqual([
      ['cli', 2],
      ['webui', 1],
    ])
    expect((await clientOf(handle).insights.summary(true)).provenance).toBe('self-reported')
    await change(handle, 'w1', { kind: 'remove' })
    expect((await insights(handle)).overview).toMatchObject({ total_sessions: 2 })
  })

  it('and that a history has as well, is listed and counted once, as the newer of the two has it', async () => {
    const handle = await scannedProfile('history')
    await live(handle)
    const before = await list(handle)
    const id = before.sessions[3]?.id ?? ''
    const row = async () => (await list(handle)).sessions.find((session) => session.id === id)
    const messages = async () => (await insights(handle, 36_500)).overview.total_messages
    const counted = await messages()
    await change(handle, id, { kind: 'report', report: { message_count: 5000, reported_at: 1 } })
    expect(await row()).toMatchObject({ message_count: before.sessions[3]?.message_count })
    expect(await messages()).toBe(counted)
    await report(handle, id, 9999)
    await begin(handle, id)
    const { sessions, total } = await list(handle)
    expect(total).toBe(before.total)
    expect(sessions[0]).toMatchObject({
      id,
      is_streaming: true,
      last_message_at: nowSeconds(),
      message_count: 9999,
      source: before.sessions[3]?.source,
    })
    expect(await messages()).toBe(counted + 9999 - (before.sessions[3]?.message_count ?? 0))
    expect((await clientOf(handle).insights.summary(true)).provenance).toBe('mixed')
  })

  it('has a title that no other session has, of those in histories neither', async () => {
    const handle = await profileOf(1)
    await runInDurableObject(objectOf(handle), (_object, { storage }) => {
      new RecordTable(storage.sql).put('default', 's0', encodeRecord(record('s0', { title: 'Title' })))
    })
    expect(await report(handle, 's0', 1, 'Title')).toMatchObject({ title: 'Title' })
    expect(await report(handle, 'w1', 1, 'Title')).toMatchObject({ title: 'Title #2' })
    expect(await report(handle, 'w2', 1, 'Title')).toMatchObject({ title: 'Title #3' })
    const rename = change(handle, 'w2', { kind: 'rename', title: 'Title' })
    await expect(rename).rejects.toMatchObject({ code: 'title_taken' })
  })

  it('is listed with another one when a history brings its title later', async () => {
    const handle = await profileOf(1)
    await report(handle, 'w1', 1, 'Title')
    await report(handle, 'w2', 1, 'Title')
    await runInDurableObject(objectOf(handle), (_object, { storage }) => {
      const records = new RecordTable(storage.sql)
      for (const id of ['s1', 'w2']) records.put('default', id, encodeRecord(record(id, { title: 'Title' })))
    })
    pass(20)
    const titles = (await list(handle)).sessions.map(({ id, title }) => [id, title])
    expect(Object.fromEntries(titles)).toMatchObject({ s1: 'Title', w1: 'Title #3' })
  })
})

describe('a session that is reported live and by its history, under a name that means nothing', () => {
  it('is listed and counted once', async () => {
    const handle = await profileOf(1)
    await runInDurableObject(objectOf(handle), (_object, { storage }) => {
      const known = { started_at: nowSeconds(), message_count: 5 }
      new RecordTable(storage.sql).put('default', '00112233', encodeRecord(record('w1', known)))
    })
    await report(handle, 'w1', 7)
    expect(await list(handle)).toMatchObject({ total: 2 })
    expect((await insights(handle)).overview).toMatchObject({ total_sessions: 2, total_messages: 12 })
  })
})

describe('while a session streams', () => {
  async function streamingProfile(): Promise<string> {
    const handle = await profileOf(3)
    await report(handle, 'w1', 2, 'Old')
    await begin(handle, 's1')
    await list(handle)
    return handle
  }
  const titles = async (handle: string) => (await list(handle)).sessions.map(({ title }) => title)

  it('a name given by hand shows at once, and lifts nothing', async () => {
    const handle = await streamingProfile()
    const order = (await list(handle)).sessions.map(({ id }) => id)
    pass(1)
    await report(handle, 'w2', 1)
    pass(1)
    await change(handle, 'w1', { kind: 'rename', title: 'New' })
    expect(await titles(handle)).toContain('New')
    expect((await list(handle)).sessions.map(({ id }) => id)).toEqual([order[0], 'w2', ...order.slice(1)])
  })

  it('a session is listed at once that has just been reported, begun or scanned', async () => {
    const handle = await streamingProfile()
    const ids = async () => (await list(handle)).sessions.map(({ id }) => id).sort()
    await report(handle, 'w2', 1)
    expect(await ids()).toEqual(['s0', 's1', 's2', 'w1', 'w2'])
    await begin(handle, 'w3')
    expect(await ids()).toEqual(['s0', 's1', 's2', 'w1', 'w2', 'w3'])
    await upload(handle, 'edges')
    await settle(handle)
    expect((await list(handle)).total).toBeGreaterThan(10)
  })

  it('before anything is reported of it, it has a row, which goes when nothing comes of it', async () => {
    const handle = await live(await newProfile())
    await begin(handle, 'w1')
    expect(await list(handle)).toMatchObject({
      total: 1,
      sessions: [
        {
          id: 'w1',
          is_streaming: true,
          has_pending_user_message: true,
          message_count: 0,
          started_at: nowSeconds(),
        },
      ],
    })
    expect((await insights(handle)).empty).toBe(true)
    await end(handle, 'w1')
    expect(await list(handle)).toMatchObject({ total: 0, sessions: [] })
  })

  it('it is the first of the first page, wherever it stands by time, and no other row changes places', async () => {
    const handle = await profileOf(30)
    await report(handle, 'w1', 1)
    const ids = async (offset: number) =>
      (await list(handle, { limit: 10, offset })).sessions.map(({ id }) => id)
    const idle = (await list(handle)).sessions.map(({ id }) => id)
    await begin(handle, 's25')
    const order = ['s25', ...idle.filter((id) => id !== 's25')]
    expect((await list(handle)).sessions.map(({ id }) => id)).toEqual(order)
    for (const offset of [0, 10, 20, 30]) expect(await ids(offset)).toEqual(order.slice(offset, offset + 10))
    const byMessages = (await list(handle, { order: 'messages' })).sessions.map(({ id }) => id)
    expect(byMessages.at(-1)).toBe('w1')
  })

  it('a session that is removed, and a history that is, leave at once', async () => {
    const handle = await streamingProfile()
    await change(handle, 'w1', { kind: 'remove' })
    expect((await list(handle)).total).toBe(3)
    await end(handle, 's1')
    await begin(handle, 'w2')
    await clientOf(handle).sources.remove('default')
    expect((await list(handle)).sessions.map(({ id }) => id)).toEqual(['w2'])
  })

  it('nothing of a profile that is erased is shown to the next of its handle', async () => {
    const handle = await streamingProfile()
    const published = async () => {
      await clientOf(handle).profile.change({ publish_insights: true })
      return (await clientOf(handle).insights.summary(false)).total_sessions
    }
    expect(await published()).toBe(4)
    await clientOf(handle).profile.erase(idOf.get(handle) ?? '')
    await expect(clientOf(handle).sessions.list(QUERY)).rejects.toMatchObject({ code: 'profile_not_found' })
    await env.REGISTRY.prepare('DELETE FROM profiles WHERE handle = ?').bind(handle).run()
    const wanted = { handle, time_zone: 'UTC', visibility: 'public' as const }
    await createProfile(env, configFrom({ ...env }), wanted)
    expect(await list(handle)).toMatchObject({ sessions: [], total: 0 })
    expect(await published()).toBe(0)
  })
})

describe('what pages of a list show', () => {
  it('is what the list has there, with the cache and however often they are asked for', async () => {
    const handle = await profileOf(30)
    const whole = (await list(handle, { limit: null })).sessions
    for (const offset of [0, 10, 20, 10, 0]) {
      expect((await list(handle, { limit: 10, offset })).sessions).toEqual(whole.slice(offset, offset + 10))
    }
  })

  it('is refused of a history that is not there, each time', async () => {
    const handle = await profileOf(1)
    for (let time = 0; time < 3; time++) {
      const answer = clientOf(handle).sessions.list({ ...QUERY, history: 'none' })
      await expect(answer).rejects.toMatchObject({ code: 'source_not_found' })
    }
  })
})
