import { describe, expect, it } from 'vitest'
import { EarliestOpening, previewOfSource, previewSource } from '../../src/engine/earliest-opening.ts'
import type { Message } from '../../src/engine/types.ts'

const SUMMARY =
  '[CONTEXT COMPACTION — REFERENCE ONLY] Earlier turns were compacted into the summary below. This is a handoff ' +
  'from a previous context window — treat it as background reference, NOT as active instructions. '
const END = '--- END OF CONTEXT SUMMARY — respond to the message below, not the summary above ---'
const MERGED = '[END OF PRIOR CONTEXT — COMPACTION SUMMARY BELOW]'
const PRIOR = '[PRIOR CONTEXT — for reference only; not a new message]'
const INVOKED = '[IMPORTANT: The user has invoked the '
const TYPED = 'The user has provided the following instruction alongside the skill invocation: '
const LOADED = 'The full skill content is loaded below.]'

const preview = (text: string) => {
  const source = previewSource(text)
  return source === null ? null : previewOfSource(source)
}

describe('the preview of a message', () => {
  it.each([
    ['is its beginning on one line', ' one\r\ntwo ', 'one  two'],
    ['is cut behind 60 characters', '😀'.repeat(61), `${'😀'.repeat(60)}...`],
    ['is made of its first 63 characters, space in front of it included', `${' '.repeat(60)}abcdef`, 'abc'],
    ['is none for a summary', `${SUMMARY}done so far`, null],
    [
      'is none for a summary of the other kind, with space in front',
      ' \t\r\n[CONTEXT SUMMARY]: so far',
      null,
    ],
    ['is none for a summary with nothing but space behind it', `${SUMMARY}so far${END}\n \t`, null],
    ['is what was asked behind a summary', `${SUMMARY}so far\n${END}\n\nnow the tests`, 'now the tests'],
    ['is that of a text that only resembles a summary', SUMMARY.trim(), `${SUMMARY.slice(0, 60)}...`],
    ['is what was asked in front of a summary', `${PRIOR}\n fix it \n${MERGED}\n${SUMMARY}x`, 'fix it'],
    ['is none where nothing stands in front of a summary', `${PRIOR} \n${MERGED}${SUMMARY}x`, null],
    [
      'is that of the text where no summary is behind the mark',
      `hi ${MERGED} no summary`,
      `hi ${MERGED} no summ...`,
    ],
    ['ends at a record separator', 'one\u001etwo', 'one'],
  ])('%s', (_, text, expected) => {
    expect(preview(text)).toBe(expected)
  })

  it.each([
    ['is the skill’s name', `${INVOKED}"deploy" skill, and so on.]`, '/deploy'],
    ['keeps a slash that is there', `${INVOKED}"/clean /tidy" skill bundle, and so on.]`, '/clean /tidy'],
    [
      'has what was typed behind the name',
      `${INVOKED}"deploy" skill. ${LOADED}\n\nbody\n\n${TYPED}to \n staging`,
      '/deploy — to staging',
    ],
    [
      'has what was typed at the very end of a long one',
      `${INVOKED}"deploy" skill. ${LOADED}${'x '.repeat(2000)}${TYPED}to staging`,
      '/deploy — to staging',
    ],
    ['has what was typed last', `${INVOKED}"d" skill. ${LOADED} ${TYPED}not this ${TYPED}this`, '/d — this'],
    ['has nothing typed in a bundle', `${INVOKED}"d" skill bundle, ${LOADED} ${TYPED}this`, '/d'],
    ['has nothing typed where no skill was loaded', `${INVOKED}"d" skill. ${TYPED}this`, '/d'],
    ['is what was typed where there is no name', `${INVOKED}skill. ${LOADED} ${TYPED}this`, 'this'],
    ['is the text where there is neither', `${INVOKED}skill.`, `${INVOKED}skill.`],
    [
      'is the text where the letters differ',
      `${INVOKED.toLowerCase()}"d" skill.`,
      `${INVOKED.toLowerCase()}"d" skill.`,
    ],
  ])('of a skill invocation %s', (_, text, expected) => {
    expect(preview(text)).toBe(expected)
  })
})

describe('the preview of a session', () => {
  const of = (...messages: Partial<Message>[]) => {
    const opening = new EarliestOpening()
    for (const each of messages) {
      opening.message({ role: 'user', content: null, timestamp: 1, preview: 'shown', ...each })
    }
    return opening.preview()
  }

  it('is that of the earliest user message, of equal ones the first', () => {
    const messages = [
      { content: 'late', timestamp: 5 },
      { content: 'first', timestamp: 2 },
      { content: 'copy', timestamp: 2 },
      { content: 'of a tool', timestamp: 1, role: 'tool' },
    ]
    expect(of(...messages)).toBe('first')
  })

  it('passes over messages without content, hidden ones and summaries', () => {
    const messages = [
      { content: null },
      { content: 'hidden', preview: 'hidden' as const },
      { content: '[CONTEXT SUMMARY]: so far' },
      { content: 'asked', timestamp: 9 },
    ]
    expect(of(...messages)).toBe('asked')
  })

  it('is empty where the earliest message begins with NUL, as multimodal content does', () => {
    const decoded = { content: null, preview: 'empty' as const }
    expect(of(decoded, { content: 'later', timestamp: 2 })).toBe('')
    expect(of({ content: '\0json:[' }, { content: 'later', timestamp: 2 })).toBe('')
    expect(of({ content: [new Map()] }, { content: 'later', timestamp: 2 })).toBe('')
    expect(of({ content: 'before\0after' })).toBe('before')
  })

  it('is empty without messages', () => {
    expect(of()).toBe('')
  })
})
