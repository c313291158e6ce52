import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  activityYear,
  beginOfYear,
  START_STEP_SECONDS,
  type Starts,
  YEAR_DAYS,
} from '../../../src/sessions/insights/activity-year.ts'

const DAY = 86_400
/** Noon of 2026-03-12 in UTC. */
const NOW = Date.UTC(2026, 2, 12, 12) / 1000
const TODAY = Date.UTC(2026, 2, 12) / 1000 / DAY

/** Sessions that started so many days ago, at noon. */
function at(daysAgo: number, sessions = 1): Starts {
  return { step: Math.floor((NOW - daysAgo * DAY) / START_STEP_SECONDS), sessions }
}

const yearOf = (starts: Starts[], timeZone = 'UTC') => activityYear(starts, timeZone, NOW)
/** The levels of the last days, as they come. */
const lastOf = (starts: Starts[], days: number) => yearOf(starts).levels.slice(-days)

describe('a year of activity', () => {
  it('has a level for each of the days up to today, and none but 0 without sessions', () => {
    expect(yearOf([])).toEqual({ last: TODAY, levels: '0'.repeat(YEAR_DAYS) })
    expect(yearOf([at(YEAR_DAYS), at(-1)]).levels).toBe('0'.repeat(YEAR_DAYS))
    expect(yearOf([at(YEAR_DAYS - 1)]).levels).toMatch(/^[1-4]0+$/)
    expect(beginOfYear(NOW)).toBeLessThanOrEqual(NOW - YEAR_DAYS * DAY)
  })

  it('puts a quarter of the active days at each level, by their sessions', () => {
    expect(lastOf([at(3, 1), at(2, 2), at(1, 9), at(0, 400)], 4)).toBe('1234')
    expect(lastOf([at(3, 5), at(2, 5), at(1, 5), at(0, 5)], 4)).toBe('3333')
    expect(lastOf([at(1), at(0), at(0)], 2)).toBe('24')
  })

  it('tells no count: of other numbers in the same order come the same levels', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: YEAR_DAYS })
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 9 }), (days, factor) => {
        const levels = (change: (count: number) => number) =>
          yearOf(days.flatMap((count, ago) => (count > 0 ? [at(ago, change(count))] : []))).levels
        expect(levels((count) => count * factor + 3)).toBe(levels((count) => count))
        for (const [ago, count] of days.entries())
          expect(levels((value) => value).at(-1 - ago) === '0').toBe(count === 0)
      }),
      { numRuns: 20 },
    )
  })

  it('goes by the calendar of the profile', () => {
    const night = { step: Math.floor(Date.UTC(2026, 2, 10, 23) / 1000 / START_STEP_SECONDS), sessions: 1 }
    const daysAgo = (timeZone: string) => YEAR_DAYS - 1 - yearOf([night], timeZone).levels.search(/[1-4]/)
    expect(daysAgo('UTC')).toBe(2)
    expect(daysAgo('Asia/Kathmandu')).toBe(1)
    expect(daysAgo('America/Los_Angeles')).toBe(2)
    expect(yearOf([], 'Pacific/Kiritimati').last).toBe(TODAY + 1)
  })
})
