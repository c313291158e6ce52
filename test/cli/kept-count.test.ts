import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { countAll, countSince, encodeCount } from '../../src/cli/kept-count.ts'
import { KeptLines } from '../../src/cli/kept-lines.ts'
import { WrittenLines } from '../../src/cli/written-lines.ts'
import type { SessionStats } from '../../src/engine/types.ts'
import { analysed } from '../engine/golden.ts'

const ZONE = 'Europe/Berlin'
const fresh = (stats: SessionStats) => ({ fingerprint: '[1]', stats, record: null })
const kept = (sessions: readonly SessionStats[], change = (lines: string) => lines) => {
  const { parts, index } = new WrittenLines(sessions.map(fresh))
  const lines = Buffer.from(change(String(Buffer.concat(parts))))
  const found = KeptLines.from({ lines, index, count: sessions.length })
  if (found === null) throw new Error('These are no lines.')
  return found
}

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
        const before = kept(earlier)
        const scanned = sessions.flatMap((stats, at) => {
          if (gone.includes(at)) return []
          const known = before.get(stats.session_id)
          return [come.includes(at) || changed.includes(at) || !known ? fresh(stats) : known]
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
    const before = kept(sessions)
    const since = { before, scanned: [...before.values()], timeZone: 'Asia/Tokyo' }
    expect(countSince(encodeCount(countAll(sessions, ZONE)), since)).toEqual(countAll(sessions, 'Asia/Tokyo'))
  })

  it('is taken as it is if no session has changed, and no stats are decoded', () => {
    const session = { ...sessions[0], session_id: 's' } as SessionStats
    const before = kept([session], (line) => line.replace('"title"', '"title,'))
    const scanned = [...before.values()]
    const counted = countAll(sessions, ZONE)
    const since = { before, scanned, timeZone: ZONE }
    expect(countSince(encodeCount(counted), since)).toEqual(JSON.parse(JSON.stringify(counted)))
    expect(() => scanned[0]?.stats).toThrow()
  })
})
