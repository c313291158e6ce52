import { describe, expect, it } from 'vitest'
import { nameProblem } from '../../src/contract/display-name.ts'
import { normalText, textProblem } from '../../src/contract/short-text.ts'

const LIMITS = { characters: 12, bytes: 80 }
const problem = (text: string) => textProblem(text, LIMITS)

describe('a short text', () => {
  it('is kept in NFC, with single spaces and none around it', () => {
    expect(normalText('  Ada\u00a0\u3000 Lovelace ')).toBe('Ada Lovelace')
    expect(normalText('Ame\u0301lie')).toBe('Amélie')
  })

  it('that is empty is none', () => {
    for (const empty of ['', ' ', '\u2003\u00a0', '\n\t']) expect(normalText(empty)).toBeNull()
  })

  it.each([
    'Ada',
    'Łukasz',
    '李小龙',
    'محمد',
    'שרה',
    'नमस्ते',
    'ไทย',
    'Ada 🏛️',
    '👩🏽‍🚀',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '🇩🇪',
    '1️⃣',
    '❤︎',
    'O’Neil-№ 7',
  ])('may be in any script, emoji included: %s', (text) => {
    expect(problem(text)).toBeNull()
  })

  it.each([
    ['a line break', 'Ada\nEve'],
    ['a line separator', 'Ada\u2028Eve'],
    ['a control character', 'Ada\u0007'],
    ['a bidirectional override', 'Ada\u202eevE'],
    ['a bidirectional isolate', '\u2066Ada\u2069'],
    ['a direction mark', 'Ada\u200f'],
    ['a zero-width space', 'A\u200bda'],
    ['a joiner between letters', 'A\u200dda'],
    ['a joiner between emoji that no one joins', '🏛️\u200d🌮'],
    ['a word joiner', 'Ada\u2060'],
    ['a soft hyphen', 'A\u00adda'],
    ['a variation selector on a letter', 'A\ufe0fda'],
    ['tags that hide a text', '🏴\u{e0061}\u{e0064}\u{e0061}\u{e007f}'],
    ['tags without a flag', 'Ada\u{e0061}'],
    ['a Hangul filler', '\u3164Ada'],
    ['a blank of Braille', 'Ada\u2800'],
    ['half a surrogate', 'Ada\ud83e'],
    ['a noncharacter', 'Ada\uffff'],
    ['a private character', 'Ada\ue000'],
    ['a byte order mark', 'A\ufeffda'],
  ])('may not have %s', (_what, text) => {
    expect(problem(text)).toContain('invisible')
  })

  it('may not begin with a mark, or pile them up', () => {
    expect(problem('\u0301da')).toContain('accents')
    expect(problem(`A${'\u0336'.repeat(5)}da`)).toContain('accents')
    expect(problem('Việt Ầ')).toBeNull()
  })

  it('may not look proved', () => {
    for (const sign of ['✓', '✔', '✔️', '✅', '☑️']) expect(problem(`Ada ${sign}`)).toContain('proof')
  })

  it('is measured as people count it, and in bytes', () => {
    expect(problem('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦')).toBeNull()
    expect(problem('e'.repeat(12))).toBeNull()
    expect(problem('e'.repeat(13))).toBe('Use at most 12 characters.')
    expect(problem('👨‍👩‍👧‍👦'.repeat(4))).toBe('Use at most 80 bytes.')
  })

  it('never comes back in what is said of it', () => {
    for (const text of ['Canary\u200b', `Canary${'y'.repeat(99)}`, 'Canary ✓'])
      expect(problem(text)).not.toContain('Canary')
  })
})

describe('the name of a page', () => {
  it.each([
    'Ada Lovelace',
    'Grace',
    'Laurel Hardy',
    'Hermes Trismegistos',
    'Адам',
    '李小龙',
    '🏛️',
    'The Admin of Athens',
  ])('may be %s', (name) => {
    expect(nameProblem(name)).toBeNull()
  })

  it.each([
    ...['Laurel', 'LAUREL', 'Hermes Agent', 'hermes-agent', 'Open AI', 'Anthropic', 'Ädmin', 'Sample Ada'],
    // In Cyrillic, Greek, full width, mathematical letters, with digits.
    ...['Lаurеl', 'Αdmin'.replace('Α', 'α'), 'Ｌａｕｒｅｌ', '𝐀𝐝𝐦𝐢𝐧', 'Laure1', 'G00gle', '★ Laurel ★'],
  ])('may not be %s, which is reserved or looks like it', (name) => {
    expect(nameProblem(name)).toContain('reserved')
  })

  it('may not look like a handle', () => {
    for (const name of ['@grace', 'Ada ＠ home', 'ada﹫home']) expect(nameProblem(name)).toContain('handle')
  })
})
