import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { withoutPrefill, withPrefill } from '../../src/cli/prefill-setting.ts'

const NAMED = { prefill_messages_file: 'laurel-prefill.json' }

describe('the name of the messages in Hermes’ config', () => {
  it.each([
    ['nothing', ''],
    ['a comment', '# mine\n'],
    ['settings', 'model:\n  name: x # why\nagent:\n  prefill_messages_file: ""\n'],
    ['no last line end', 'model: x'],
    ['line ends of Windows', 'a: 1\r\nb: 2\r\n'],
    ['indented settings', '  a: 1\n  b: 2\n'],
    ['an empty name', 'a: 1\nprefill_messages_file: ""   # none\nb: 2\n'],
  ])('is put into %s, and taken out to the byte', (_, text) => {
    const named = withPrefill(text)
    expect(parse(named)).toEqual({ ...parse(text), ...NAMED })
    expect(withPrefill(named)).toBe(named)
    expect(withoutPrefill(named)).toBe(text === 'model: x' ? `${text}\n` : text)
  })

  it.each(['prefill_messages_file:', "prefill_messages_file: ''\n", '{a: 1, prefill_messages_file: null}\n'])(
    'takes the place of an empty one: %j',
    (text) => {
      expect(parse(withPrefill(text))).toEqual({ ...parse(text), ...NAMED })
      expect(parse(withoutPrefill(withPrefill(text))).prefill_messages_file).toBe('')
    },
  )

  it.each([
    ['a: [', 'can’t be parsed'],
    ['- a\n', 'holds no settings'],
    ['prefill_messages_file: own.json\n', 'names a prefill_messages_file already'],
    ['agent: {prefill_messages_file: own.json}\n', 'names a prefill_messages_file already'],
    ['{a: 1}\n', 'nothing can be added to'],
    ['a: 1\n...\n', 'nothing can be added to'],
  ])('is not put into %j', (text, why) => {
    expect(() => withPrefill(text)).toThrow(
      expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining(why) }),
    )
  })

  it('is left where it isn’t Laurel’s', () => {
    expect(withoutPrefill('prefill_messages_file: own.json\n')).toBe('prefill_messages_file: own.json\n')
  })
})
