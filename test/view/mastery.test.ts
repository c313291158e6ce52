import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Mastery, masteredOf, masteryWith } from '../../src/view/mastery.ts'
import { published } from './made-achievements.ts'

const category = 'Vibe Coding'
const IDS = ['a', 'b', 'c', 'd', 'e']
const catalogOf = (ids: Iterable<string>) => Array.from(ids, (id) => ({ id, category }) as const)
const unlocksOf = (...times: [id: string, at: number][]) =>
  new Map(times.map(([id, unlocked_at]) => [id, { unlocked_at }]))
const shown = (mastery: Mastery, unlocks: ReadonlyMap<string, { unlocked_at: number; lapsed?: true }>) =>
  masteredOf(mastery, unlocks, [])

const AB = catalogOf(['a', 'b'])
const both = unlocksOf(['a', 5], ['b', 9])

it('is there when all badges of a category are unlocked, since the last of them was', () => {
  expect(shown(masteryWith({}, unlocksOf(['a', 5]), AB), both)).toEqual([])
  expect(shown(masteryWith({}, both, AB), both)).toEqual([{ category, mastered_at: 9, new_badges: 0 }])
})

it('is not there while a hidden secret is to be unlocked, and does not tell of one that comes later', () => {
  const withSecret = catalogOf(['a', 'b', 'secret'])
  expect(masteryWith({}, both, withSecret)).toEqual({})
  const mastery = masteryWith(masteryWith({}, both, AB), both, withSecret)
  const hidden = [
    published('a', { category, state: 'unlocked' }),
    published('s', { category, state: 'secret' }),
  ]
  expect(masteredOf(mastery, both, hidden)).toEqual([{ category, mastered_at: 9, new_badges: 0 }])
  const found = [...hidden, published('c', { category, state: 'discovered' })]
  expect(masteredOf(mastery, both, found)).toEqual([{ category, mastered_at: 9, new_badges: 1 }])
})

it('follows the dates of its badges, and ends with one that counts no more', () => {
  const mastery = masteryWith({}, both, AB)
  expect(shown(mastery, unlocksOf(['a', 5], ['b', 7]))).toMatchObject([{ mastered_at: 7 }])
  const lapsed = new Map<string, { unlocked_at: number; lapsed?: true }>([
    ...both,
    ['b', { unlocked_at: 9, lapsed: true }],
  ])
  expect(shown(masteryWith(mastery, lapsed, AB), lapsed)).toEqual([])
  expect(shown(masteryWith(mastery, lapsed, catalogOf(['a'])), lapsed)).toMatchObject([{ mastered_at: 5 }])
})

const step = fc.record({
  kind: fc.constantFrom('add', 'drop', 'unlock', 'publish'),
  id: fc.constantFrom(...IDS),
})

it('stays through every change of the catalog, and never comes but with all of its badges', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const catalog = new Set<string>()
      const unlocks = new Map<string, { unlocked_at: number }>()
      let mastery: Mastery = {}
      let expected: number | null = null
      for (const [at, { kind, id }] of steps.entries()) {
        if (kind === 'add') catalog.add(id)
        else if (kind === 'drop') catalog.delete(id)
        else if (kind === 'unlock' && catalog.has(id) && !unlocks.has(id))
          unlocks.set(id, { unlocked_at: at })
        else {
          mastery = masteryWith(mastery, unlocks, catalogOf(catalog))
          // Published once more, it is the same.
          expect(masteryWith(mastery, unlocks, catalogOf(catalog))).toBe(mastery)
          const times = [...catalog].map((member) => unlocks.get(member)?.unlocked_at ?? Number.NaN)
          const last = Math.max(...times)
          if (expected === null && times.length > 0 && !Number.isNaN(last)) expected = last
        }
        expect(shown(mastery, unlocks).map(({ mastered_at }) => mastered_at)).toEqual(
          expected === null ? [] : [expected],
        )
      }
    }),
  )
})

it('is the same in whichever order new badges come, and whichever of them are earned', () => {
  const fresh = ['c', 'd', 'e']
  fc.assert(
    fc.property(
      fc.shuffledSubarray(fresh, { minLength: 3 }),
      fc.subarray(fresh),
      fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      (order, earned, publishes) => {
        const before = masteryWith({}, both, AB)
        const unlocks = new Map([...both, ...unlocksOf(...earned.map((id) => [id, 20] as [string, number]))])
        const catalog = ['a', 'b']
        let mastery = before
        for (const [index, id] of order.entries()) {
          catalog.push(id)
          if (publishes[index]) mastery = masteryWith(mastery, unlocks, catalogOf(catalog))
        }
        expect(mastery).toEqual(before)
      },
    ),
  )
})
