import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Utf8Text } from '../../src/engine/utf8-text.ts'
import { identityOf } from '../../src/snapshot/row-identity.ts'

type Value = Parameters<typeof identityOf>[0][number]

/** A text of this many letters, in the middle of other bytes. */
const text = (length: number, letter = 'x') =>
  new Utf8Text(new TextEncoder().encode(`..${letter.repeat(length)}..`), 2, 2 + length)

const VALUE: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.integer().map(BigInt),
  fc.double({ noNaN: true }),
  fc.string().map((one) => Utf8Text.from(one)),
  fc.uint8Array(),
)

/** Says the same of values that SQLite takes for equal, and something else of others. */
function spelled(value: Value): string {
  if (value instanceof Utf8Text) return `text ${value}`
  if (value instanceof Uint8Array) return `blob ${value}`
  return Number.isInteger(value) ? `${BigInt(value as number)}` : `${value}`
}

describe('the identity of a row', () => {
  it('is that of another one if, and only if, all values are equal and in the same place', () => {
    const rows = fc.array(VALUE, { maxLength: 4 })
    fc.assert(
      fc.property(rows, rows, (one, other) => {
        const same = one.map(spelled).join() === other.map(spelled).join()
        expect(identityOf(one) === identityOf(other)).toBe(same)
        expect(identityOf([...one])).toBe(identityOf(one))
      }),
    )
  })

  it.each<[string, Value, Value]>([
    ['an integer and the real number that it equals', 3n, 3],
    ['both zeros', -0, 0n],
    ['a great integer and its real number', 2n ** 62n, 2 ** 62],
    ['a text and another string of it', Utf8Text.from('“é”'), '“é”'],
  ])('is the same for %s', (_what, one, other) => {
    expect(identityOf([one])).toBe(identityOf([other]))
  })

  it.each<[string, Value[], Value[]]>([
    ['neighbouring integers beyond what a real number tells apart', [2n ** 53n], [2n ** 53n + 1n]],
    ['such an integer and the real number beside it', [2n ** 53n + 1n], [2 ** 53]],
    ['a number and its text', [12n], [Utf8Text.from('12')]],
    ['a text and a blob of the same bytes', [text(4)], [new TextEncoder().encode('xxxx')]],
    ['nothing and an empty text', [null], [text(0)]],
    ['texts that are cut elsewhere', [text(3), text(5)], [text(5), text(3)]],
    ['zeros at an end', [new Uint8Array(3)], [new Uint8Array(4)]],
  ])('differs for %s', (_what, one, other) => {
    expect(identityOf(one)).not.toBe(identityOf(other))
  })

  it('depends on each byte of long values, wherever a piece ends', () => {
    for (const length of [61_420, 61_424, 61_425, 61_432, 61_440, 122_880, 200_001]) {
      const same = identityOf([text(length), 1n])
      expect(identityOf([text(length), 1n])).toBe(same)
      expect(identityOf([text(length), 2n])).not.toBe(same)
      expect(identityOf([text(length + 1), 1n])).not.toBe(same)
      for (const at of [0, 61_423, length - 1]) {
        const other = text(length)
        other.memory[other.begin + Math.min(at, length - 1)] = 0x79
        expect(identityOf([other, 1n]), `${length}, ${at}`).not.toBe(same)
      }
    }
  })
})
