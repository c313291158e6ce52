import { describe, expect, it } from 'vitest'
import { newerRecord } from '../../../src/sessions/live/newer-record.ts'
import { record } from '../list/records.ts'

describe('a session that a history has, and that is reported live', () => {
  const known = record('s1', {
    source: 'cli',
    title: 'Theirs',
    parent_session_id: 's0',
    last_active: 100,
    message_count: 9,
    input_tokens: 500,
    output_tokens: null,
    estimated_cost_usd: 0.5,
    tools: [{ tool: 'terminal', rows: 1, calls: 1 }],
  })

  it('is as its history has it where that is as new', () => {
    for (const last_active of [90, 100, null]) {
      expect(newerRecord(known, record('s1', { last_active, message_count: 99, title: 'Ours' }))).toBe(known)
    }
    expect(newerRecord(known, undefined)).toBe(known)
  })

  it('has the messages, title and costs of its reports where they are newer, and never fewer tokens', () => {
    const live = record('s1', {
      source: 'webui',
      title: 'Ours',
      last_active: 101,
      message_count: 6,
      input_tokens: 20,
      output_tokens: 30,
      estimated_cost_usd: 0.1,
    })
    expect(newerRecord(known, live)).toEqual({
      ...known,
      title: 'Ours',
      last_active: 101,
      message_count: 6,
      output_tokens: 30,
      estimated_cost_usd: 0.1,
    })
  })

  it('keeps what its reports do not say', () => {
    const live = record('s1', { last_active: 101, message_count: 0 })
    expect(newerRecord(known, live)).toEqual({ ...known, last_active: 101 })
  })
})
