import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TITLE_MAX_CHARACTERS } from '../../../src/contract/live.ts'
import { cleanTitle, uniqueTitle } from '../../../src/sessions/live/title.ts'
import { othersWith } from './other-titles.ts'

describe('a clean title', () => {
  it.each([
    ['  Fix  the\tbuild \r\n again ', 'Fix the build again'],
    ['\u00a0a\u2003b\u3000', 'a b'],
    ['a\u0000b\u0007c\u001bd\u007f\u0085e', 'abcde'],
    ['in\u200bvis\u200dib\u2060le\ufeff', 'invisible'],
    ['\u202etxt.exe\u202c \u2066x\u2069', 'txt.exe x'],
    ['soft\u00adhyphen', 'softhyphen'],
    ['tag\u{e0041}ged', 'tagged'],
    ['half \ud83d of a pair', 'half of a pair'],
    ['Grüße, 世界 🚀', 'Grüße, 世界 🚀'],
  ])('of %j is %j', (title, clean) => expect(cleanTitle(title)).toBe(clean))

  it.each(['', '   ', '\u200b', '\n\t\u202e'])('is none where %j is left', (title) => {
    expect(cleanTitle(title)).toBeNull()
  })

  it('has at most 100 characters, whatever they take, once it is clean', () => {
    expect(cleanTitle(`${'🚀'.repeat(100)}\u200b  `)).toBe('🚀'.repeat(100))
    expect(() => cleanTitle('a'.repeat(101))).toThrow(expect.objectContaining({ code: 'title_too_long' }))
  })

  it('is clean: cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (title) => {
        const clean = cleanTitle(title)
        if (clean !== null) expect(cleanTitle(clean)).toBe(clean)
      }),
    )
  })
})

describe('a title that another session has', () => {
  it('gets the next number', () => {
    expect(uniqueTitle('Title', othersWith())).toBe('Title')
    expect(uniqueTitle('Title', othersWith('Title'))).toBe('Title #2')
    expect(uniqueTitle('Title', othersWith('Title', 'Title #2'))).toBe('Title #3')
    expect(uniqueTitle('Title', othersWith('Title', 'Title #9'))).toBe('Title #10')
  })

  it('counts on where it has a number itself', () => {
    expect(uniqueTitle('Title #2', othersWith('Title #2'))).toBe('Title #3')
    expect(uniqueTitle('Title #2', othersWith('Title'))).toBe('Title #2')
  })

  it('counts titles of its own alone', () => {
    expect(uniqueTitle('Title', othersWith('Title', 'Title #two', 'Title #7b', 'Title #5 #6'))).toBe(
      'Title #2',
    )
    expect(uniqueTitle('#1', othersWith('#1'))).toBe('#1 #2')
  })

  it('is cut where the number would make it too long', () => {
    const long = `${'x'.repeat(96)} yz!`
    expect(uniqueTitle(long, othersWith(long))).toBe(`${'x'.repeat(96)} #2`)
    expect(uniqueTitle('🚀'.repeat(100), othersWith('🚀'.repeat(100)))).toBe(`${'🚀'.repeat(97)} #2`)
  })

  it('is never another’s, however many there are', () => {
    const title = fc.constantFrom(
      'a',
      'a #2',
      'a #3',
      'a'.repeat(100),
      `${'a'.repeat(97)} #9`,
      `${'a'.repeat(96)} #99`,
    )
    fc.assert(
      fc.property(fc.array(title, { maxLength: 60 }), (wanted) => {
        const given: string[] = []
        for (const one of wanted) {
          const unique = uniqueTitle(one, othersWith(...given))
          expect(given).not.toContain(unique)
          expect([...unique].length).toBeLessThanOrEqual(TITLE_MAX_CHARACTERS)
          given.push(unique)
        }
      }),
    )
  })
})
