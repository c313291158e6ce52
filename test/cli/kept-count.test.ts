import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { KeptCheckpoint, lineOf } from '../../src/cli/kept-checkpoint.ts'
import { countAll, countSince, encodeCount } from '../../src/cli/kept-count.ts'
import type { SessionStats } from '../../src/engine/types.ts'
import { analysed } from '../engine/golden.ts'

const ZONE = 'Europe/Berlin'
const fresh = (stats: SessionStats) => ({ fingerprint: '[1]', stats, record: null })
const kept = (stats: SessionStats) => new KeptCheckpoint(lineOf(fresh(stats)))

describe('what the last scan counted', () => {
  let sessions: SessionStats[]
  beforeAll(async () => {
    sessions = await analysed('history')
  })

  it('and what came, changed and went since come to what all sessions come to', () => {
    // Few of 110, so that not all are counted again.
    const some = fc.uniqueArray(fc.nat(sessions.length - 1), { maxLength: 4 })
    fc.assert(
      fc.property(some, some, some, fc.nat(9), (come, changed, gone, factor) => {
        const earlier = sessions.flatMap((stats, at) =>
          come.includes(at)
            ? []
            : [changed.includes(at) ? { ...stats, message_count: factor, error_count: 5 * factor } : stats],
        )
        const before = new Map(earlier.map((stats) => [stats.session_id, kept(stats)]))
        const scanned = sessions.flatMap((stats, at) => {
          if (gone.includes(at)) return []
          return [come.includes(at) || changed.includes(at) ? fresh(stats) : kept(stats)]
        })
        const whole = countAll(
          scanned.map(({ stats }) => stats),
          ZONE,
        )
        const since = countSince(encodeCount(countAll(earlier, ZONE)), { before, scanned, timeZone: ZONE })
        expect(since).toEqual(whole)
      }),
    )
  })

  it('is counted anew in another time zone', () => {
    const before = new Map(sessions.map((stats) => [stats.session_id, kept(stats)]))
    const since = { before, scanned: [...before.values()], timeZone: 'Asia/Tokyo' }
    expect(countSince(encodeCount(countAll(sessions, ZONE)), since)).toEqual(countAll(sessions, 'Asia/Tokyo'))
  })

  it('is taken as it is if no session has changed, and no stats are decoded', () => {
    const line = lineOf(fresh({ ...sessions[0], session_id: 's' } as SessionStats))
    const unreadable = new KeptCheckpoint(line.replace('"title"', '"title'))
    const counted = countAll(sessions, ZONE)
    const since = { before: new Map([['s', unreadable]]), scanned: [unreadable], timeZone: ZONE }
    expect(countSince(encodeCount(counted), since)).toEqual(JSON.parse(JSON.stringify(counted)))
    expect(() => unreadable.stats).toThrow()
  })
})
