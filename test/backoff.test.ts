import { expect, it } from 'vitest'
import { backoff, jittered } from '../src/backoff.ts'

it('doubles the pauses between tries up to the longest', () => {
  const pauses = [1, 2, 3, 4, 5, 1000].map((attempts) => backoff(attempts, 5, 60))
  expect(pauses).toEqual([5, 10, 20, 40, 60, 60])
  expect(backoff(5000, 0, 60)).toBe(0)
})

it('takes off half of a pause at most', () => {
  for (let n = 0; n < 100; n++) {
    const pause = jittered(60)
    expect(pause).toBeGreaterThanOrEqual(30)
    expect(pause).toBeLessThanOrEqual(60)
  }
})
