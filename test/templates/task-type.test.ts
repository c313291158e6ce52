import { expect, it } from 'vitest'
import { classify } from '../../src/templates/task-type.ts'

const times = (count: number, name: string) => Array.from({ length: count }, () => name)

it.each([
  ['code', ['terminal', 'process', 'process_manage', 'execute_code', 'code_execution']],
  ['file', ['read_file', 'write_file', 'patch', 'search_files']],
  ['research', ['web_search', 'web_extract', 'web_fetch', 'browser_navigate', 'browser_click', 'x_search']],
])('calls what does nothing else %s', (type, tools) => {
  expect(classify(tools)).toBe(type)
  for (const tool of tools) expect(classify([tool])).toBe(type)
})

it('takes more than 60 %: neither 60 % nor most of them will do', () => {
  expect(classify([...times(6, 'patch'), ...times(4, 'memory')])).toBe('mixed')
  expect(classify([...times(7, 'patch'), ...times(4, 'memory')])).toBe('file')
  expect(classify(['execute_code', 'patch'])).toBe('mixed')
})

it('calls none and others mixed', () => {
  expect(classify([])).toBe('mixed')
  expect(classify(times(5, 'todo'))).toBe('mixed')
})

it('knows three small sets of tools by the classes of before', () => {
  const types = ['code_execution', 'search_files', 'browser_navigate', 'terminal', 'web_extract']
  expect(types.map((tool) => classify([tool], 'classic'))).toEqual([
    'code',
    'file',
    'research',
    'mixed',
    'mixed',
  ])
})
