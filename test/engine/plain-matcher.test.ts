import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PlainMatcher } from '../../src/engine/plain-matcher.ts'
import { runs } from '../properties.ts'
import { referenceFigures } from './reference.ts'
import { messageTexts } from './texts.ts'

describe('the plain matcher', () => {
  it('finds what plain regular expressions find in the whole text, in segments of any length', () => {
    fc.assert(
      fc.property(messageTexts, fc.constantFrom(1, 8, 40, 1000), (texts, segmentLength) => {
        const matcher = new PlainMatcher(segmentLength)
        for (const text of texts) matcher.message(text)
        expect(matcher.finish()).toEqual(referenceFigures(texts))
      }),
      { numRuns: runs(2000) },
    )
  })
})
