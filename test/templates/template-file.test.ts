import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonTokens, withTokens } from '../../src/templates/json-text.ts'
import { templateIn, withUsageCount } from '../../src/templates/template-file.ts'

const EXAMPLE = { tool_name: 'terminal', arguments: { command: 'ls' }, result: 'a b' }

describe('a template file', () => {
  it('may be in the form that templates began with', () => {
    const old = {
      task_type: 'file',
      source_session_id: 's',
      created_at: '2026-05-01T00:00:00Z',
      examples: [
        { ...EXAMPLE, success: true },
        { ...EXAMPLE, success: false },
        { ...EXAMPLE, arguments: { a: 1 }, result: { ok: true } },
      ],
    }
    expect(templateIn(JSON.stringify(old), 'mine')).toEqual({
      name: 'mine',
      type: 'file',
      created_at: 1_777_593_600,
      usage_count: 0,
      session_id: 's',
      redacted: 0,
      examples: [
        { ...EXAMPLE, arguments_json: '{"command": "ls"}' },
        { tool_name: 'terminal', arguments: { a: 1 }, arguments_json: '{"a": 1}', result: '{"ok": true}' },
      ],
    })
  })

  it.each([
    '',
    '[]',
    '{"type": "code"}',
    '{"type": "odd", "examples": []}',
    '{"type": "code", "examples": [5]}',
  ])('is none without a type and examples: %s', (text) => {
    expect(templateIn(text, 'mine')).toBeNull()
  })

  it('keeps arguments as they were written, unless someone edits them', () => {
    const of = (given: string) =>
      `{"type": "code", "examples": [{"tool_name": "t", "arguments": {"a": ${given}}, "arguments_json": "{\\"a\\":1.0}", "result": ""}]}`
    expect(templateIn(of('1'), 'n')?.examples[0]?.arguments_json).toBe('{"a":1.0}')
    expect(templateIn(of('2'), 'n')?.examples[0]?.arguments_json).toBe('{"a": 2}')
  })

  it('counts a use and keeps all else to the byte', () => {
    const of = (count: string) =>
      `{ "a": {"usage_count": 7, "n": 1.0}, "l": [{"usage_count": 8}],\n "usage\\u005fcount": ${count} , "z": -0.0}\n`
    expect(withUsageCount(of('4'), 5)).toBe(of('5'))
    expect(withUsageCount('{"type": "code"}', 1)).toBe('{"usage_count": 1, "type": "code"}')
  })
})

it('the tokens of a JSON text, and what is between them, are the text', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 1), (json, space) => {
      const text = JSON.stringify(JSON.parse(json), null, space)
      expect(withTokens(text, (token) => token.text)).toBe(text)
      const keys: string[] = []
      JSON.parse(text, (key, value) => {
        if (typeof value !== 'object' || value === null) keys.push(key)
        return value
      })
      const values = [...jsonTokens(text)].filter(({ kind }) => kind === 'value')
      expect(values.length).toBe(keys.length)
    }),
  )
})
