import { beforeEach, describe, expect, it } from 'vitest'
import { EXPECTED } from '../histories.ts'
import { HISTORY, report } from '../reporting.ts'
import {
  aggregateOf,
  clientOf,
  newProfile,
  payloadOf,
  rowsOf,
  scannedProfile,
  settle,
  stopTheClock,
  upload,
} from './profiles.ts'

beforeEach(stopTheClock)

const sourcesOf = async (handle: string) => (await clientOf(handle).sources.list()).sources

async function expectOnce(handle: string): Promise<void> {
  expect(await aggregateOf(handle)).toEqual(EXPECTED.history.aggregate)
  expect(await payloadOf(handle)).toMatchObject({
    unlocked_count: EXPECTED.history.unlocked_count,
    scan_meta: { sessions_total: 110 },
  })
}

describe('the same history under another name', () => {
  it('counts once, says where it is already, and leaves all when either goes', async () => {
    const handle = await scannedProfile('history')
    await upload(handle, 'history', 'again')
    await settle(handle)
    await expectOnce(handle)
    expect(await sourcesOf(handle)).toMatchObject([
      { name: 'again', sessions: 110, elsewhere: { sessions: 0, sources: [] } },
      { name: 'default', sessions: 110, elsewhere: { sessions: 110, sources: ['again'] } },
    ])
    await clientOf(handle).sources.remove('again')
    await settle(handle)
    await expectOnce(handle)
    expect(await sourcesOf(handle)).toMatchObject([{ name: 'default', elsewhere: { sessions: 0 } }])
  })

  it('counts once when it is reported to two sources', async () => {
    const handle = await newProfile()
    for (const source of ['laptop', 'work']) {
      await report(handle, HISTORY, source)
      await settle(handle)
    }
    await expectOnce(handle)
  })

  it('counts by the copy with the latest activity, in either order', async () => {
    for (const histories of [
      ['history', 'historyNext'],
      ['historyNext', 'history'],
    ] as const) {
      const handle = await newProfile()
      for (const [at, name] of histories.entries()) {
        await upload(handle, name, `source-${at}`)
        await settle(handle)
      }
      const ids = new Map(EXPECTED.history.sessions.map((session) => [session.session_id, session]))
      for (const session of EXPECTED.historyNext.sessions) {
        const other = ids.get(session.session_id)
        if (!other || (session.last_active ?? 0) >= (other.last_active ?? 0))
          ids.set(session.session_id, session)
      }
      expect((await aggregateOf(handle))?.session_count).toBe(ids.size)
      expect((await aggregateOf(handle))?.total_tool_calls).toBe(
        [...ids.values()].reduce((sum, { tool_call_count }) => sum + tool_call_count, 0),
      )
    }
  })
})

it('a profile that counted copies twice counts them once when its tables are brought up to date', async () => {
  const handle = await scannedProfile('history')
  await upload(handle, 'history', 'again')
  await settle(handle)
  // As it was left: every copy counts, and the aggregate is that of all.
  await rowsOf(handle, 'UPDATE checkpoints SET standing = 1')
  await rowsOf(handle, `DELETE FROM documents WHERE name = 'aggregate'`)
  await clientOf(handle).scans.refresh()
  await settle(handle)
  await expectOnce(handle)
})
