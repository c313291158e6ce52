import { describe, it } from 'vitest'
import { checkLogVariant, checkVariant, plainHistory } from '../snapshot/variants/check.ts'
import { checkLengths, PAGE_SHAPES } from '../snapshot/variants/lengths.ts'
import { TODAY_VARIANTS, VARIANTS } from '../snapshot/variants/list.ts'
import { LOG_VARIANTS } from '../snapshot/variants/logs.ts'

describe.each(['edges', 'fuzz'])(
  'a file that holds %s in another way gives the same figures',
  async (name) => {
    const plain = await plainHistory(name)

    it.each(VARIANTS)('$name', (variant) => checkVariant(plain, variant))
    it.each(LOG_VARIANTS)('$name, pages of $pageSize bytes', (variant) => checkLogVariant(plain, variant))
  },
)

describe('a file that holds messages of today in another way gives the same figures', async () => {
  const plain = await plainHistory('today/today-edges')

  it.each([...TODAY_VARIANTS, ...VARIANTS])('$name', (variant) => checkVariant(plain, variant))
  it.each(LOG_VARIANTS)('$name, pages of $pageSize bytes', (variant) => checkLogVariant(plain, variant))
})

describe('texts of any length are read whole', async () => {
  const plain = await plainHistory('edges')

  it.each(PAGE_SHAPES)('from pages of $pageSize bytes, $reserved of them reserved', (shape) =>
    checkLengths(plain, shape),
  )
})
