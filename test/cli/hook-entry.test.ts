import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  hasOutbound,
  hookCommands,
  withHook,
  withOutbound,
  withoutHook,
  withoutOutbound,
} from '../../src/cli/hook-entry.ts'
import { isOurs } from '../../src/cli/hook-script.ts'

const COMMAND =
  '/home/ada/.hermes/agent-hooks/laurel.sh /home/ada/.hermes/state.db --to http://localhost --handle ada'
const ENTRY = { command: COMMAND, timeout: 5 }

/** Configs in every form that a hook can be added to. */
const CONFIGS: Record<string, string> = {
  nothing: '',
  'comments alone': '# mine\n# all of it\n',
  'comments without a last line end': '# mine',
  'a document mark': '---\nmodel: x\n',
  'no hooks': '# head\nmodel: x # why\n\nlist:\n- 1\n-   2\n',
  'no last line end': 'model: x',
  'empty lines at the end': 'model: x\n\n\n',
  'a block of text at the end': 'prompt: |\n  one\n\n  two\n',
  'a kept block of text at the end': 'prompt: |+\n  one\n\n',
  'windows line ends': 'model: x\r\n# c\r\nhooks:\r\n  pre_llm_call:\r\n    - command: mine\r\nlast: 1\r\n',
  'windows line ends, none at the end': 'model: x\r\nlist:\r\n  - 1',
  'a byte order mark': '\uFEFFmodel: x\n',
  'a byte order mark before hooks': '\uFEFFhooks:\n  pre_llm_call:\n    - command: mine\n',
  'an indented root': '  model: x\n  tools: y\n',
  'hooks without a value': 'hooks:\nmodel: x\n',
  'hooks without a value, at the end': 'model: x\nhooks:',
  'hooks without a value, with a comment': 'hooks: # none yet\n\nmodel: x\n',
  'empty hooks': 'model: x\nhooks: {}\nhooks_auto_accept: false\n',
  'hooks on one line': 'hooks: {pre_llm_call: [{command: mine}]} # mine\n',
  'hooks on several lines in braces': 'hooks: {\n  pre_llm_call: [{command: mine}],\n}\n',
  'other events':
    'hooks:\n    # of mine\n    pre_tool_call: # first\n        - matcher: "a|b"\n          command: "~/x.sh"\n\nlast: 1\n',
  'outbound webhooks': 'hooks:\n  outbound:\n    - url: https://ci.example\n      events: [on_session_end]\n',
  'the event without a value': 'hooks:\n  on_session_end:\n  pre_llm_call: []\n',
  'the event with an empty list': 'hooks:\n  on_session_end: []\n',
  'the event on one line': 'hooks:\n  on_session_end: [ {command: mine, timeout: 3} ]\n',
  'the event with entries':
    'hooks:\n  on_session_end:\n    # mine\n    - command: mine # keep\n      timeout: 3\n    - command: other\nlast: 1\n',
  'a list that is not indented':
    'hooks:\n  on_session_end:\n  - command: mine\n    timeout: 3\n  pre_llm_call: []\n',
  JSON: '{"model": "x", "hooks": {"pre_llm_call": []}}',
  'JSON without hooks': '{\n  "model": "x"\n}\n',
  'anchors and aliases':
    'base: &b {command: mine}\nhooks:\n  on_session_end:\n    - *b\n    - command: two\n',
  'other languages': 'name: 小明 🏆\nhooks:\n  pre_llm_call:\n    - command: "é"\n',
}
const named = Object.entries(CONFIGS)

const valuesOf = (text: string) =>
  (parse(text) ?? {}) as { hooks?: { on_session_end?: object[] | null } | null }

describe('the hook in a config with', () => {
  it.each(named)('%s is added, and nothing else changes', (_, text) => {
    const { text: added, put } = withHook(text, COMMAND)
    const { hooks, ...others } = valuesOf(text)
    const before = hooks ?? {}
    expect(valuesOf(added)).toEqual({
      ...others,
      hooks: { ...before, on_session_end: [ENTRY, ...(before.on_session_end ?? [])] },
    })
    expect(added.replace(put, () => '')).toBe(text)
    expect(hookCommands(added)[0]).toBe(COMMAND)
  })

  it.each(named)('%s is taken out again to the byte', (_, text) => {
    const { text: added, put } = withHook(text, COMMAND)
    expect(withoutHook(added, isOurs, put)).toBe(text)
  })

  it.each(named)('%s has the line ends of the rest', (_, text) => {
    if (!text.includes('\n')) return
    const isWindows = (lines: string) => lines.includes('\r\n')
    expect(isWindows(withHook(text, COMMAND).put) || !isWindows(text)).toBe(true)
    expect(withHook(text, COMMAND).text.match(/(?<!\r)\n/g) !== null).toBe(!isWindows(text))
  })
})

