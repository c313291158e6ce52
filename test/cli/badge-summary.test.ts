import { beforeAll, describe, expect, it } from 'vitest'
import { painter } from '../../src/cli/colours.ts'
import { countAll } from '../../src/cli/kept-count.ts'
import { resultOf, type ScanResult } from '../../src/cli/payload.ts'
import { scanReport } from '../../src/cli/scan-report.ts'
import { TIER_NAMES } from '../../src/engine/types.ts'
import { analysed } from '../engine/golden.ts'

const META = {
  mode: 'full' as const,
  sessions_total: 110,
  sessions_rescanned: 110,
  sessions_reused: 0,
  sessions_scanned_so_far: 110,
  sessions_expected_total: 110,
}

const reported = (payload: ScanResult, columns = 80) =>
  scanReport(payload, 0.5, { columns, paint: painter('none'), table: false })
const linesOf = (text: string) => text.split('\n').length - 1

describe('the summary', () => {
  let history: ScanResult
  beforeAll(async () => {
    history = resultOf(countAll(await analysed('history'), 'UTC'), META, 0)
  })

  it('names every unlocked badge beside its tier, best first', () => {
    const [, unlocked = '', next = ''] = reported(history).split(/Unlocked\n|\n\n {2}Next up\n/)
    const tiers = [...unlocked.matchAll(/^ {2}● (\S+)/gm)].map(([, tier]) => tier)
    expect(tiers).toEqual(['Diamond', 'Gold', 'Silver', 'Copper', 'One-time'])
    for (const { name, unlocked: earned } of history.achievements)
      expect(unlocked.replace(/\s+/g, ' ').includes(` ${name}`), name).toBe(earned)
    expect(next).toMatch(/^ {2}● Model Sommelier +→ Silver +[━╌]+ +749 \/ 750\n/)
  })

  it('takes at most 40 lines of 80 columns, whatever is unlocked', () => {
    expect(linesOf(reported(history))).toBeLessThanOrEqual(25)
    for (let turn = 0; turn < 12; turn++) {
      const achievements = history.achievements.map((item, index) => ({
        ...item,
        ...{ unlocked: true, state: 'unlocked' as const },
        tier: item.tiers ? (TIER_NAMES[(index * turn) % 5] ?? null) : null,
      }))
      expect(linesOf(reported({ ...history, achievements }))).toBeLessThanOrEqual(40)
    }
  })

  it('keeps within the columns of the terminal', () => {
    for (const columns of [44, 60, 80, 120])
      for (const line of reported(history, columns).split('\n'))
        expect(line.length).toBeLessThanOrEqual(columns)
  })

  it('of an empty history has neither heading', () => {
    const nothing = resultOf(countAll([], 'UTC'), { ...META, sessions_total: 0 }, 0)
    expect(reported(nothing)).not.toMatch(/Unlocked|Next up/)
  })
})
