import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dumpsJson } from '../../src/engine/json-dump.ts'
import { parseJson } from '../../src/engine/json-parse.ts'
import { INTEGER_DIGITS_MAX, JSON_DEPTH_MAX } from '../../src/engine/limits.ts'
import type { Json } from '../../src/engine/types.ts'
import { runs } from '../properties.ts'

const again = (text: string) => dumpsJson(parseJson(text))

/** A plain JSON value as `parseJson` gives it: integers as bigint, objects as Maps. */
function typed(value: unknown): Json {
  if (Array.isArray(value)) return value.map(typed)
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, item]) => [key, typed(item)]))
  }
  if (typeof value === 'number')
    return Number.isInteger(value) && !/e/.test(String(value)) ? BigInt(String(value)) : value
  if (typeof value === 'string' || typeof value === 'boolean') return value
  return null
}

describe('reading JSON', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(
        fc.json({ noUnicodeString: false }),
        fc.constantFrom(undefined, 1, '\t'),
        (text, indent) => {
          const value: unknown = JSON.parse(text)
          expect(parseJson(JSON.stringify(value, null, indent))).toEqual(typed(value))
        },
      ),
      { numRuns: runs(1000) },
    )
  })

  it('refuses what JSON.parse refuses, and with a SyntaxError', () => {
    const character = fc.constantFrom(...'[]{},:"\\u0d83de19.-+eEntrufals \n\t\r\v\u00a0\ufeff\x7f\x1f')
    const text = fc.array(character, { maxLength: 12 }).map((characters) => characters.join(''))
    const accepts = (parse: (text: string) => unknown, candidate: string) => {
      try {
        parse(candidate)
        return true
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError)
        return false
      }
    }
    fc.assert(
      fc.property(text, (candidate) => {
        expect(accepts(parseJson, candidate)).toBe(accepts(JSON.parse, candidate))
      }),
      { numRuns: runs(5000) },
    )
  })

  it.each([
    ['NaN', Number.NaN],
    ['[Infinity, -Infinity]', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ['1e400', Number.POSITIVE_INFINITY],
    ['12345678901234567890', 12345678901234567890n],
    ['-0', 0n],
    ['-0.0', -0],
    ['1e2', 100],
  ])('reads %s as Python does', (text, value) => expect(parseJson(text)).toEqual(value))

  it('lets the last of equal keys win, at the place of the first', () =>
    expect(again('{"a": 1, "b": 2, "a": 3}')).toBe('{"a": 3, "b": 2}'))

  it('keeps __proto__ as a key like any other', () =>
    expect(again('{"__proto__": {"x": 1}}')).toBe('{"__proto__": {"x": 1}}'))

  it('refuses deep nesting instead of running out of stack', () => {
    for (const open of ['[', '{"a":'])
      for (const depth of [JSON_DEPTH_MAX + 2, 1_000_000])
        expect(() => parseJson(open.repeat(depth))).toThrow(/^not JSON$/)
  })

  it('reads and writes what is nested as deep as every Python can', () => {
    for (const depth of [900, 950]) {
      const array = '['.repeat(depth) + ']'.repeat(depth)
      const object = `${'{"a": '.repeat(depth)}1${'}'.repeat(depth)}`
      expect([again(array), again(object)]).toEqual([array, object])
    }
  })

  it('keeps an integer of ten million digits without reckoning with it', () => {
    const digits = '9'.repeat(10_000_000)
    expect(again(`[-${digits}]`) === `[-${digits}]`).toBe(true)
    expect(again('7'.repeat(INTEGER_DIGITS_MAX + 1))).toBe('7'.repeat(INTEGER_DIGITS_MAX + 1))
  })

  it('says nothing of the text in its error', () => {
    expect(() => parseJson('{"secret')).toThrow(/^not JSON$/)
  })
})

describe('writing JSON', () => {
  it('writes what it has read, once written, the same again', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(again(again(text))).toBe(again(text))
      }),
    )
  })

  it.each([
    ['{"a":[1,true,null],"b":{}, "c":[]}', '{"a": [1, true, null], "b": {}, "c": []}'],
    ['"é错😀"', '"\\u00e9\\u9519\\ud83d\\ude00"'],
    ['"\\ud83d"', '"\\ud83d"'],
    [
      '"\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000 \\u001f"',
      '"\\" \\\\ / \\b \\f \\n \\r \\t \\u0000 \\u001f"',
    ],
    ['"\u007f\u2028"', '"\\u007f\\u2028"'],
    [
      '[1.0, 1e20, 1e16, 1e15, 123456789012345.6]',
      '[1.0, 1e+20, 1e+16, 1000000000000000.0, 123456789012345.6]',
    ],
    ['[0.0001, 1e-5, 1.5e-7, 0.1, 2.5e-300]', '[0.0001, 1e-05, 1.5e-07, 0.1, 2.5e-300]'],
    ['[0.0, -0.0, -1.5, 1e400, NaN, -1e400]', '[0.0, -0.0, -1.5, Infinity, NaN, -Infinity]'],
  ])('writes %s as Python does', (text, written) => expect(again(text)).toBe(written))
})
