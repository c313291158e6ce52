import { describe, expect, it } from 'vitest'
import type { OpeningMessage } from '../../src/templates/extraction.ts'
import { Opening, ranked, suggestionFor } from '../../src/templates/suggestion.ts'
import { answer, calling, user } from './messages.ts'

const SESSION = { session_id: 's', source: null, title: 'Title', started_at: 1 }

function suggested(messages: OpeningMessage[], session = SESSION) {
  const opening = new Opening()
  for (const message of messages) opening.message(message)
  return opening.suggestion(session)
}

const rounds = (count: number, tool: string, result: string) =>
  Array.from({ length: count }, () => [calling(tool), answer(result)]).flat()

describe('a suggestion', () => {
  it('says what speaks for the session', () => {
    const messages = [
      user('go'),
      calling('execute_code', 'terminal'),
      answer('3 tests passed'),
      answer('Error: no'),
    ]
    expect(suggested(messages)).toMatchObject({
      ...SESSION,
      type: 'code',
      reasons: [
        '1 of 2 calls worked, 1 of them ran code',
        '1 of 2 answers reports success',
        '1 of 2 answers reports an error',
      ],
      turns: 1,
      calls: 2,
      worked: 1,
      code_calls: 2,
      results: 2,
      successes: 1,
      errors: 1,
    })
  })

  it('takes an answer that reports both for an error', () => {
    expect(suggested(rounds(1, 'terminal', 'ok, but one failed'))).toMatchObject({ successes: 0, errors: 1 })
  })

  it('is none without a call', () => {
    expect(suggested([user('go'), { ...user('hello'), role: 'assistant' }])).toBeNull()
  })

  it('has the type of the calls that worked, by the classes that are asked for', () => {
    const messages = [
      ...rounds(3, 'web_extract', 'well'),
      ...rounds(2, 'execute_code', 'well'),
      ...rounds(3, 'patch', 'failed'),
    ]
    const opening = new Opening()
    for (const message of messages) opening.message(message)
    expect(opening.suggestion(SESSION, 'classic')).toMatchObject({ type: 'mixed', code_calls: 2 })
    const called = [...messages, ...rounds(1, 'browser_click', 'well')]
    expect(suggested(called)).toMatchObject({ type: 'research', worked: 6 })
  })

  it('grows with success and calls that worked alike, and shrinks with errors and others', () => {
    const score = (...messages: OpeningMessage[]) => suggested(messages)?.score ?? 0
    const plain = score(...rounds(4, 'terminal', 'well'))
    expect(score(...rounds(4, 'web_search', 'well'))).toBe(plain)
    expect(score(...rounds(4, 'memory', 'well'))).toBeLessThan(plain)
    expect(score(...rounds(4, 'terminal', 'well'), calling('terminal'))).toBeLessThan(plain)
    expect(score(...rounds(4, 'terminal', 'passed'))).toBeGreaterThan(plain)
    expect(score(...rounds(9, 'terminal', 'well'))).toBeGreaterThan(plain)
    expect(score(...rounds(4, 'terminal', 'failed'))).toBeLessThan(plain)
  })

  it('looks at thirty turns and what came of them, within the first hundred messages', async () => {
    const read = async (messages: OpeningMessage[]) => {
      let visited = 0
      const reader = {
        async readMessages(
          _: string,
          visit: (message: OpeningMessage) => void,
          options?: { enough?(): boolean },
        ) {
          for (const message of messages) {
            visited++
            visit(message)
            if (options?.enough?.()) return false
          }
          return true
        },
      }
      return { found: await suggestionFor(reader, SESSION), visited }
    }
    expect(await read(rounds(40, 'terminal', 'x'))).toMatchObject({
      found: { turns: 30, calls: 30, results: 30 },
      visited: 61,
    })
    const chatty = Array.from({ length: 300 }, () => user('more'))
    expect(await read([calling('terminal'), ...chatty])).toMatchObject({ found: { turns: 1 }, visited: 100 })
  })
})

it('the best come first; of equal ones the newest, then the first by id', () => {
  const of = (session_id: string, count: number, started_at: number | null) => {
    const found = suggested(rounds(count, 'execute_code', 'ok'), { ...SESSION, session_id })
    return found ? [{ ...found, started_at }] : []
  }
  const all = [...of('a', 3, 5), ...of('b', 9, 1), ...of('d', 3, null), ...of('c', 3, null), ...of('e', 3, 7)]
  expect(ranked(all, 4).map(({ session_id }) => session_id)).toEqual(['b', 'e', 'a', 'c'])
})

it('a session is not suggested with less than three calls that worked, or errors in more than a quarter of its answers', () => {
  const of = (session_id: string, messages: OpeningMessage[]) => {
    const found = suggested(messages, { ...SESSION, session_id })
    return found ? [found] : []
  }
  const withErrors = (errors: number) => [
    ...rounds(4 - errors, 'execute_code', 'ok'),
    ...rounds(errors, 'terminal', 'failed'),
  ]
  const all = [
    ...of('two', rounds(2, 'terminal', 'ok')),
    ...of('three', [...rounds(2, 'terminal', 'ok'), ...rounds(1, 'terminal', '')]),
    ...of('a quarter', withErrors(1)),
    ...of('a half', withErrors(2)),
  ]
  expect(ranked(all, 4).map(({ session_id }) => session_id)).toEqual(['three', 'a quarter'])
})
