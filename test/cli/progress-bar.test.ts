import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { painter } from '../../src/cli/colours.ts'
import { ProgressBar, progressLine } from '../../src/cli/progress-bar.ts'

const plain = painter('none')
const half = { done: 500, total: 1000, reused: 0, textBytes: 20e6 }

describe('a progress line', () => {
  it('tells count, percentage, rate and time left', () => {
    const line = progressLine(half, 10, { columns: 80, paint: plain })
    expect(line).toMatch(/^━+╌+ {4}500 \/ 1,000 {3}50% {2}2\.0 MB\/s {2}0:10 left$/)
  })

  it('reckons the time left by the sessions that were read', () => {
    const line = progressLine({ ...half, reused: 400 }, 10, { columns: 80, paint: plain })
    expect(line).toContain('0:50 left')
  })

  it('leaves away what there is no room for', () => {
    const lines = [62, 46, 38, 29, 12].map((columns) => progressLine(half, 10, { columns, paint: plain }))
    expect(lines.map((line) => line.replace(/[━╌]+ +/, '|'))).toEqual([
      '|500 / 1,000   50%  2.0 MB/s  0:10 left',
      '|500 / 1,000   50%  0:10 left',
      '|500 / 1,000   50%',
      '|500 / 1,000',
      '  500 / 1',
    ])
  })

  it('leaves room for ^C, and is never longer than is easy to look at', () => {
    const figures = fc.record({
      done: fc.nat(200_000),
      more: fc.nat(200_000),
      textBytes: fc.nat(),
      seconds: fc.double({ min: 0, max: 1e5, noNaN: true }),
      columns: fc.integer({ min: 1, max: 300 }),
    })
    fc.assert(
      fc.property(figures, ({ done, more, textBytes, seconds, columns }) => {
        const progress = { done, total: done + more, reused: 0, textBytes }
        const line = progressLine(progress, seconds, { columns, paint: plain })
        expect(line.length).toBeLessThanOrEqual(Math.max(0, Math.min(columns - 3, 100)))
      }),
    )
  })
})

describe('a progress bar', () => {
  afterEach(() => vi.restoreAllMocks())

  function drawing(isTTY: boolean) {
    const written: string[] = []
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0)
    const bar = new ProgressBar({ isTTY, columns: 80, write: (text) => written.push(text) }, {})
    return { bar, written, at: (milliseconds: number) => clock.mockReturnValue(milliseconds) }
  }

  it('draws nothing where there is no terminal', () => {
    const { bar, written } = drawing(false)
    bar.draw((seconds, look) => progressLine(half, seconds, look))
    bar.erase()
    expect(written).toEqual([])
  })

  it('is drawn ten times a second at most', () => {
    const { bar, written, at } = drawing(true)
    for (let now = 0; now < 1000; now++) {
      at(now)
      bar.draw((seconds, look) => progressLine(half, seconds, look))
    }
    expect(written).toHaveLength(10)
  })

  it('leaves an empty line behind, once', () => {
    const { bar, written } = drawing(true)
    bar.draw((seconds, look) => progressLine(half, seconds, look))
    bar.erase()
    bar.erase()
    expect(written.slice(1)).toEqual(['\r\x1b[K'])
  })
})
