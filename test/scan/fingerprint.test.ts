import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fingerprintOf } from '../../src/scan/fingerprint.ts'

const anyHead = fc.record({
  last_active: fc.constantFrom(null, 0, 1, 1.5),
  started_at: fc.constantFrom(null, 0, 1, 1.5),
  model: fc.constantFrom(null, '', 'null', 'm'),
  display_title: fc.constantFrom('', 'null', 'm', '","'),
  rows: fc.option(
    fc.record({
      live: fc.nat(2),
      liveIds: fc.constantFrom('0', '1', '9223372036854775807'),
      others: fc.nat(2),
      otherIds: fc.constantFrom('0', '1', '-9223372036854775808'),
    }),
  ),
})

it('is the same for the same session, and another as soon as one thing differs', () => {
  fc.assert(
    fc.property(anyHead, anyHead, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b)
      expect(fingerprintOf(a) === fingerprintOf(b)).toBe(same)
    }),
  )
})
