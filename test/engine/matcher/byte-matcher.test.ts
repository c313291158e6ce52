import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collectFilePaths } from '../../../src/engine/file-paths.ts'
import { ByteMatcher } from '../../../src/engine/matcher/byte-matcher.ts'
import { PathSet } from '../../../src/engine/path-set.ts'
import { PlainMatcher } from '../../../src/engine/plain-matcher.ts'
import { TextMatcher } from '../../../src/engine/text-matcher.ts'
import { Utf8Text } from '../../../src/engine/utf8-text.ts'
import { runs } from '../../properties.ts'
import { pathText, signalText } from '../texts.ts'

/** Figures and paths by the automaton and, where it declines, by the plain matcher. */
function byBytes(texts: readonly Utf8Text[]) {
  const paths = new PathSet()
  const matcher = new TextMatcher(paths)
  for (const text of texts) matcher.message(text)
  return { figures: matcher.finish(), paths: [...paths].sort() }
}

/** The same by regular expressions alone. */
function byStrings(texts: readonly Utf8Text[]) {
  const paths = new PathSet()
  const matcher = new PlainMatcher()
  for (const text of texts) {
    matcher.message(text.toString())
    collectFilePaths(text.toString(), paths)
  }
  return { figures: matcher.finish(), paths: [...paths].sort() }
}

const encoded = (text: fc.Arbitrary<string>) => text.map((string) => [...Utf8Text.from(string).memory])
/** Signals and paths, Unicode of every kind, and bytes that are no UTF-8, glued together. */
const bytes = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: encoded(signalText) },
      { weight: 2, arbitrary: encoded(pathText) },
      { weight: 1, arbitrary: encoded(fc.string({ unit: 'binary', maxLength: 6 })) },
      { weight: 1, arbitrary: fc.array(fc.nat(255), { maxLength: 4 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom([0xc3], [0xe4, 0xb8], [0xed, 0xa0, 0x80], [0xf5], [0x80], [0xc1, 0xa1]),
      },
    ),
    { maxLength: 6 },
  )
  .map((pieces) => Uint8Array.from(pieces.flat()))

describe('bytes', () => {
  it('of any kind give the figures and paths of the text that they decode to', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 5 }), (messages) => {
        const texts = messages.map((memory) => new Utf8Text(memory, 0, memory.length))
        expect(byBytes(texts)).toEqual(byStrings(texts))
      }),
      { numRuns: runs(5000) },
    )
  })

  it('give the same wherever a text is cut into messages', () => {
    fc.assert(
      fc.property(bytes, (memory) => {
        for (let cut = 0; cut <= memory.length; cut++) {
          // Both lie in one piece of memory: what is beyond a message must not be seen.
          const texts = [new Utf8Text(memory, 0, cut), new Utf8Text(memory, cut, memory.length)]
          expect(byBytes(texts)).toEqual(byStrings(texts))
        }
      }),
      { numRuns: runs(150) },
    )
  })
})

describe('the byte matcher', () => {
  const takes = (text: string) => new ByteMatcher(new PathSet()).message(Utf8Text.from(text))

  it.each([
    '',
    'git status',
    'conflict\nof 日志 and error。',
    'é 😀 \u2028',
    'it says:',
    '"quoted"',
    'gitx ',
  ])('takes %j', (text) => expect(takes(text)).toBe(true))

  it.each(['run git', 'git \n ', 'a conflict\u3000', 'background =', 'exit_code":'])(
    'leaves %j, which the next message may complete, to the plain one',
    (text) => expect(takes(text)).toBe(false),
  )

  it.each(['İ', 'ı', 'ſ', '\u212a'])(
    'leaves a text with %s, which matches a letter of ASCII, to it',
    (letter) => expect(takes(`error ${letter} error`)).toBe(false),
  )

  it('counts nothing of a text that it leaves', () => {
    const matcher = new TextMatcher(new PathSet())
    matcher.message(Utf8Text.from('model model ſ'))
    matcher.message(Utf8Text.from('a model'))
    expect(matcher.finish().counts.model_events).toBe(3)
    expect([matcher.plain.messages, matcher.automaton.messages]).toEqual([1, 1])
  })
})
