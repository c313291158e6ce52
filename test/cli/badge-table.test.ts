import { stripVTControlCharacters } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { painter } from '../../src/cli/colours.ts'
import { countAll } from '../../src/cli/kept-count.ts'
import { resultOf, type ScanResult } from '../../src/cli/payload.ts'
import { scanReport } from '../../src/cli/scan-report.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { analysed } from '../engine/golden.ts'

const META = {
  mode: 'full' as const,
  sessions_total: 64,
  sessions_rescanned: 64,
  sessions_reused: 0,
  sessions_scanned_so_far: 64,
  sessions_expected_total: 64,
}
const plain = painter('none')

describe('the report', () => {
  let edges: ScanResult
  let nothing: ScanResult
  beforeAll(async () => {
    edges = resultOf(countAll(await analysed('edges'), 'UTC'), META, 0)
    nothing = resultOf(countAll([], 'UTC'), { ...META, sessions_total: 0 }, 0)
  })

  const report = (payload: ScanResult, columns = 80, paint = plain) =>
    scanReport(payload, 0.5, { columns, paint, table: true })
  const lines = (payload: ScanResult, columns = 80) => report(payload, columns).split('\n')

  it('begins with what was achieved, and ends with what was read', () => {
    const [, title] = lines(edges)
    expect(title).toBe(`  ❧ Laurel · 7 of ${CATALOG.length} unlocked · highest tier Diamond`)
    expect(lines(edges).at(-3)).toMatch(/^ {2}64 sessions · \d+ messages · 0\.50 s · UTC$/)
  })

  it('says of each locked badge which tier comes next', () => {
    const locked = edges.achievements.filter((item) => item.state === 'discovered' && item.tiers)
    expect(locked.length).toBeGreaterThan(10)
    for (const { name } of locked)
      expect(report(edges)).toMatch(new RegExp(`○ ${name.replace(/[?.+]/g, '.')} +→ Copper `))
  })

  it('shows every badge that is no secret under its category', () => {
    const text = lines(nothing).join('\n')
    for (const { name, category, secret } of CATALOG) {
      expect(text.includes(`○ ${name} `)).toBe(!secret)
      expect(text).toContain(`  ${category}  0 / `)
    }
  })

  it('tells of secrets only how many there are', () => {
    const secrets = CATALOG.filter(({ secret }) => secret).length
    expect(lines(nothing).at(-4)).toBe(`  ${CATALOG.length - secrets} in progress · ${secrets} still secret`)
    expect(lines(edges).join('\n')).not.toContain('???')
  })

  it.each([20, 40, 60, 71, 72, 80, 96, 120, 200])('keeps within %i columns', (columns) => {
    const widest = Math.max(...lines(edges, columns).map((line) => line.length))
    // Names are not cut: the longest, its mark and a tier take 43 columns.
    expect(widest).toBeLessThanOrEqual(Math.max(columns, 43))
    expect(widest).toBeLessThanOrEqual(112)
  })

  it('is the same text with colours as without', () => {
    const coloured = report(edges, 120, painter('extended'))
    expect(stripVTControlCharacters(coloured)).toBe(lines(edges, 120).join('\n'))
  })

  it('gives the tiers their colours', () => {
    const paint = painter('extended')
    const coloured = report(edges, 80, paint)
    const best = edges.achievements.find(({ tier }) => tier === 'Diamond')
    expect(coloured).toContain(paint('Diamond', 'Diamond'.padEnd(8)))
    expect(coloured).toContain(`${paint('Diamond', '●')} ${best?.name}`)
  })
})
