import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HermesEvent, hermesEvent } from '../../../src/sessions/live/hermes-event.ts'
import { afterEvent } from '../../../src/sessions/live/hermes-record.ts'
import { isSigned } from '../../../src/sessions/live/hermes-signature.ts'
import { type LiveRecord, sessionRecordOf } from '../../../src/sessions/live/live-record.ts'
import { hermesEvents, SAID, signed, usageOf } from '../../fake-hermes.ts'

const POSTED = hermesEvents('agent:main:whatsapp:group:123@g.us', 1_790_000_000, 3)
const EVENTS = POSTED.flatMap((event) => hermesEvent(event) ?? [])
const sum = (field: keyof ReturnType<typeof usageOf>) =>
  [0, 1, 2, 3, 4, 5].reduce((all, seed) => all + usageOf(seed)[field], 0)
const recordAfter = (events: readonly HermesEvent[]) =>
  events.reduce<LiveRecord | null>((known, event) => afterEvent(known, event), null)

describe('a session that Hermes tells of', () => {
  it('has the plain sums of its requests, by model, and the messages of its last turn', () => {
    const record = recordAfter(EVENTS)
    expect(record).toMatchObject({
      id: 'agent:main:whatsapp:group:123@g.us',
      source: 'telegram',
      model: 'anthropic/claude-sonnet-4.6',
      message_count: 9,
      api_call_count: 6,
      input_tokens: sum('input_tokens'),
      output_tokens: sum('output_tokens'),
      cache_read_tokens: sum('cache_read_tokens'),
      cache_write_tokens: sum('cache_write_tokens'),
    })
    const { usage, last_active } = sessionRecordOf(record as LiveRecord)
    expect(usage.map(({ model, api_call_count }) => [model, api_call_count])).toEqual([
      ['openai/gpt-5.4', 2],
      ['anthropic/claude-sonnet-4.6', 4],
    ])
    expect(last_active).toBe(1_790_000_000 + 0.25 * 14)
  })

  it('is the same in whatever order the events come', () => {
    const inOrder = { ...recordAfter(EVENTS), usage: [] }
    fc.assert(
      fc.property(fc.shuffledSubarray(EVENTS, { minLength: EVENTS.length }), (events) => {
        expect({ ...recordAfter(events), usage: [] }).toEqual(inOrder)
      }),
    )
  })

  it('holds nothing that was said', () => {
    expect(JSON.stringify([EVENTS, recordAfter(EVENTS)]).replaceAll(`:${SAID}:`, '')).not.toContain(SAID)
  })
})

describe('an event', () => {
  const [event = {}] = POSTED
  const EXTRA = { api_request_id: 'r1', usage: { input_tokens: 5 } }

  it('is ignored where it is another one, or has no session', () => {
    expect(hermesEvent({ ...event, hook_event_name: 'pre_tool_call' })).toBeNull()
    expect(hermesEvent({ ...event, session_id: '' })).toBeNull()
  })

  it('is none of Hermes without its fields', () => {
    for (const broken of [null, [], {}, { ...event, timestamp: 'now' }, { ...event, extra: 'text' }]) {
      expect(() => hermesEvent(broken)).toThrow()
    }
  })

  it.each([
    [null, 0],
    ['text', 0],
    [{ input_tokens: -5 }, 0],
    [{ input_tokens: 1.5 }, 0],
    [{ input_tokens: '5' }, 0],
    [{ input_tokens: 1e15 }, 1e9],
  ])('of a request with the usage %j has %i tokens', (usage, tokens) => {
    const posted = { ...event, hook_event_name: 'post_api_request', extra: { ...EXTRA, usage } }
    expect(hermesEvent(posted)?.request?.usage.input_tokens).toBe(tokens)
  })

  it('is signed by the secret, over each byte of its body', async () => {
    const { headers, body } = await signed(event, 'secret')
    const header = new Headers(headers).get('X-Hermes-Signature-256') ?? ''
    const bytes = Uint8Array.from(new TextEncoder().encode(body))
    expect(await isSigned(bytes, header, 'secret')).toBe(true)
    expect(await isSigned(bytes, header, 'other')).toBe(false)
    expect(await isSigned(Uint8Array.from([...bytes, 32]), header, 'secret')).toBe(false)
    for (const wrong of ['', 'sha256=', header.slice(7), `${header}0`, header.replace('256', '1')]) {
      expect(await isSigned(bytes, wrong, 'secret')).toBe(false)
    }
  })
})
