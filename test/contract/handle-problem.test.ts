import { describe, expect, it } from 'vitest'
import { handleProblem } from '../../src/contract/handle-problem.ts'
import { NewHandleSchema } from '../../src/contract/profiles.ts'

describe('what is wrong with a handle', () => {
  it.each([
    ['Ada', 'Use lowercase letters: “a” instead of “A”.'],
    ['ada lovelace', 'A handle has no spaces. Use a hyphen instead.'],
    ['ada_l', '“_” can’t be part of a handle. Use a–z, 0–9 and hyphens.'],
    ['jose\u0301', '“e\u0301” can’t be part of a handle. Use a–z, 0–9 and hyphens.'],
    ['ada👩‍🚀', '“👩‍🚀” can’t be part of a handle. Use a–z, 0–9 and hyphens.'],
    ['', 'Use at least 3 characters.'],
    ['ad', 'Use at least 3 characters.'],
    ['a'.repeat(40), 'Use at most 39 characters.'],
    ['-ada', 'Start and end with a letter or digit.'],
    ['ada-', 'Start and end with a letter or digit.'],
  ])('is said in words, as by the server: %j', (handle, words) => {
    expect(handleProblem(handle)).toBe(words)
    expect(NewHandleSchema.safeParse(handle).error?.issues[0]?.message).toBe(words)
  })

  it('is nothing if the handle may be had', () => {
    for (const handle of ['ada', 'ada-2', 'a'.repeat(39)]) expect(handleProblem(handle)).toBeNull()
  })
})
