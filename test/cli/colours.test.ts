import { describe, expect, it } from 'vitest'
import { colourDepth, painter } from '../../src/cli/colours.ts'

const terminal = (bits: number) => ({ isTTY: true, getColorDepth: () => bits })

describe('colours', () => {
  it('are what the terminal can show', () => {
    expect([1, 4, 8, 24].map((bits) => colourDepth(terminal(bits), {}))).toEqual([
      'none',
      'basic',
      'extended',
      'extended',
    ])
  })

  it('are left away where there is no terminal, or one without them', () => {
    expect(colourDepth({}, {})).toBe('none')
    expect(colourDepth(terminal(24), { TERM: 'dumb' })).toBe('none')
  })

  it('are left away when they are not wanted', () => {
    expect(colourDepth(terminal(24), { NO_COLOR: '1' })).toBe('none')
    expect(colourDepth(terminal(24), { NO_COLOR: '' })).toBe('extended')
  })

  it('can be forced, whatever else is said', () => {
    const forced = (FORCE_COLOR: string) => colourDepth({}, { FORCE_COLOR, NO_COLOR: '1', TERM: 'dumb' })
    expect(['', '1', '2', '3', '0', 'false'].map(forced)).toEqual([
      'basic',
      'basic',
      'extended',
      'extended',
      'none',
      'none',
    ])
  })

  it('end where their text ends', () => {
    expect(painter('basic')('Gold', 'x')).toBe('\x1b[93mx\x1b[0m')
    expect(painter('basic')('Gold', '')).toBe('')
    expect(painter('none')('Gold', 'x')).toBe('x')
  })
})
