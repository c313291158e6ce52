import { describe, expect, it } from 'vitest'
import { factsText } from '../../src/sessions/positions.ts'
import { decodeRecord, encodeFacts, encodeRecord } from '../../src/sessions/stored-record.ts'
import { record, spending } from './list/records.ts'

const known = record('s', {
  source: 'cli',
  title: 'A\ttitle',
  started_at: 1.5,
  estimated_cost_usd: 0.25,
  preview: 'p',
  assistant_messages: 3,
  tools: [{ tool: '__proto__', rows: 1, calls: 2 }],
  skills: [{ skill: 'deploy', view_count: 1, manage_count: 0, last_used_at: null }],
  marks: 'archived reset',
  session_key: '0123456789abcdef',
  reasoning_tokens: 7,
  api_call_count: 2,
  usage: [spending('gpt-5', { task: 'compression', output_tokens: 3, actual_cost_usd: 0.5 })],
})

/** As version 1 of the tables has it, and checkpoint files of that time. */
const BY_PLACE = {
  facts:
    '["s","cli",1.5,null,null,null,null,null,"A\\ttitle",null,null,null,null,null,null,0.25,null,"archived reset",' +
    '"0123456789abcdef",7,2,[["gpt-5","","compression",0,3,0,0,0,0,0,0.5]]]',
  uses: '["p",0,3,0,[["__proto__",1,2]],[["deploy",1,0,null]]]',
}

describe('a stored record', () => {
  it('is read as it was written', () => {
    expect(decodeRecord(encodeRecord(known))).toEqual(known)
  })

  it('is none when it is anything else, and lacks what is of another kind', () => {
    const { facts, uses } = encodeRecord(known)
    for (const damaged of [
      { facts: '', uses },
      { facts, uses: '{}' },
      { facts: '[5]', uses },
      { facts: '"s"', uses },
    ]) {
      expect(decodeRecord(damaged)).toBeNull()
    }
    expect(decodeRecord({ facts: '["s", 5, "now"]', uses: '[null, -1, 1.5, "x", [[1], "y"], 7]' })).toEqual(
      record('s'),
    )
  })

  it('has the names of its values, so that another may be added', () => {
    const { facts, uses } = encodeRecord(known)
    expect(JSON.parse(facts)).toMatchObject({ id: 's', title: 'A\ttitle', usage: [{ model: 'gpt-5' }] })
    expect(JSON.parse(uses)).toMatchObject({
      preview: 'p',
      tools: [{ tool: '__proto__', rows: 1, calls: 2 }],
    })
  })

  it('of facts that are equal is an equal text', () => {
    const { id, usage, ...rest } = known
    expect(encodeFacts({ ...rest, usage, id })).toBe(encodeFacts(known))
  })
})

describe('a record that an older version stored', () => {
  it('as arrays without names is read as the same', () => {
    expect(decodeRecord(BY_PLACE)).toEqual(known)
  })

  it('before there were marks is read with the rest empty', () => {
    const facts =
      '["s","cli",1.5,null,null,null,null,null,"A\\ttitle",null,null,null,null,null,null,0.25,null]'
    const unmarked = {
      marks: null,
      session_key: null,
      reasoning_tokens: null,
      api_call_count: null,
      usage: [],
    }
    expect(decodeRecord({ ...BY_PLACE, facts })).toEqual({ ...known, ...unmarked })
  })

  it('keeps its fingerprint in a report, which is not sent again', () => {
    expect(factsText(known)).toBe(BY_PLACE.facts)
  })
})
