import { expect, it } from 'vitest'
import { extractExamples, OPENING_MESSAGES } from '../../src/templates/extraction.ts'
import { suggestionFor } from '../../src/templates/suggestion.ts'
import { type AgentRow, databaseOf } from '../snapshot/agent-rows.ts'
import { reading } from '../snapshot/histories.ts'
import { OPTIONS } from './messages.ts'

/** A call and its answer, which is all that a template is made of. */
const pair = (id: number, name: string, flags: Partial<AgentRow> = {}): AgentRow[] => {
  const call = `[{"id":"c${id}","function":{"name":"${name}","arguments":"{}"}}]`
  const row = { session: 's', timestamp: 1_780_000_000 + id, active: 1, compacted: 0, ...flags } as const
  return [
    { ...row, id, role: 'assistant', content: null, toolCallId: null, toolCalls: call, toolName: null },
    {
      ...row,
      id: id + 1,
      role: 'tool',
      content: name,
      toolCallId: `c${id}`,
      toolCalls: null,
      toolName: name,
    },
  ]
}

/** The first was compacted away and copied, the second undone. */
const ROWS = [
  ...pair(1, 'terminal', { active: 0, compacted: 1 }),
  ...pair(3, 'patch', { active: 0 }),
  ...pair(1, 'terminal').map((row) => ({ ...row, id: row.id + 4 })),
  ...pair(7, 'read_file'),
]

it('a template is made of what counts: what was copied once, what was undone not at all', async () => {
  const bytes = await databaseOf(ROWS)
  const { examples } = await reading(bytes, (snapshot) => extractExamples(snapshot, 's', OPTIONS))
  expect(examples.map(({ tool_name, result }) => [tool_name, result])).toEqual([
    ['terminal', 'terminal'],
    ['read_file', 'read_file'],
  ])
})

it('and so is a suggestion', async () => {
  const session = { session_id: 's', source: null, title: 'T', started_at: 1 }
  const bytes = await databaseOf(ROWS)
  const suggestion = await reading(bytes, (snapshot) => suggestionFor(snapshot, session))
  expect(suggestion).toMatchObject({ calls: 2, results: 2 })
})

it('undone messages take no place among the first ones', async () => {
  const undone = Array.from({ length: OPENING_MESSAGES }, (_, at) => pair(2 * at + 1, 'patch', { active: 0 }))
  const bytes = await databaseOf([...undone.flat(), ...pair(1000, 'terminal')])
  const { examples } = await reading(bytes, (snapshot) => extractExamples(snapshot, 's', OPTIONS))
  expect(examples.map(({ tool_name }) => tool_name)).toEqual(['terminal'])
})
