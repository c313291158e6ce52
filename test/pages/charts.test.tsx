import { describe, expect, it } from 'vitest'
import { type Bar, BarChart } from '../../src/ui/charts/bar-chart.tsx'
import { dayOf, firstOf, weekdayOf, weekOf } from '../../src/ui/charts/days.ts'
import { axisTop, compact, dollars, dollarsShort } from '../../src/ui/charts/figures.ts'
import { HeatMap, levelOf } from '../../src/ui/charts/heat-map.tsx'
import { bySpan, spansBetween, unitOf } from '../../src/ui/charts/spans.ts'

const bar = (value: number, more: Partial<Bar> = {}): Bar => ({
  label: '',
  name: `of ${value}`,
  value,
  ...more,
})
const barChart = (bars: Bar[], values = false) =>
  String(
    <BarChart
      id="chart"
      title="A title"
      description="A description."
      bars={bars}
      format={(value) => `${value} things`}
      short={compact}
      values={values}
    />,
  )
const heights = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`class="${name}"[^>]*? height="([\\d.]+)"`, 'g'))].map(([, height]) =>
    Number(height),
  )

/** No attribute holds what SVG can't draw. */
function isDrawable(svg: string): boolean {
  return !/NaN|Infinity|undefined|="-/.test(svg)
}

describe('a chart of bars', () => {
  it('says what it shows: a title, a description, and each bar', () => {
    const html = barChart([bar(3), bar(7)])
    expect(html).toContain('role="img" aria-labelledby="chart-title chart-desc"')
    expect(html).toContain('<title id="chart-title">A title</title>')
    expect(html).toContain('<desc id="chart-desc">A description.</desc>')
    expect(html).toContain('<title>of 7: 7 things</title>')
  })

  it('draws bars as long as they are much, on an axis that begins at 0', () => {
    const [small = 0, large = 0] = heights(barChart([bar(2), bar(8)]), 'chart-solid')
    expect(large).toBeCloseTo(4 * small, 1)
  })

  it.each([
    ['nothing', []],
    ['zeros alone', [bar(0), bar(0)]],
    ['what is less than nothing', [bar(-5)]],
  ])('of %s has its axis, no bar and no value', (_, bars) => {
    const html = barChart(bars)
    expect(html).toContain('class="chart-base"')
    expect(html).not.toMatch(/chart-solid|chart-value/)
    expect(isDrawable(html)).toBe(true)
  })

  it.each([[[1]], [[1e-9]], [[1e308, 1]], [[Number.MAX_SAFE_INTEGER, 0, 5]]])(
    'holds %j within its height',
    (values) => {
      const html = barChart(values.map((value) => bar(value)))
      expect(isDrawable(html)).toBe(true)
      const drawn = heights(html, 'chart-solid')
      expect(Math.max(...drawn)).toBeLessThanOrEqual(heights(html, 'chart-room')[0] ?? 0)
      expect(Math.max(...drawn)).toBeGreaterThan(50)
    },
  )

  it('writes the greatest value, or each where that is wanted', () => {
    const valuesIn = (html: string) => [...html.matchAll(/chart-value[^>]*>([^<]+)/g)].map(([, text]) => text)
    expect(valuesIn(barChart([bar(1), bar(9), bar(9)]))).toEqual(['9'])
    expect(valuesIn(barChart([bar(1), bar(0), bar(9)], true))).toEqual(['1', '9'])
  })

  it('tells a part from the rest by hatching, on top of it', () => {
    const html = barChart([bar(10, { hatched: 4 })])
    expect(html).toContain('fill="url(#chart-hatch)"')
    expect(html).toContain('<pattern id="chart-hatch"')
    const [solid = 0] = heights(html, 'chart-solid')
    const [hatched = 0] = [...html.matchAll(/class="chart-hatched"[^>]*height="([\d.]+)"/g)].map(([, h]) =>
      Number(h),
    )
    expect(hatched / solid).toBeCloseTo(4 / 6, 1)
    expect(barChart([bar(4, { hatched: 9 })])).not.toContain('chart-solid')
  })

  it('repeats no markup of what it is given', () => {
    expect(barChart([bar(1, { name: '<script>', label: '"><b>' })])).not.toMatch(/<script|<b>/)
  })
})

describe('the top of an axis', () => {
  it.each([
    [0, 1],
    [-3, 1],
    [Number.NaN, 1],
    [1, 1],
    [3, 4],
    [7, 8],
    [9, 10],
    [101, 200],
    [0.03, 0.04],
    [21_000_000, 40_000_000],
  ])('over %d is %d', (greatest, top) => {
    expect(axisTop(greatest)).toBeCloseTo(top, 10)
  })
})

