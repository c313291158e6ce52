import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarPlace } from '../../src/engine/calendar.ts'

const seconds = (iso: string) => Date.parse(iso) / 1000
const at = (iso: string, timeZone: string) => calendarPlace(seconds(iso), timeZone)

describe('the weekend', () => {
  it.each([
    ['2025-06-20T23:59:59Z', false],
    ['2025-06-21T00:00:00Z', true],
    ['2025-06-22T23:59:59Z', true],
    ['2025-06-23T00:00:00Z', false],
  ])('at %s in UTC: %s', (iso, weekend) => expect(at(iso, 'UTC').weekend).toBe(weekend))

  it('comes when it comes in the zone', () => {
    expect(at('2025-06-20T15:00:00Z', 'Asia/Tokyo').weekend).toBe(true)
    expect(at('2025-06-21T03:59:59Z', 'America/New_York').weekend).toBe(false)
  })
})

describe('the night', () => {
  it.each([
    ['2025-06-18T22:59:59Z', false],
    ['2025-06-18T23:00:00Z', true],
    ['2025-06-19T00:00:00Z', true],
    ['2025-06-19T05:59:59Z', true],
    ['2025-06-19T06:00:00Z', false],
  ])('at %s in UTC: %s', (iso, night) => expect(at(iso, 'UTC').night).toBe(night))

  it('follows summer time', () => {
    expect(at('2025-01-15T10:30:00Z', 'America/New_York').night).toBe(true)
    expect(at('2025-07-15T10:30:00Z', 'America/New_York').night).toBe(false)
    expect(at('2025-03-30T04:30:00Z', 'Europe/Berlin').night).toBe(false)
    expect(at('2025-03-29T04:30:00Z', 'Europe/Berlin').night).toBe(true)
  })

  it('knows zones with odd offsets', () =>
    expect(at('2025-06-18T17:15:00Z', 'Asia/Kathmandu').night).toBe(true))

  it('begins for what rounds up to 23:00 at the microsecond, half to even', () => {
    const eleven = seconds('2025-06-18T23:00:00Z')
    expect(calendarPlace(eleven - 2e-7, 'UTC').night).toBe(true)
    expect(calendarPlace(eleven - 1e-6, 'UTC').night).toBe(false)
    expect(calendarPlace(-(2 ** -21), 'UTC').weekend).toBe(false)
  })
})

describe('no place on the calendar', () => {
  const neither = { weekend: false, night: false }
  it.each([null, 0, 1e18, -1e18, Number.NaN, Number.POSITIVE_INFINITY])('for %s', (time) =>
    expect(calendarPlace(time, 'UTC')).toEqual(neither),
  )

  it('before the year 1 and after 9999, in UTC or in the zone', () => {
    const last = 253_402_300_799
    expect(calendarPlace(last, 'UTC').night).toBe(true)
    expect(calendarPlace(last + 1, 'UTC')).toEqual(neither)
    expect(calendarPlace(last, 'Asia/Tokyo')).toEqual(neither)
    expect(calendarPlace(-62_135_596_800, 'UTC').night).toBe(true)
    expect(calendarPlace(-62_135_596_801, 'UTC')).toEqual(neither)
    expect(calendarPlace(-62_135_596_800, 'America/New_York')).toEqual(neither)
  })

  it('before 1970 is one', () =>
    expect(calendarPlace(-86_400, 'UTC')).toEqual({ weekend: false, night: true }))
})

it('refuses a zone that is none', () => expect(() => calendarPlace(1, 'Mars/Olympus')).toThrow(RangeError))

describe('the place of a time', () => {
  /** As `Intl` says it, each time anew. */
  const asIntlSays = (second: number, timeZone: string) => {
    const options = { timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' } as const
    const [weekday = '', hour = ''] = new Intl.DateTimeFormat('en-US', options)
      .format(second * 1000)
      .split(/,? /)
    return { weekend: /Sat|Sun/.test(weekday), night: Number(hour) >= 23 || Number(hour) < 6 }
  }

  it('is what Intl says in any zone', () => {
    const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
    const [min, max] = [seconds('1960-01-01T00:00:00Z'), seconds('2110-01-01T00:00:00Z')]
    const second = fc.integer({ min, max }).filter((second) => second !== 0)
    fc.assert(
      fc.property(zone, second, (timeZone, second) => {
        expect(calendarPlace(second, timeZone)).toEqual(asIntlSays(second, timeZone))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['Europe/Berlin', '2025-03-29'],
    ['Europe/Berlin', '2025-10-25'],
    ['America/St_Johns', '2006-10-28'],
    ['Australia/Lord_Howe', '2025-04-05'],
    ['Africa/Casablanca', '2025-02-22'],
    ['America/Recife', '2000-10-07'],
    ['America/Recife', '2000-10-14'],
    ['Pacific/Apia', '2011-12-29'],
    ['Pacific/Kwajalein', '1993-08-20'],
    ['Africa/Monrovia', '1972-01-06'],
    ['Antarctica/Troll', '2025-03-29'],
  ])('is what Intl says in %s around %s, when its clocks are changed', (timeZone, day) => {
    const begin = seconds(`${day}T00:00:00Z`)
    for (let second = begin; second < begin + 3 * 86_400; second += 450)
      expect([second, calendarPlace(second, timeZone)]).toEqual([second, asIntlSays(second, timeZone)])
  })
})
