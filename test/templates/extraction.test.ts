import { describe, expect, it } from 'vitest'
import { Utf8Text } from '../../src/engine/utf8-text.ts'
import { extractExamples } from '../../src/templates/extraction.ts'
import { answer, calling, extracted, extraction, OPTIONS, user } from './messages.ts'

const example = (tool_name: string, result: string, given: unknown = {}, text = JSON.stringify(given)) => ({
  tool_name,
  arguments: given,
  arguments_json: text,
  result,
})

/** What arguments are that cannot be decoded. */
const NOTHING = {}

describe('the examples of a session', () => {
  it('are every call that worked with its answer, in order', () => {
    const messages = [
      user('go'),
      calling(['terminal', '{"command":"ls"}'], ['patch', '{"path":"a","deep":[1,{"b":null}]}']),
      answer('a b'),
      answer('patched'),
      calling('todo'),
      answer('done'),
    ]
    expect(extracted(messages)).toEqual([
      example('terminal', 'a b', { command: 'ls' }),
      example('patch', 'patched', { path: 'a', deep: [1, { b: null }] }),
      example('todo', 'done'),
    ])
  })

  it('have the answers that name them, whatever the order', () => {
    const messages = [
      calling(['one', '{}', 'a'], ['two', '{}', 'b']),
      answer('of two', 'b'),
      answer('of nobody', 'c'),
      answer('of one', 'a'),
    ]
    expect(extracted(messages)).toEqual([example('one', 'of one'), example('two', 'of two')])
  })

  it('have the next answer where either has no id', () => {
    const messages = [
      calling(['one', '{}', 'a'], ['two', '{}'], ['three', '{}', 'c']),
      answer('third', 'c'),
      answer('first'),
      answer('second', 'x'),
    ]
    expect(extracted(messages).map(({ result }) => result)).toEqual(['first', 'second', 'third'])
  })

  it('leave out calls that failed, or that nobody answered', () => {
    const messages = [
      calling(['failed', '{}', 'a'], ['unanswered', '{}', 'b'], ['silent', '{}', 'c']),
      answer('Error: no such file', 'a'),
      answer('', 'c'),
      answer('to nobody', 'd'),
      calling(['later', '{}', 'e']),
      answer('well', 'e'),
    ]
    expect(extracted(messages, { maxExamples: 2 })).toEqual([example('silent', ''), example('later', 'well')])
  })

  it.each([
    ['no JSON', '{"a":', NOTHING],
    ['an empty text', '', NOTHING],
    ['nested beyond reason', '['.repeat(5000) + ']'.repeat(5000), NOTHING],
    ['a value of their own', ['b'], ['b']],
    ['a list', '[1]', [1]],
    ['an id of more digits than a number has', '{"id": 1234567890123456789}', { id: '1234567890123456789' }],
    ['what only Python takes', '{"a":NaN,"b":1.5}', { a: null, b: 1.5 }],
    ['numbers as they were written', '{"a":1.0,"b":-0.0,"c":1e3}', { a: 1, b: -0, c: 1000 }],
    ['keys in their order', '{"b":1,"10":2,"2":3}', { b: 1, 2: 3, 10: 2 }],
  ])('have arguments that are %s', (_, given, decoded) => {
    expect(extracted([calling(['one', given]), answer('')])).toEqual([
      example(
        'one',
        '',
        decoded,
        typeof given === 'string' && decoded !== NOTHING ? given : JSON.stringify(decoded),
      ),
    ])
  })

  it('leave out calls without a name, and lists that are none', () => {
    const odd = [
      '[{"function": {}}, "text", 5, null, {"name": ""}, {"name": "kept"}]',
      '{"name": "terminal"}',
      '"terminal"',
      'no JSON',
    ]
    const messages = [...odd.map((toolCalls) => ({ ...calling(), toolCalls })), answer('')]
    expect(extracted(messages)).toEqual([example('kept', '')])
  })

  it('are of the assistant alone', () => {
    expect(extracted([{ ...calling('terminal'), role: 'user' }, answer('')])).toEqual([])
  })

  it('have the texts of answers that come as bytes, in parts, or as numbers', () => {
    const parts = [
      new Map([
        ['type', 'text'],
        ['text', 'seen'],
      ]),
      new Map([['type', 'image_url']]),
    ]
    const messages = [
      calling('a', 'b', 'c', 'd'),
      answer(Utf8Text.from('bytes')),
      answer(parts),
      answer(5n),
      answer(null),
    ]
    expect(extracted(messages).map(({ result }) => result)).toEqual(['bytes', 'seen\n[image_url]', '5', ''])
  })

  it('are as many as were asked for, each with its own answer', () => {
    const messages = [calling('one', 'two', 'three'), answer('1'), answer('2'), answer('3')]
    expect(extracted(messages, { maxExamples: 2 })).toEqual([example('one', '1'), example('two', '2')])
    const late = [calling(['one', '{}', 'a'], ['two', '{}', 'b']), answer('2', 'b'), answer('1', 'a')]
    expect(extracted(late, { maxExamples: 1 })).toEqual([example('one', '1')])
  })

  it('have their long answers cut, with a mark that says by how much', () => {
    const messages = [calling('one', 'two'), answer('x'.repeat(50)), answer(`${'y'.repeat(49)}🎉 and more`)]
    expect(extracted(messages, { maxAnswer: 50 }).map(({ result }) => result)).toEqual([
      'x'.repeat(50),
      `${'y'.repeat(49)}\n[… 11 more characters]`,
    ])
  })

  it('show no part of a secret that the cut goes through', () => {
    const secret = `ghp_${'a1B2'.repeat(9)}`
    for (const before of [95, 1590]) {
      const text = `${'-'.repeat(before)} ${secret} ${'x'.repeat(5000)}`
      const { redacted, examples } = extraction([calling('one'), answer(text)], {
        maxAnswer: 100,
        redact: true,
      })
      expect(JSON.stringify(examples)).not.toMatch(/ghp_|a1B2/)
      expect(redacted).toBe(before === 95 ? 1 : 0)
    }
    // A secret so long that what is read ends soon after it, in a part of another.
    const long = `-----BEGIN PRIVATE KEY-----${'A'.repeat(1500)}-----END PRIVATE KEY-----`
    const many = `${long}${' '.repeat(1588 - long.length)}${secret} ${'x'.repeat(500)}`
    const [example] = extracted([calling('one'), answer(many)], { maxAnswer: 100, redact: true })
    expect(example?.result).not.toMatch(/ghp_|a1B2/)
  })

  it('may take no more than there is room for', () => {
    const messages = [calling('one'), answer('x'.repeat(100))]
    expect(() => extracted(messages, { maxBytes: 100 })).toThrow(
      expect.objectContaining({ code: 'template_too_large' }),
    )
    expect(extracted(messages, { maxBytes: 104 })).toHaveLength(1)
  })
})

describe('reading', () => {
  const reader = (read: number[]) => ({
    async readMessages(
      _: string,
      visit: (message: ReturnType<typeof user>) => void,
      options?: { enough?(): boolean },
    ) {
      for (let at = 0; at < 1000; at++) {
        read.push(at)
        visit(at % 2 === 0 ? calling('terminal') : answer(String(at)))
        if (options?.enough?.()) return false
      }
      return true
    },
  })

  it('ends behind the hundredth message', async () => {
    const read: number[] = []
    const { examples } = await extractExamples(reader(read), 's', { ...OPTIONS, maxExamples: 400 })
    expect([read.length, examples.length, examples.at(-1)?.result]).toEqual([100, 50, '99'])
  })

  it('ends as soon as all that was asked for is there', async () => {
    const read: number[] = []
    expect((await extractExamples(reader(read), 's', OPTIONS)).examples).toHaveLength(10)
    expect(read.length).toBe(20)
  })
})