describe('a figure', () => {
  it.each([
    [0, '0'],
    [950, '950'],
    [12_345, '12.3K'],
    [37_300_000, '37.3M'],
    [4.2e12, '4.2T'],
    [1.23e16, '1.23E16'],
  ])('%d is short as %s', (value, text) => {
    expect(compact(value)).toBe(text)
  })

  it.each([
    [0, '$0.00', '$0'],
    [0.001, '<$0.01', '<$0.01'],
    [0.4, '$0.40', '$0.40'],
    [12, '$12.00', '$12'],
    [1204.5, '$1,204.50', '$1.2K'],
    [2_500_000, '$2.5M', '$2.5M'],
  ])('%d in dollars is %s, in little room %s', (value, text, short) => {
    expect([dollars(value), dollarsShort(value)]).toEqual([text, short])
  })
})

describe('days', () => {
  it('know their weekday, their week and the first of a month', () => {
    expect(weekdayOf(dayOf('2026-03-12'))).toBe(3)
    expect(weekdayOf(dayOf('1969-12-31'))).toBe(2)
    expect(weekOf(dayOf('2026-03-12'))).toBe(dayOf('2026-03-09'))
    expect(firstOf(2026, 12)).toBe(dayOf('2027-01-01'))
    expect(firstOf(50, 0)).toBe(dayOf('0050-01-01'))
  })

  it.each([
    [30, 'day', 31],
    [90, 'day', 91],
    [364, 'week', 53],
    [1500, 'month', 50],
    [20_000, 'year', 56],
  ] as const)('%d back are shown by the %s', (days, unit, count) => {
    const to = dayOf('2026-03-12')
    expect(unitOf(to - days, to)).toBe(unit)
    expect(spansBetween(to - days, to, unit)).toHaveLength(count)
  })

  it('are no more bars than there is room for, the newest', () => {
    const spans = spansBetween(dayOf('0001-01-01'), dayOf('9999-12-31'), 'year')
    expect(spans).toHaveLength(92)
    expect(spans.at(-1)?.name).toBe('9999')
  })

  it('belong to one span each, and of others to none', () => {
    const spans = spansBetween(dayOf('2026-02-27'), dayOf('2026-03-03'), 'week')
    const rows = ['2026-02-20', '2026-02-23', '2026-03-01', '2026-03-02', '2026-03-08', '2026-03-09']
    const groups = bySpan(
      spans,
      'week',
      rows.map((date) => ({ date })),
    )
    expect(groups.map((group) => group.map(({ date }) => date))).toEqual([
      ['2026-02-23', '2026-03-01'],
      ['2026-03-02', '2026-03-08'],
    ])
    expect(spans.map(({ name, label }) => [name, label])).toEqual([
      ['Week of 23 Feb 2026', '23 Feb'],
      ['Week of 2 Mar 2026', '2 Mar'],
    ])
  })
})

describe('a calendar', () => {
  const heatMap = (from: string, to: string, counts: Record<string, number>) =>
    String(
      <HeatMap
        id="heat"
        title="A title"
        description="A description."
        from={dayOf(from)}
        to={dayOf(to)}
        days={
          new Map(
            Object.entries(counts).map(([date, count]) => [dayOf(date), { count, text: `${count} of it` }]),
          )
        }
        greatest={Math.max(0, ...Object.values(counts))}
      />,
    )
  const marks = (html: string, name: string) => [...html.matchAll(new RegExp(`class="${name}"`, 'g'))].length

  it('has a mark for each day and words for those with something', () => {
    const html = heatMap('2026-03-01', '2026-03-31', { '2026-03-12': 5, '2026-03-13': 1 })
    expect([marks(html, 'heat-none'), marks(html, 'heat-some')]).toEqual([29, 2])
    expect(html).toContain('<title>12 Mar 2026: 5 of it</title>')
    expect(html).toContain('aria-labelledby="heat-title heat-desc"')
  })

  it('draws more as larger, not as another colour', () => {
    const html = heatMap('2026-03-01', '2026-03-05', { '2026-03-01': 1, '2026-03-02': 4, '2026-03-03': 8 })
    const sizes = [...html.matchAll(/class="heat-some"[^>]*? width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    )
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
    expect(new Set(sizes).size).toBe(3)
  })

  it.each([
    ['one day', '2026-03-12', '2026-03-12', { '2026-03-12': 1 }],
    ['nothing at all', '2026-01-01', '2026-12-31', {}],
    ['huge counts', '2026-03-01', '2026-03-02', { '2026-03-01': 1e300, '2026-03-02': 1 }],
  ])('can be drawn of %s', (_, from, to, counts) => {
    const html = heatMap(from, to, counts)
    expect(isDrawable(html)).toBe(true)
    expect(marks(html, 'heat-some')).toBe(Object.keys(counts).length)
  })

  it('has a level for each quarter of the greatest, and none for nothing', () => {
    expect([0, 1, 25, 26, 75, 76, 100].map((count) => levelOf(count, 100))).toEqual([0, 1, 1, 2, 3, 4, 4])
    expect(levelOf(5, 0)).toBe(0)
  })
})
