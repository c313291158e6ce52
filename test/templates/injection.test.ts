import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChatMessage, JsonValue, TemplateExample } from '../../src/contract/session-templates.ts'
import { injectTemplate } from '../../src/templates/injection.ts'
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
