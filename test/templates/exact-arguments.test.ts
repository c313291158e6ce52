import fc from 'fast-check'
import { expect, it } from 'vitest'
import { injectTemplate } from '../../src/templates/injection.ts'
import { indentedJson, jsonTokens } from '../../src/templates/json-text.ts'
import { redactExamples } from '../../src/templates/redaction.ts'
import { createTemplate } from '../../src/templates/template.ts'
import { templateIn } from '../../src/templates/template-file.ts'
import { answer, calling, extraction } from './messages.ts'

/** What changes, or is lost, when JavaScript decodes and writes it. */
const SCALARS = [
  '12345678901234567890',
  '1.0',
  '-0.0',
  '1e999',
  '0.10',
  'NaN',
  '-Infinity',
  '"\\u00e9\\/"',
  'null',
]
const KEYS = ['"__proto__"', '"10"', '"2"', '"b"', '"b"', '"\\u0061"', '"constructor"']
const space = fc.constantFrom('', ' ', '\n\t')
const list = (items: readonly string[], gap: string) => items.join(`${gap},${gap}`)
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...SCALARS),
    fc.string().map((text) => JSON.stringify(text)),
    fc
      .tuple(fc.array(tie('json'), { maxLength: 3 }), space)
      .map(([items, gap]) => `[${gap}${list(items, gap)}]`),
    fc.tuple(fc.array(fc.tuple(fc.constantFrom(...KEYS), tie('json')), { maxLength: 4 }), space).map(
      ([pairs, gap]) =>
        `{${list(
          pairs.map(([key, value]) => `${key}${gap}:${value}`),
          gap,
        )}${gap}}`,
    ),
  ),
}))

it('the JSON text of arguments comes out as it went in: created, stored, shown and injected', () => {
  fc.assert(
    fc.property(json, fc.boolean(), (text, redact) => {
      const extracted = extraction([calling(['tool', text]), answer('ok')], { redact })
      const made = createTemplate({ sessionId: 's', extracted, name: 'n', now: 1, maxBytes: 1e6 })
      const read = templateIn(JSON.stringify(made, null, 2), 'n')
      const [, message] = injectTemplate(read ?? { ...made, examples: [] }, [])
      expect(message).toMatchObject({ tool_calls: [{ function: { arguments: text } }] })
      const tokens = (json: string) => Array.from(jsonTokens(json), (token) => token.text)
      expect(tokens(indentedJson(text))).toEqual(tokens(text))
    }),
  )
})

it('secrets in it are replaced where they stand, and nothing else', () => {
  const text =
    '{ "id": 12345678901234567890, "pin_token": 1234567890123456789, "n": 1.0, "password": ["a\\u0062", null],\n "password": "twice", "ok": "caf\\u00e9", "__proto__": {"api_key": "canary-key"} }'
  const { examples, redacted } = redactExamples([
    { tool_name: 't', arguments: {}, arguments_json: text, result: '' },
  ])
  expect(examples[0]?.arguments_json).toBe(
    '{ "id": 12345678901234567890, "pin_token": "[redacted]", "n": 1.0, "password": ["[redacted]", null],\n "password": "[redacted]", "ok": "caf\\u00e9", "__proto__": {"api_key": "[redacted]"} }',
  )
  expect(JSON.stringify(examples)).not.toMatch(/canary|twice|234567890123456789,/)
  expect(redacted).toBe(4)
})

it('is shown line by line', () => {
  expect(indentedJson('{"a":[1.0,{}],"b":[ ]}')).toBe('{\n  "a": [\n    1.0,\n    {}\n  ],\n  "b": []\n}')
})
