import { describe, expect, it } from 'vitest'
import { listed, readingWithin, swept } from './both-ways.ts'
import { history, MESSAGE_INDEX } from './histories.ts'

const LIMIT = { SESSION_MESSAGES_MAX: 5 }

/** A session of twelve messages, which come in this order of time, among the messages of two others. */
const filled = (times: readonly number[], index: string) =>
  history((run) => {
    for (const id of ['a', 'long', 'z'])
      run("INSERT INTO sessions (id, source, started_at, title) VALUES (?, 'cli', 1, 't')", [id])
    const say = "INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, 'user', ?, ?)"
    for (const [at, time] of times.entries()) {
      run(say, ['long', `message ${at}`, time])
      if (at % 6 === 0) run(say, ['z', 'hi', at])
    }
    run(say, ['a', 'hi', 50])
  }, index)

const inTime = Array.from({ length: 12 }, (_, at) => at + 1)

describe('a session over the limit of messages', () => {
  it.each([
    ['in the order of time', inTime],
    ['against the order of time', inTime.toReversed()],
    ['all at once', inTime.map(() => 7)],
    ['with the first ones last', [...inTime.slice(6), ...inTime.slice(0, 6)]],
  ])('counts with its first ones, and the others with all of theirs: %s', async (_, times) => {
    for (const index of [MESSAGE_INDEX, '', 'CREATE INDEX i ON messages(session_id)']) {
      const bytes = await filled(times, index)
      const { bySweep, byIndex, last } = await readingWithin(
        bytes,
        async (snapshot) => {
          const bySweep = await swept(snapshot)
          const session = await snapshot.readSession('long')
          return { bySweep, byIndex: await listed(snapshot), last: session?.last_active }
        },
        LIMIT,
      )
      const ordered = times.map((time, at) => ({ time, at })).sort((a, b) => a.time - b.time)
      const read = byIndex.get('long')
      expect(read?.messages.map(({ content }) => content)).toEqual(
        ordered.slice(0, 5).map(({ at }) => `message ${at}`),
      )
      expect(read?.warnings).toEqual(['session_cut'])
      expect(last).toBe(Math.max(...times))
      // Whoever is left to the index is not among what was swept.
      if (bySweep.has('long')) expect(bySweep.get('long')).toEqual(read)
      for (const id of ['a', 'z']) {
        expect(byIndex.get(id)?.warnings).toEqual([])
        expect(byIndex.get(id)?.messages).toHaveLength(id === 'a' ? 1 : 2)
      }
    }
  })
})
