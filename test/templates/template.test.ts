import { describe, expect, it } from 'vitest'
import { TemplateNameSchema } from '../../src/contract/session-templates.ts'
import { chooseTemplate, createTemplate, examplesWanted, summaryOf } from '../../src/templates/template.ts'

const EXAMPLE = { tool_name: 'terminal', arguments: { command: 'ls' }, result: 'ok' }
const ORDER = {
  sessionId: '20261109_101500_ab',
  extracted: { examples: [EXAMPLE, EXAMPLE], redacted: 2 },
  now: 1_795_277_680.9,
  maxBytes: 10_000,
}

describe('creating', () => {
  it('names and sorts a template by itself', () => {
    expect(createTemplate(ORDER)).toEqual({
      name: 'code_20261109_101500_ab_1795277680',
      type: 'code',
      created_at: 1_795_277_680.9,
      usage_count: 0,
      session_id: '20261109_101500_ab',
      redacted: 2,
      examples: [EXAMPLE, EXAMPLE],
    })
  })

  it('takes the name and the type that are given, or the classes that the type is taken from', () => {
    const order = { ...ORDER, name: 'mine', type: 'research' as const }
    expect(createTemplate(order)).toMatchObject({ name: 'mine', type: 'research' })
    expect(createTemplate({ ...ORDER, classes: 'classic' }).type).toBe('mixed')
  })

  it('makes a name of any session id', () => {
    expect(createTemplate({ ...ORDER, sessionId: 'ä/🎉 …' }).name).toBe('code_-----_1795277680')
    const long = createTemplate({ ...ORDER, sessionId: `agent:main:${'x'.repeat(60)}:group:123@g.us` })
    expect(long.name).toMatch(/^code_x+-group-123-g\.us_1795277680$/)
    expect(TemplateNameSchema.safeParse(long.name).success).toBe(true)
  })

  it('refuses a session without examples, and one with too much in them', () => {
    expect(() => createTemplate({ ...ORDER, extracted: { examples: [], redacted: 0 } })).toThrow(
      expect.objectContaining({ code: 'no_examples', status: 404 }),
    )
    expect(() => createTemplate({ ...ORDER, maxBytes: 100 })).toThrow(
      expect.objectContaining({ code: 'template_too_large' }),
    )
  })

  it('takes as many examples as may be', () => {
    expect([examplesWanted(undefined, 50), examplesWanted(50, 50)]).toEqual([10, 50])
    expect(() => examplesWanted(51, 50)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
  })
})

it('of several the least used is chosen, then the oldest', () => {
  const made = (name: string, usage_count: number, created_at: number) => ({ name, usage_count, created_at })
  const templates = [made('a', 2, 1), made('b', 1, 9), made('c', 1, 5), made('d', 1, 5)]
  expect(chooseTemplate(templates)?.name).toBe('c')
  expect(chooseTemplate([])).toBeNull()
})

it('a summary has the tools, each once, and no example', () => {
  const { examples, ...head } = createTemplate(ORDER)
  expect(summaryOf({ ...head, examples })).toEqual({ ...head, example_count: 2, tools: ['terminal'] })
})
