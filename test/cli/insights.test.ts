import { describe, expect, it } from 'vitest'
import { painter } from '../../src/cli/colours.ts'
import { insightsText } from '../../src/cli/insights-text.ts'
import { widthOf } from '../../src/cli/terminal-text.ts'
import { durationText } from '../../src/sessions/insights/duration.ts'
import { comparable, sortedTools } from '../sessions/insights/comparable.ts'
import { goldenReports } from '../sessions/insights/golden.ts'
import { TODAY_REPORTS } from '../sessions/insights/today.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

describe('laurel insights', () => {
  it.each(goldenReports)('--json prints the golden report $name', async ({ report: expected }) => {
    const { days, source_filter, timezone, generated_at } = expected
    const args = ['insights', laurel.golden('history'), '--json', '--timezone', timezone]
    args.push('--days', String(days), '--now', String(generated_at))
    if (source_filter !== null) args.push('--source', source_filter)
    const { status, stdout, stderr } = await laurel.run(args)
    expect([status, stderr]).toEqual([0, ''])
    expect(comparable(JSON.parse(stdout))).toEqual(expected)
  })

  it.each(TODAY_REPORTS)(
    '--json prints the report $file',
    async ({ history, counting, report: expected }) => {
      const { days, source_filter, timezone, generated_at } = expected
      const args = ['insights', laurel.golden(`today/${history}`), '--json', '--timezone', timezone]
      args.push('--days', String(days), '--now', String(generated_at))
      if (source_filter !== null) args.push('--source', source_filter)
      if (counting === 'hermes') args.push('--as-hermes')
      const { status, stdout, stderr } = await laurel.run(args)
      expect([status, stderr]).toEqual([0, ''])
      expect(sortedTools(JSON.parse(stdout))).toEqual(expected)
    },
  )

  it('says so when nothing was there', async () => {
    const { status, stdout } = await laurel.run(['insights', laurel.golden('history'), '--now', '2e9'])
    expect(status).toBe(0)
    expect(stdout).toContain('the last 30 days')
    expect(stdout).toContain('No session started in this period.')
  })

  it.each([
    [['--days', '0'], '--days takes 1 to'],
    [['--now', 'soon'], '--now takes Unix seconds'],
    [['--timezone', 'Nowhere'], '--timezone takes the name'],
  ])('refuses %j', async (options, problem) => {
    const { status, stderr } = await laurel.run(['insights', laurel.golden('history'), ...options])
    expect(status).toBe(2)
    expect(stderr).toContain(problem)
    expect(stderr).toContain('laurel insights --help')
  })
})

describe('the models in the text of a report', () => {
  const today = TODAY_REPORTS.find(({ file }) => file === 'today.insights')?.report
  const textAt = (columns: number, report = today) =>
    report === undefined ? '' : insightsText(report, [], { columns, paint: painter('none') })

  it('have what is known of them, as far as there is room', () => {
    expect(textAt(112)).toMatch(
      /model +sessions +input +output +reasoning +tokens +cached +API calls +tool calls +cost/,
    )
    expect(textAt(112)).toMatch(/gpt-4o +20 +2.63M +449K +24.5K +4.59M +34 % +136 +72 +\$29.05/)
    expect(textAt(92)).toMatch(/model +sessions +input +output +tokens +cached +tool calls +cost/)
    expect(textAt(80)).toMatch(/model +sessions +input +output +tokens +tool calls +cost/)
  })

  it.each([40, 60, 80, 92, 112, 200])('are never wider than a terminal of %i columns', (columns) => {
    for (const line of textAt(columns).split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(columns)
  })
})

describe('the text of a report', () => {
  const [{ report } = { report: null }] = goldenReports
  if (report === null) throw new Error('There is a golden report.')
  const full = { ...report, overview: { ...report.overview, estimated_cost: 12.5 } } as typeof report

  const leading = [
    {
      by: 'tokens' as const,
      amount: 220_934,
      label: 'Most tokens',
      value: '220,934 tokens',
      id: '20250618_120000_b9c0bb',
      title: 'Why?',
      startedAt: 1_750_240_000,
    },
  ]

  it.each([40, 60, 80, 112, 200])('is never wider than a terminal of %i columns', (columns) => {
    const text = insightsText(full, leading, { columns, paint: painter('none') })
    for (const line of text.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(columns)
  })

  it('tells totals, and the first of each kind', () => {
    const text = insightsText(full, leading, { columns: 80, paint: painter('none') })
    for (const fact of [
      '110 sessions',
      '18.5M tokens',
      '$27.61 paid',
      '$12.50 estimated',
      'read_file',
      'deploy',
    ]) {
      expect(text).toContain(fact)
    }
    expect(text).toContain('Most tokens  220,934 tokens  2025-06-18  20250618_120000_b9c0bb\n')
  })
})

it.each([
  [0.5, '0s'],
  [59.4, '59s'],
  [90, '2m'],
  [150, '2m'],
  [3600, '1h'],
  [3960, '1h 6m'],
  [86_400 * 1.25, '1.2d'],
  [86_400 * 1.75, '1.8d'],
  [86_400 * 2.5, '2.5d'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text)
})