describe('the webhook for events, in a config with', () => {
  const WEBHOOK = { url: 'http://localhost/api', secret: 's', events: ['pre_llm_call', 'on_session_end'] }

  it.each(named)('%s is added beside the hook, and both are taken out to the byte', (_, text) => {
    const hook = withHook(text, COMMAND)
    const both = withOutbound(hook.text, WEBHOOK)
    const { outbound = [], ...events } = valuesOf(both.text).hooks as { outbound?: object[] }
    expect(outbound[0]).toEqual({ name: 'laurel', ...WEBHOOK })
    expect(events).toEqual({
      ...valuesOf(hook.text).hooks,
      ...(outbound.length > 1 ? { outbound: undefined } : {}),
    })
    expect([hasOutbound(text), hasOutbound(both.text)]).toEqual([false, true])
    expect(withoutHook(withoutOutbound(both.text, both.put), isOurs, hook.put)).toBe(text)
    expect(withoutOutbound(text, null)).toBe(text)
  })

  it('stands below a comment of its own, as the hook does', () => {
    const { text } = withOutbound(withHook('hooks:\n  other: []\n', COMMAND).text, WEBHOOK)
    const lines = text.split('\n').map((line) => line.trim())
    const commented = lines.flatMap((line, at) =>
      line.startsWith('# Updates a Laurel page.') ? lines[at + 1] : [],
    )
    expect(commented).toEqual(['outbound:', 'on_session_end:'])
  })
})

describe('a config that was changed since', () => {
  it('keeps entries that were added to ours', () => {
    const { text, put } = withHook('model: x\n', COMMAND)
    const grown = `${text}    - command: mine\n  pre_llm_call:\n    - command: too\n`
    expect(withoutHook(grown, isOurs, put)).toBe(
      'model: x\nhooks:\n  on_session_end:\n    - command: mine\n  pre_llm_call:\n    - command: too\n'.replace(
        'hooks:\n',
        '# Updates a Laurel page. “laurel hook remove” takes it out.\nhooks:\n',
      ),
    )
  })

  it('is right where Hermes has written it anew, without comments', () => {
    const { put } = withHook('model: x\n', COMMAND)
    const anew = (rest: string) =>
      `hooks:\n  on_session_end:\n  - command: ${COMMAND}\n    timeout: 5\n${rest}model: x\n`
    expect(withoutHook(anew(''), isOurs, put)).toBe('model: x\n')
    expect(withoutHook(anew('  - command: mine\n'), isOurs, null)).toBe(
      'hooks:\n  on_session_end:\n  - command: mine\nmodel: x\n',
    )
    expect(withoutHook(anew('  pre_llm_call:\n  - command: mine\n'), isOurs, null)).toBe(
      'hooks:\n  pre_llm_call:\n  - command: mine\nmodel: x\n',
    )
  })

  it('loses every entry of ours, wherever it stands, and no other', () => {
    const { text: once } = withHook('hooks:\n  on_session_end:\n    - command: mine\n', COMMAND)
    const { text: twice } = withHook(once, `${COMMAND} --titles`)
    expect(withoutHook(twice, isOurs, null)).toBe('hooks:\n  on_session_end:\n    - command: mine\n')
  })

  it('is left alone where the hook stands on one line with others, unless what was put in is known', () => {
    const { text, put } = withHook('hooks: {pre_llm_call: [{command: mine}]}\n', COMMAND)
    expect(() => withoutHook(text, isOurs, null)).toThrow('can’t be taken out')
    expect(withoutHook(text, isOurs, put)).toBe('hooks: {pre_llm_call: [{command: mine}]}\n')
  })
})

describe('a config that cannot be used', () => {
  it.each([
    ['broken', 'model: [1\nb: }\n'],
    ['a tab', 'a:\n\t- b\n'],
    ['the same name twice', 'hooks: {}\nhooks: {}\n'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['a list', '- a\n'],
    ['text', 'just text\n'],
    ['an unknown alias', 'a: *nobody\n'],
  ])('since it is %s is refused, with the reason', (_, text) => {
    for (const attempt of [() => withHook(text, COMMAND), () => hookCommands(text)]) {
      expect(attempt).toThrow(
        /can’t be parsed: (line \d+ is wrong|it holds no settings|an alias leads nowhere, or too far)\./,
      )
    }
  })

  it.each([
    ['a list', 'hooks: [1]\n'],
    ['text', 'hooks: none\n'],
    ['null by name', 'hooks: null\n'],
    ['an alias', 'a: &a {}\nhooks: *a\n'],
    ['an event that is text', 'hooks:\n  on_session_end: mine\n'],
    ['an event that is a map', 'hooks:\n  on_session_end:\n    command: mine\n'],
    [
      'a list whose entries begin on the next line',
      'hooks:\n  on_session_end:\n    -\n      command: mine\n',
    ],
    ['an end mark', 'model: x\n...\n'],
  ])('since its hooks are %s is refused, with what to add by hand', (_, text) => {
    expect(() => withHook(text, COMMAND)).toThrow('have a form that nothing can be added to')
  })
})
