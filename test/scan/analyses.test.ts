import { expect, it } from 'vitest'
import { NO_FACTS } from '../../src/engine/session-columns.ts'
import { analysesFor } from '../../src/scan/analyses.ts'

const HEAD = { id: 's', source: 'cli', model: null, display_title: 'Untitled', started_at: 1, last_active: 2 }
const message = (content: string) => ({ role: 'user', content, toolName: 'terminal', toolCalls: null })

it('an analysis given back goes on with the next session, of whatever scan, as if it were new', () => {
  const analyses = analysesFor(true)
  const first = analyses.take()
  first.message(message('Traceback in ./a.py'))
  first.record(() => NO_FACTS)
  expect(first.finish(HEAD)).toMatchObject({
    traceback_events: 1,
    files_touched_count: 1,
    tool_call_count: 1,
  })
  analyses.giveBack(first)
  const next = analysesFor(true).take()
  expect(next).toBe(first)
  expect(next.record(() => NO_FACTS)).toMatchObject({ user_messages: 0, tools: [] })
  expect(next.finish(HEAD)).toMatchObject({ traceback_events: 0, files_touched_count: 0, tool_call_count: 0 })
})

it('one that is taken is nobody else’s', () => {
  const analyses = analysesFor(false)
  const all = Array.from({ length: 20 }, () => analyses.take())
  for (const each of all) analyses.giveBack(each)
  const again = Array.from({ length: 20 }, () => analyses.take())
  expect(new Set(again).size).toBe(20)
})

it('those that count records and those that do not are kept apart', () => {
  const plain = analysesFor(false).take()
  analysesFor(false).giveBack(plain)
  expect(
    analysesFor(true)
      .take()
      .record(() => NO_FACTS),
  ).not.toBeNull()
  expect(
    analysesFor(false)
      .take()
      .record(() => NO_FACTS),
  ).toBeNull()
})
