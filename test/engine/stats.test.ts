import { expect, it } from 'vitest'
import { SUMS } from '../../src/engine/contribution.ts'
import { COUNTED_STATS, METRICS, SESSION_MAXIMA, STATS } from '../../src/engine/stats.ts'
import { measured } from '../../src/ui/units.ts'
import { expectedOf } from './golden.ts'

it('every stat is summed or has a maximum, and each metric has its unit', () => {
  const measuring = { ...SUMS, ...SESSION_MAXIMA }
  const used = new Set(Object.values(measuring))
  expect(COUNTED_STATS.filter((stat) => !used.has(stat))).toEqual([])
  const metrics = [...Object.keys(METRICS), ...Object.keys(measuring)]
  expect(metrics.filter((metric) => measured(2, metric) === '2')).toEqual([])
})

it('what no pattern, rule or keyword counts is counted nevertheless', () => {
  const { sessions } = expectedOf('history')
  const own = COUNTED_STATS.filter((stat) => STATS[stat].from === 'session')
  expect(own.length).toBeGreaterThan(0)
  expect(own.filter((stat) => !sessions.some((session) => session[stat] > 0))).toEqual([])
})

it('keywords are in small letters, as the names that they are looked for in', () => {
  const keywords = COUNTED_STATS.flatMap((stat) => STATS[stat].from)
  expect(keywords.filter((keyword) => keyword !== keyword.toLowerCase())).toEqual([])
})
