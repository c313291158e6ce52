import { describe, expect, it } from 'vitest'
import { age, day, isoMoment } from '../../src/ui/dates.ts'
import { filtersIn, queryOf } from '../../src/ui/filters.ts'
import {
  counted,
  grouped,
  percentOf,
  readLine,
  scanLine,
  timeLine,
  uploadLine,
} from '../../src/ui/wording.ts'
import { ROUTES } from '../../src/urls.ts'

describe('figures', () => {
  it('are grouped by thousands', () => {
    expect([0, 999, 1_750, 1_234_567].map(grouped)).toEqual(['0', '999', '1,750', '1,234,567'])
  })

  it('say how far a scan is, rounded down', () => {
    expect(scanLine(1_750, 8_564)).toBe('Scanned 1,750 of 8,564 sessions · 20 %')
    expect(scanLine(8_563, 8_564)).toBe('Scanned 8,563 of 8,564 sessions · 99 %')
  })

  it('do not divide by a total that is not known yet', () => {
    expect(percentOf(5, 0)).toBe(0)
    expect(scanLine(0, 0)).toBe('Opening the history…')
  })

  it('never pass 100 %', () => {
    expect(percentOf(9, 8)).toBe(100)
  })

  it('say how much of a file is sent', () => {
    expect(uploadLine('Uploaded', 3_200_000, 12_800_000)).toBe('Uploaded 3.2 of 12.8 MB · 25 %')
    expect(uploadLine('Read', 0, 12_800_000)).toBe('Read 0.0 of 12.8 MB · 0 %')
  })

  it('say how far reading is, and how fast once that can be told', () => {
    const read = { sessions: 1_750, total: 8_564, bytes: 284e6, milliseconds: 2_000 }
    expect(readLine(read)).toBe('Read 1,750 of 8,564 sessions · 142 MB/s · 7.8 s left')
    expect(readLine({ ...read, milliseconds: 400 })).toBe('Read 1,750 of 8,564 sessions')
    expect(readLine({ ...read, sessions: 0 })).toBe('Read 0 of 8,564 sessions · 142 MB/s')
    expect(readLine({ ...read, total: 0 })).toBe('Opening the history…')
  })

  it('tell time as roughly as it is known', () => {
    expect([0, 840, 9_940, 9_960, 99_000, 180_000].map(timeLine)).toEqual([
      '0.0 s',
      '0.8 s',
      '9.9 s',
      '10 s',
      '99 s',
      '3 min',
    ])
  })

  it('know one from many', () => {
    expect([counted(1, 'badge'), counted(1_200, 'badge')]).toEqual(['1 badge', '1,200 badges'])
  })
})

describe('moments', () => {
  const now = 1_790_000_000
  it.each([
    [-50, 'just now'],
    [59, 'just now'],
    [60, '1 min ago'],
    [3 * 3600 + 5, '3 h ago'],
    [86_400, 'yesterday'],
    [12 * 86_400, '12 days ago'],
    [100 * 86_400, '3 months ago'],
    [800 * 86_400, '2 years ago'],
  ])('%i seconds are "%s"', (seconds, words) => {
    expect(age(now - seconds, now)).toBe(words)
  })

  it('fall back to UTC where the zone is unknown', () => {
    expect(day(0, 'Atlantis/Capital')).toBe('1 Jan 1970')
  })

  it('are machine-readable to the second', () => {
    expect(isoMoment(1_790_000_000.75)).toBe('2026-09-21T14:13:20Z')
  })
})

describe('addresses', () => {
  it.each([{}, { state: 'secret' }, { category: 'Research/Web', state: 'unlocked' }])(
    'say what they narrow a page to: %j',
    (filters) => {
      expect(filtersIn(new URLSearchParams(queryOf(filters)))).toEqual(filters)
    },
  )

  it('escape what they are given', () => {
    expect(ROUTES.profile('a/b') + queryOf({ category: 'x&y' })).toBe('/@a%2Fb?category=x%26y')
  })

  it('have no question mark without filters', () => {
    expect(ROUTES.profile('ada') + queryOf({})).toBe('/@ada')
  })
})
