import { describe, expect, it } from 'vitest'
import { bySessionId, expectedOf } from '../engine/golden.ts'
import { Random } from '../fixtures/random.ts'
import { checkLogVariant, checkVariant, plainHistory } from './variants/check.ts'
import { figuresOf } from './variants/figures.ts'
import { checkLengths } from './variants/lengths.ts'
import { VARIANTS } from './variants/list.ts'
import { LOG_VARIANTS } from './variants/logs.ts'
import { writeVariant } from './variants/write.ts'

/** One in n of the files that `npm run soak` reads: always the same ones. */
const oneIn = <T>(n: number, all: readonly T[]) => all.filter((_, at) => at % n === 0)

describe.each([
  { name: 'edges', part: 1 },
  { name: 'today/today-edges', part: 1 },
  // The largest of them.
  { name: 'fuzz', part: 6 },
])('a file that holds $name in another way gives the same figures', async ({ name, part }) => {
  const plain = await plainHistory(name)

  it.each(oneIn(16 * part, VARIANTS))('$name', (variant) => checkVariant(plain, variant))
  it.each(oneIn(10 * part, LOG_VARIANTS))('$name, pages of $pageSize bytes', (variant) =>
    checkLogVariant(plain, variant),
  )
})

it('texts of any length around the ends of pages are read whole', async () => {
  await checkLengths(await plainHistory('edges'), { pageSize: 512, reserved: 13 })
})

it('the figures that all are held against are the golden ones', async () => {
  const { expected } = await plainHistory('edges')
  const { sessions } = expectedOf('edges')
  expect(expected.stats).toEqual(sessions.sort(bySessionId))
})

it('a file that holds one message less gives others', async () => {
  const { sqlJs, contents, expected } = await plainHistory('fuzz')
  const bytes = writeVariant(
    sqlJs,
    contents,
    { name: '', last: 'DELETE FROM messages WHERE id = (SELECT max(id) FROM messages)' },
    new Random(0),
  )
  for (const way of ['sweep', 'index'] as const) expect(await figuresOf(bytes, way)).not.toEqual(expected)
})
