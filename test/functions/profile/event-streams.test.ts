import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EventStreams } from '../../../functions/profile/event-streams.ts'
import { configFrom } from '../../../src/config.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const open = (streams: EventStreams, address: string) => streams.open(address, 'scan', { state: 'idle' })

/** Reads a stream as it comes. */
function reading(response: Response) {
  const parts: string[] = []
  const ended = response.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeTo(new WritableStream({ write: (part) => void parts.push(part) }))
  return { parts, ended }
}

describe('the streams of a profile', () => {
  it('are five for an address and a hundred in all', () => {
    const streams = new EventStreams(configFrom())
    const statuses = Array.from({ length: 120 }, (_, index) => open(streams, `a${index % 30}`).status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(100)
    expect(open(streams, 'another').status).toBe(503)

    const others = new EventStreams(configFrom())
    const own = Array.from({ length: 7 }, () => open(others, 'own').status)
    expect(own).toEqual([200, 200, 200, 200, 200, 503, 503])
    expect(open(others, 'another').status).toBe(200)
  })

  it('end after fifteen minutes, and make room', async () => {
    const streams = new EventStreams(configFrom())
    const pages = Array.from({ length: 5 }, () => reading(open(streams, 'own')))
    await vi.advanceTimersByTimeAsync(899_000)
    expect(open(streams, 'own').status).toBe(503)
    await vi.advanceTimersByTimeAsync(1000)
    await Promise.all(pages.map(({ ended }) => ended))
    expect(open(streams, 'own').status).toBe(200)
  })

  it('have a comment at least every 25 seconds, while there are any', async () => {
    const streams = new EventStreams(configFrom())
    const { parts, ended } = reading(open(streams, 'own'))
    await vi.advanceTimersByTimeAsync(100_000)
    const comments = parts.filter((part) => part.startsWith(':'))
    expect([parts.length, comments.length]).toEqual([5, 4])
    for (const comment of comments) expect(comment).toMatch(/^: [^\n]*\n\n$/)
    streams.closeAll()
    await ended
    expect(vi.getTimerCount()).toBe(0)
  })

  it('lose a reader that is gone with the next comment', async () => {
    const streams = new EventStreams(configFrom())
    const responses = Array.from({ length: 5 }, () => open(streams, 'own'))
    await responses[0]?.body?.cancel()
    await vi.advanceTimersByTimeAsync(25_000)
    expect(open(streams, 'own').status).toBe(200)
    expect(open(streams, 'own').status).toBe(503)
  })
})
