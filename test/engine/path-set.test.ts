import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PathSet } from '../../src/engine/path-set.ts'

it('holds what a set of strings holds, in the order in which it came', () => {
  const text = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('./a.py', '~/b.md', ''))
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), (texts) => {
      const [paths, strings] = [new PathSet(), new Set<string>()]
      for (const each of texts) {
        paths.add(each)
        strings.add(each)
        expect(paths.size).toBe(strings.size)
      }
      expect([...paths]).toEqual([...strings])
    }),
  )
})

it('takes bytes out of the middle of others', () => {
  const paths = new PathSet()
  const memory = new TextEncoder().encode('in ./a.py and ./a.py')
  paths.addBytes(memory, 3, 9)
  paths.addBytes(memory, 14, 20)
  expect([...paths]).toEqual(['./a.py'])
})

it.each([2, 2_000])('is empty once it is cleared, after %i texts, and fills again', (texts) => {
  const paths = new PathSet()
  for (let text = 0; text < texts; text++) paths.add(`./${'long/'.repeat(20)}${text}.py`)
  paths.clear()
  expect([paths.size, [...paths]]).toEqual([0, []])
  for (const text of ['b', 'a', 'b']) paths.add(text)
  expect([...paths]).toEqual(['b', 'a'])
})
