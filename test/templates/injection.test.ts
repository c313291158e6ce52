import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { ChatMessage, JsonValue, TemplateExample } from '../../src/contract/session-templates.ts'
import { contextText, injectTemplate, prefillMessages, skillText } from '../../src/templates/injection.ts'
import { extracted, stored } from './messages.ts'

const template = (examples: TemplateExample[]) => ({ name: 'tidy', type: 'code' as const, examples })
const EXAMPLES: TemplateExample[] = [
  { tool_name: 'execute_code', arguments: { code: 'print(1)' }, result: '1' },
  { tool_name: 'terminal', arguments: [], result: '' },
]

const json: fc.Arbitrary<JsonValue> = fc
  .jsonValue({ noUnicodeString: false })
  .map((value): JsonValue => JSON.parse(JSON.stringify(value)))
const examples = fc.array(
  fc.record({ tool_name: fc.string({ minLength: 1 }), arguments: json, result: fc.string() }),
  { maxLength: 6 },
)
const messages: fc.Arbitrary<ChatMessage[]> = fc.array(
  fc.record({
    role: fc.constantFrom('system', 'user', 'assistant', 'tool', 'developer'),
    content: fc.option(fc.string()),
    extra: json,
  }),
)

describe('a template', () => {
  it('goes behind the leading system messages, as calls and their answers', () => {
    const [system, asked, later] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Count.' },
      { role: 'system', content: 'Be kind.' },
    ]
    expect(injectTemplate(template(EXAMPLES), [system, asked, later])).toEqual([
      system,
      { role: 'system', content: expect.stringMatching(/“tidy” \(code\).*successful examples.*follow/) },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: 'tpl_0',
            type: 'function',
            function: { name: 'execute_code', arguments: '{"code":"print(1)"}' },
          },
        ],
      },
      { role: 'tool', tool_call_id: 'tpl_0', content: '1' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'tpl_1', type: 'function', function: { name: 'terminal', arguments: '[]' } }],
      },
      { role: 'tool', tool_call_id: 'tpl_1', content: '' },
      asked,
      later,
    ])
  })

  it('goes first where nothing or something else is, and last behind system messages alone', () => {
    expect(injectTemplate(template(EXAMPLES), [])).toHaveLength(5)
    const system = { role: 'system' }
    expect(injectTemplate(template(EXAMPLES), [system])[0]).toBe(system)
    expect(injectTemplate(template(EXAMPLES), [{ role: 'user' }]).at(-1)).toEqual({ role: 'user' })
  })

  it('without examples changes nothing', () => {
    fc.assert(
      fc.property(messages, (given) => {
        expect(injectTemplate(template([]), given)).toEqual(given)
      }),
    )
  })

  it('keeps every message that was given, in order, and leaves them as they are', () => {
    fc.assert(
      fc.property(messages, examples, (given, some) => {
        const before = structuredClone(given)
        const injected = injectTemplate(template(some), given)
        const own = new Set(given)
        expect(injected.filter((message) => own.has(message))).toEqual(given)
        expect(injected.length).toBe(given.length + (some.length === 0 ? 0 : 1 + 2 * some.length))
        expect(given).toEqual(before)
      }),
    )
  })

  it('comes out again when the session is read: extract ∘ inject', () => {
    fc.assert(
      fc.property(examples, (some) => {
        const read = injectTemplate(template(some), [{ role: 'user', content: 'Go.' }]).map(stored)
        expect(extracted(read)).toEqual(
          some.map((example) => ({ ...example, arguments_json: JSON.stringify(example.arguments) })),
        )
      }),
    )
  })
})

describe('for Hermes', () => {
  it('its messages are calls and answers between a user and an assistant, without a system message', () => {
    const messages = prefillMessages(template(EXAMPLES))
    expect(messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'tool',
      'assistant',
    ])
    expect(messages.slice(1, 5).map(({ content }) => content)).toEqual(['', '1', '', ''])
    expect(messages[1]).toMatchObject({ tool_calls: [{ function: { arguments: '{"code":"print(1)"}' } }] })
    expect(prefillMessages(template([]))).toEqual([])
    const system = { role: 'system', content: 'Be brief.' }
    expect(injectTemplate(template(EXAMPLES), [system, { role: 'user' }], 'prefill')).toEqual([
      system,
      ...messages,
      { role: 'user' },
    ])
  })

  it('its context has the calls and answers as text, in fences that none of them closes', () => {
    const tricky = {
      tool_name: 'terminal\n# x',
      arguments: {},
      arguments_json: '{"n": 1.0}',
      result: 'a\n````\nb',
    }
    expect(contextText(template([tricky]))).toMatch(
      /“tidy”[\s\S]+\n1\. terminal # x\n\n```json\n\{"n": 1\.0\}\n```\n\nAnswer:\n\n`````text\na\n````\nb\n`````\n$/,
    )
  })

  it('its skill has a head that Hermes reads, and the examples as steps', () => {
    const skill = skillText({ ...template(EXAMPLES), name: '_Tidy.Up' })
    const head = parse(skill.split('---\n')[1] ?? '')
    expect(head).toEqual({
      name: 'tidy.up',
      description: 'Calls that worked (code): execute_code, terminal',
      metadata: { hermes: { tags: ['code'] } },
    })
    expect(skill).toMatch(
      /# _Tidy\.Up\n[\s\S]+## Procedure\n\n### 1\. execute_code\n[\s\S]+### 2\. terminal\n/,
    )
    const many = Array.from({ length: 20 }, (_, at) => ({
      tool_name: `tool "${at}"`,
      arguments: {},
      result: '',
    }))
    expect(parse(skillText(template(many)).split('---\n')[1] ?? '').description).toHaveLength(60)
  })
})
