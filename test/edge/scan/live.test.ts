import { abortAllDurableObjects, env, runInDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, it } from 'vitest'
import { ProfileContext } from '../../../functions/profile/context.ts'
import { LiveSessions } from '../../../functions/profile/services/live.ts'
import {
  clientOf,
  idOf,
  newProfile,
  nowSeconds,
  objectOf,
  pass,
  RECORDS_BY_PLACE,
  stopTheClock,
  WITHOUT_PLACES,
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

describe('an object that is older than live reports', () => {
  it('takes none until its owner wants them, and then does', async () => {
    const handle = await newProfile()
    await runInDurableObject(objectOf(handle), (_object, { storage }) => {
      // With the steps behind it: steps are taken in their order.
      storage.sql.exec(
        `DROP TABLE live_sessions; DROP TABLE live_streams; DROP TABLE session_templates;
         DROP TABLE session_warnings; ${WITHOUT_PLACES}; ${RECORDS_BY_PLACE}`,
      )
      storage.sql.exec(
        'DELETE FROM table_version WHERE version > (SELECT max(version) - 8 FROM table_version)',
      )
    })
    await abortAllDurableObjects()
    expect(await report(handle, 's1', 1)).toBeNull()
    await clientOf(handle).profile.change({ sync_to_insights: true })
    expect(await report(handle, 's1', 1)).toMatchObject({ id: 's1', message_count: 1 })
  })
})
