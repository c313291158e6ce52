import { expect, inject, it } from 'vitest'
import { count, shortCount } from '../../src/cli/figures.ts'
import { Random } from '../fixtures/random.ts'

it('a figure is grouped as Intl groups it', () => {
  const random = new Random(`figures ${inject('seed')}`)
  const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
  for (const value of [0, 1, 999, 1000, 999_999, 1_000_000, 0.4, 0.5, 1234.5]) {
    expect(count(value)).toBe(plain.format(value))
  }
  for (let round = 0; round < 500; round++) {
    const value = Math.floor(10 ** (random.float() * 15))
    expect(count(value)).toBe(plain.format(value))
  }
})

it('a short figure has three digits, and null none', () => {
  expect([950, 12_345, 1_800_000, null].map(shortCount)).toEqual(['950', '12.3K', '1.8M', ''])
})
