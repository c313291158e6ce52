import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SessionAnalysis } from '../../src/engine/session-analysis.ts'
import { NO_FACTS } from '../../src/engine/session-columns.ts'
import type { Message } from '../../src/engine/types.ts'
import { UseTally } from '../../src/engine/use-tally.ts'
import { Utf8Text } from '../../src/engine/utf8-text.ts'
import { runs } from '../properties.ts'
import { pathText, signalText } from './texts.ts'

type SessionHead = Parameters<SessionAnalysis['finish']>[0]

const HEAD: SessionHead = {
  id: 's',
  source: 'cli',
  model: 'm',
  display_title: 'T',
  started_at: 1,
  last_active: 2,
}

function statsOf(messages: Partial<Message>[], head: Partial<SessionHead> = {}) {
  const analysis = new SessionAnalysis()
  for (const message of messages) {
    analysis.message({ role: 'assistant', content: null, toolName: null, toolCalls: null, ...message })
  }
  return analysis.finish({ ...HEAD, ...head })
}

const calling = (...names: string[]): Partial<Message> => ({
  toolCalls: JSON.stringify(names.map((name) => ({ name }))),
})

describe('tools', () => {
  it('named by a message are called, unless the message is the tool’s own', () => {
    const stats = statsOf([{ toolName: 'direct' }, { role: 'tool', toolName: 'terminal' }])
    expect([stats.tool_names, stats.tool_call_count, stats.terminal_calls]).toEqual([
      ['direct', 'terminal'],
      1,
      0,
    ])
  })

  it('are called by name, else by function name', () => {
    const toolCalls =
      '[{"function": {"name": "terminal"}}, {"name": "patch", "function": {"name": "x"}}, {"name": ""}]'
    expect(statsOf([{ toolCalls }]).tool_names).toEqual(['patch', 'terminal'])
  })

  it.each([
    '{not json',
    '{"name": "terminal"}',
    '"terminal"',
    'null',
    '5',
    'true',
    '[]',
    '["str", 5, null]',
    '',
  ])('are not called by %s', (toolCalls) => expect(statsOf([{ toolCalls }]).tool_call_count).toBe(0))

  it('count once a call, in any case, by what their name contains', () => {
    const stats = statsOf([
      calling('Browser_Vision', 'image_vision', 'web_search', 'web_extract', 'xSkill_Managex'),
    ])
    expect(stats).toMatchObject({
      browser_calls: 1,
      image_vision_calls: 2,
      web_calls: 2,
      web_extract_calls: 1,
    })
    expect(stats).toMatchObject({ web_browser_calls: 3, skill_events: 1, skill_manage_events: 1 })
  })

  it('are sorted by code point, not by UTF-16', () => {
    expect(statsOf([calling('\u{1f600}', '\uff21', 'b', 'ba', 'a')]).tool_names).toEqual([
      'a',
      'b',
      'ba',
      '\uff21',
      '\u{1f600}',
    ])
  })
})

describe('text', () => {
  it('that starts something in the background counts as a process call', () => {
    expect(statsOf([calling('process'), { content: 'background = TRUE' }]).process_calls).toBe(2)
  })

  it('with words beginning with skill counts as skill events', () => {
    expect(statsOf([calling('skill_view'), { content: 'Skills and reskills' }]).skill_events).toBe(2)
  })

  it('speaks of YAML mishaps only where there is an error', () => {
    expect(statsOf([{ content: 'yaml' }]).yaml_error_events).toBe(0)
    expect(statsOf([{ content: 'yaml' }, { content: 'error' }]).yaml_error_events).toBe(1)
  })

  it('blames a typo from the fifth error on', () => {
    const errors = Array.from({ length: 5 }, () => ({ content: 'error' }))
    const typo = { content: 'a typo' }
    expect(statsOf([...errors.slice(1), typo]).tiny_patch_after_errors_events).toBe(0)
    expect(statsOf([...errors, typo]).tiny_patch_after_errors_events).toBe(1)
  })

  it('installs with an error, with success, or with both', () => {
    expect(statsOf([{ content: 'npm install x: error' }])).toMatchObject({
      install_error_events: 1,
      install_success_events: 0,
    })
    expect(statsOf([{ content: 'uv pip add x' }, { content: 'ok' }])).toMatchObject({
      install_error_events: 0,
      install_success_events: 1,
    })
    expect(statsOf([{ content: 'npm run\ninstall ok error' }])).toMatchObject({
      install_error_events: 0,
      install_success_events: 0,
    })
  })

  it('restarts only after an error', () => {
    expect(statsOf([{ content: 'restart' }]).restart_after_error_events).toBe(0)
    expect(statsOf([{ content: 'error' }, { content: 'upstart' }]).restart_after_error_events).toBe(1)
  })

  it('flags a port conflict once', () => {
    expect(statsOf([{ content: 'EADDRINUSE' }, { content: 'port 3000 taken' }])).toMatchObject({
      port_conflict: true,
      port_conflict_events: 1,
    })
  })
})

