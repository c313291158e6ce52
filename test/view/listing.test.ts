import { expect, it } from 'vitest'
import { CATALOG } from '../../src/engine/catalog.ts'
import { listedAs, tiersIn } from '../../src/view/listing.ts'
import { open, unlocked } from '../pages/made-views.ts'

it('lists the tier of each unlocked badge, and no badge that begins as a secret', () => {
  const secret = CATALOG.find((definition) => definition.secret)?.id ?? ''
  const achievements = [
    unlocked('let_him_cook', 'Gold'),
    unlocked('toolchain_maxxer', null),
    open('autonomous_avalanche'),
    unlocked(secret, 'Olympian'),
    unlocked('no_longer_there', 'Copper'),
  ]
  expect(tiersIn(listedAs(achievements))).toEqual({ let_him_cook: 3, toolchain_maxxer: 0 })
  expect(tiersIn(listedAs([]))).toEqual({})
  expect(tiersIn('')).toEqual({})
})

it('says the same of the same tiers, and something other of others', () => {
  const [gold, silver] = [
    listedAs([unlocked('let_him_cook', 'Gold')]),
    listedAs([unlocked('let_him_cook', 'Silver')]),
  ]
  expect(listedAs([unlocked('let_him_cook', 'Gold', { progress: 9_999 })])).toBe(gold)
  expect(silver).not.toBe(gold)
})
