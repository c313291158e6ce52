import { beforeEach, describe, expect, it } from 'vitest'
import { STATS_VERSION } from '../../../src/engine/version.ts'
import { EXPECTED } from '../histories.ts'
import {
  aggregateOf,
  clientOf,
  newProfile,
  payloadOf,
  ring,
  rowsOf,
  scannedProfile,
  settle,
  stopTheClock,
  upload,
  withSettings,
} from './profiles.ts'

beforeEach(stopTheClock)

async function refresh(id: string): Promise<void> {
  await clientOf(id).scans.refresh()
  await settle(id)
}

/** A session that is read again when the next history comes. */
const changed = EXPECTED.todayNext.sessions.find(({ session_id, model_names }) => {
  const before = EXPECTED.today.sessions.find((session) => session.session_id === session_id)
  return before && before.model_names[0] !== model_names[0]
})

describe.each(['', 'no JSON', '{}', '[]', '{"session_id":"x","title":"y","message_count":-1}'])(
  'a checkpoint that reads %j',
  (garbage) => {
    it('drops them all when it is to be replaced, and the history is scanned whole', async () => {
      const id = await scannedProfile('today')
      const set = 'UPDATE checkpoints SET stats = ? WHERE session_id = ?'
      await rowsOf(id, set, garbage, changed?.session_id)
      await upload(id, 'todayNext')
      await settle(id)
      expect(await aggregateOf(id)).toEqual(EXPECTED.todayNext.aggregate)
      expect((await payloadOf(id)).scan_meta).toMatchObject({ mode: 'full', sessions_rescanned: 152 })
    })

    it('drops them all when a maximum is looked up', async () => {
      const id = await scannedProfile('edges')
      await rowsOf(id, 'UPDATE checkpoints SET stats = ?', garbage)
      const unknown = `UPDATE documents SET value = json_set(value, '$.maxima.max_messages_in_session', 'unknown')
        WHERE name = 'aggregate'`
      await rowsOf(id, unknown)
      await refresh(id)
      expect(await aggregateOf(id)).toEqual(EXPECTED.edges.aggregate)
      expect((await payloadOf(id)).scan_meta).toMatchObject({ mode: 'full', sessions_rescanned: 64 })
    })
  },
)

it.each(['', 'no JSON', 'null', '{}'])(
  'rebuilds an aggregate that reads %j from the checkpoints',
  async (garbage) => {
    const id = await scannedProfile('edges')
    await rowsOf(id, `UPDATE documents SET value = ? WHERE name = 'aggregate'`, garbage)
    await refresh(id)
    expect(await aggregateOf(id)).toEqual(EXPECTED.edges.aggregate)
    expect((await payloadOf(id)).scan_meta).toMatchObject({ sessions_rescanned: 0, sessions_reused: 64 })
  },
)

describe('another version of the engine', () => {
  /** As if the object had been left by an engine of another version. */
  async function leftByAnother(id: string): Promise<void> {
    const version = STATS_VERSION - 1
    await rowsOf(
      id,
      `UPDATE documents SET value = json_set(value, '$.engine_version', ?) WHERE name IN ('scan', 'view')`,
      version,
    )
    await rowsOf(id, `UPDATE checkpoints SET stats = json_set(stats, '$.error_count', 1000)`)
  }

  it('finds the view stale and scans the whole history', async () => {
    const id = await scannedProfile('edges')
    await leftByAnother(id)
    expect((await payloadOf(id)).is_stale).toBe(true)
    await settle(id)
    expect(await aggregateOf(id)).toEqual(EXPECTED.edges.aggregate)
    expect((await payloadOf(id)).scan_meta).toMatchObject({ mode: 'full', sessions_rescanned: 64 })
  })

  it('mixes no stats with those of a first scan that it finds half done', async () => {
    const restore = withSettings({ SLICE_SESSIONS: 20 })
    const id = await newProfile()
    await upload(id, 'edges')
    for (let rings = 0; rings < 3; rings++) await ring(id)
    await leftByAnother(id)
    await settle(id)
    restore()
    expect(await aggregateOf(id)).toEqual(EXPECTED.edges.aggregate)
    expect((await payloadOf(id)).scan_meta).toMatchObject({ mode: 'full', sessions_rescanned: 64 })
  })
})