describe('files', () => {
  it('are found in the text and in the calls, as they are serialised', () => {
    const calls =
      '[{"name": "patch", "arguments": "{\\"path\\": \\"./b.py\\"}"}, {"name": "x", "p": "./\\u00e9.js"}]'
    expect(statsOf([{ content: './a.py', toolCalls: calls }]).files_touched_count).toBe(2)
  })

  it('do not join the end of a message with the beginning of the next', () => {
    expect(statsOf([{ content: './src' }, { content: '/a.py' }]).files_touched_count).toBe(0)
  })

  it('are found in calls that name no tool', () => {
    expect(statsOf([{ toolCalls: '{"path": "./a.py"}' }]).files_touched_count).toBe(1)
    expect(statsOf([{ toolCalls: '{"path": "./a.py"' }]).files_touched_count).toBe(0)
  })
})

describe('a session', () => {
  it('counts the messages it was given, and names its model', () => {
    expect(statsOf([{}, {}])).toMatchObject({
      message_count: 2,
      model_names: ['m'],
      session_id: 's',
      title: 'T',
      last_active: 2,
    })
  })

  it.each([null, ''])('without a model (%j) names none', (model) =>
    expect(statsOf([], { model }).model_names).toEqual([]),
  )
})

describe('an analysis that goes on', () => {
  const text = fc.oneof(signalText, pathText).map((each) => Utf8Text.from(each))
  const message = fc.record({
    role: fc.constantFrom('user', 'assistant', 'tool'),
    content: fc.oneof(text, text.map(String)),
    toolName: fc.constantFrom(null, 'terminal', 'patch'),
    toolCalls: fc.constantFrom(null, '[{"name": "web_search"}]'),
  })

  it('with other sessions has for each what an analysis of its own has', () => {
    fc.assert(
      fc.property(fc.array(fc.array(message, { maxLength: 6 }), { maxLength: 4 }), (sessions) => {
        const analysis = new SessionAnalysis(new UseTally())
        for (const messages of sessions) {
          const own = new UseTally()
          for (const each of messages) {
            analysis.message(each)
            own.message(each)
          }
          expect(analysis.record(() => NO_FACTS)).toEqual(own.finish(NO_FACTS))
          expect(analysis.finish(HEAD)).toEqual(statsOf(messages))
        }
      }),
      { numRuns: runs(500) },
    )
  })
})

it('tool names are in the order of their code points', () => {
  const names = ['b', 'a', '\u{1f600}', '\uffee', '\ue000', 'ab', '\u{10000}', '']
  expect(statsOf([calling(...names)]).tool_names).toEqual([
    'a',
    'ab',
    'b',
    '\ue000',
    '\uffee',
    '\u{10000}',
    '\u{1f600}',
  ])
})

it('counts what is used only where that is asked for', () => {
  const message = { role: 'user', content: 'hi', toolName: null, toolCalls: null }
  const [plain, counting] = [new SessionAnalysis(), new SessionAnalysis(new UseTally())]
  for (const analysis of [plain, counting]) analysis.message(message)
  expect(plain.record(() => NO_FACTS)).toBeNull()
  expect(counting.record(() => NO_FACTS)).toMatchObject({ preview: 'hi', user_messages: 1 })
  expect(counting.finish(HEAD)).toEqual(plain.finish(HEAD))
})
