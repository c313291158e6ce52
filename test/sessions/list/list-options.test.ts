import { expect, it } from 'vitest'
import { DEFAULT_LIST, LIST_SEARCH_MAX, listOptions } from '../../../src/sessions/list/list-options.ts'

it('clamps numbers at 0 and makes them whole', () => {
  expect(listOptions({ limit: '-3', offset: '2.9' })).toMatchObject({ limit: 0, offset: 2 })
})

it('takes the default for nonsense', () => {
  const asked = {
    order: 'sideways',
    q: ' \t ',
    include_children: 'maybe',
    source: '',
    exclude_sources: ' ,',
    limit: 'x',
    offset: '1e99',
  }
  expect(listOptions(asked)).toEqual(DEFAULT_LIST)
  expect(listOptions({})).toEqual(DEFAULT_LIST)
})

it('makes the same of equal lists', () => {
  expect(listOptions({ exclude_sources: 'cron, telegram' })).toEqual(
    listOptions({ exclude_sources: 'telegram,cron,cron', include_children: 'false', limit: '' }),
  )
  expect(listOptions({ q: '  Fix\tthe  BUILD ' })).toEqual(listOptions({ q: 'fix the build' }))
  expect(listOptions({ q: 'x'.repeat(1000) }).q).toHaveLength(LIST_SEARCH_MAX)
})
