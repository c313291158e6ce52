import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mendedJson } from '../../src/snapshot/cut-json.ts'

const encoder = new TextEncoder()
const mended = (json: string) => new TextDecoder().decode(mendedJson(encoder.encode(json)))

describe('JSON whose end is missing', () => {
  it.each([
    [
      '[{"id":"a","function":{"name":"patch","arguments":"x',
      '[{"id":"a","function":{"name":"patch","arguments":"x"}}]',
    ],
    ['[{"name":"terminal"},{"na', '[{"name":"terminal"},{}]'],
    ['[{"name":"terminal"},', '[{"name":"terminal"}]'],
    ['[{"name":"terminal","count":1', '[{"name":"terminal"}]'],
    ['[{"a":"\\', '[{"a":""}]'],
    ['[{"a":"\\u00', '[{"a":""}]'],
    ['[{"a":', '[{}]'],
    ['[1, 2', '[1]'],
    ['', ''],
    ['nul', ''],
  ])('ends where it can: %s', (cut, whole) => {
    expect(mended(cut)).toBe(whole)
  })

  it('is JSON again wherever it is cut', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.nat(), (json, at) => {
        // Without a bracket at its beginning nothing may be left of it.
        const text = `[${json}]`
        const cut = encoder.encode(text).subarray(0, at % (encoder.encode(text).length + 1))
        const whole = new TextDecoder().decode(cut)
        if (whole.includes('\ufffd')) return
        const result = mended(whole)
        if (whole !== '') expect(() => JSON.parse(result)).not.toThrow()
      }),
      { numRuns: 2000 },
    )
  })

  it('is what it was when nothing is missing', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (json) => {
        expect(mended(`[${json}]`)).toBe(`[${json}]`)
      }),
    )
  })
})
