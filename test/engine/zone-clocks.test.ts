import { expect, it } from 'vitest'
import { changesOf, clocksOf } from '../../src/engine/zone-clocks.ts'

const at = (date: string) => Date.parse(date) / 60_000

it('are each change of the offset, to the minute', () => {
  const clocks = clocksOf('Europe/Berlin').split(' ')
  expect(clocks[0]).toBe(`${at('2020-01-01T00:00:00Z')}:60`)
  expect(clocks).toContain(`${at('2025-03-30T01:00:00Z')}:120`)
  expect(clocks).toContain(`${at('2025-10-26T01:00:00Z')}:60`)
  expect(clocks).toHaveLength(33)
  expect(clocksOf('UTC')).toBe(`${at('2020-01-01T00:00:00Z')}:0`)
  expect(clocksOf('Asia/Kathmandu')).toBe(`${at('2020-01-01T00:00:00Z')}:345`)
})

it('are others where a change comes an hour later, or not at all', () => {
  const summer = (begin: number) => (minute: number) =>
    minute >= begin && minute < begin + 200_000 ? 120 : 60
  const digest = (begin: number) => changesOf(summer(begin)).join(' ')
  expect(digest(at('2026-03-29T01:00:00Z'))).not.toBe(digest(at('2026-03-29T02:00:00Z')))
  expect(digest(at('2026-03-29T01:00:00Z'))).not.toBe(changesOf(() => 60).join(' '))
})

it('of a zone that the runtime does not know are refused', () => {
  expect(() => clocksOf('Mars/Olympus')).toThrow(RangeError)
})
