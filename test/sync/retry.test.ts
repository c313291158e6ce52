import { describe, expect, it, vi } from 'vitest'
import { LaurelError } from '../../src/errors.ts'
import { UploadApi } from '../../src/sync/chunks/upload-api.ts'
import { PassingFailure, type RetryPolicy, wait, withRetries } from '../../src/sync/retry.ts'
import { failed, MemoryServer, ORIGIN } from './chunks/memory-server.ts'

const policy: RetryPolicy = { attempts: 6, baseMs: 100, maxMs: 1000, patienceMs: 60_000 }

/** Runs work against a server whose answers are these, and tells the pauses that it made. */
async function pausesOf(answers: (Response | 'unreachable')[]) {
  const server = new MemoryServer()
  server.fault = (_, index) => answers[index]
  const api = new UploadApi({ server: ORIGIN, handle: 'ada', source: 'default' }, server.fetch)
  const pauses: number[] = []
  const told: string[] = []
  const outcome = withRetries(() => api.begin({ main: { size: 0, chunk_size: 1, chunks: [] }, wal: null }), {
    policy,
    onRetry: ({ message }) => told.push(message),
    pause: async (milliseconds) => {
      pauses.push(milliseconds)
    },
  })
  const error = await outcome.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return { pauses, told, error, requests: server.requests.length }
}

const status = (code: number, headers: Record<string, string> = {}) =>
  new Response('busy', { status: code, headers })

describe('a request', () => {
  it('is tried again after growing pauses when the network or the server fails', async () => {
    const { pauses, told, error } = await pausesOf(['unreachable', status(500), status(503), status(502)])
    expect(error).toBeNull()
    expect(pauses).toHaveLength(4)
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(50 * 2 ** index)
      expect(pause).toBeLessThanOrEqual(100 * 2 ** index)
    }
    expect(told[0]).toBe(`${ORIGIN} could not be reached.`)
    expect(told[1]).toBe('The server answered 500.')
  })

  it('is given up after as many tries as the policy has, with pauses no longer than it says', async () => {
    const { pauses, error, requests } = await pausesOf(
      Array.from({ length: 9 }, () => 'unreachable' as const),
    )
    expect(error).toBeInstanceOf(PassingFailure)
    expect(requests).toBe(6)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(1000)
  })

  it('waits as long as the server asks, in seconds or until a date', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-21T12:00:00Z') })
    const { pauses, error } = await pausesOf([
      status(429, { 'Retry-After': '7' }),
      status(503, { 'Retry-After': 'Sat, 21 Nov 2026 12:00:30 GMT' }),
      status(503, { 'Retry-After': 'Sat, 21 Nov 2026 11:00:00 GMT' }),
    ]).finally(() => vi.useRealTimers())
    expect(error).toBeNull()
    expect(pauses).toEqual([7000, 30_000, 0])
  })

  it('is given up at once when the server asks for more patience than there is', async () => {
    const { pauses, error } = await pausesOf([status(503, { 'Retry-After': '3600' })])
    expect(pauses).toEqual([])
    expect(error).toBeInstanceOf(PassingFailure)
  })

  it.each(['invalid_request', 'missing_key', 'wrong_key', 'snapshot_too_large', 'chunk_mismatch'] as const)(
    'is never tried again after %s, whose words are handed on',
    async (code) => {
      const { pauses, error, requests } = await pausesOf([failed(code)])
      expect({ pauses, requests }).toEqual({ pauses: [], requests: 1 })
      expect(error).toEqual(new LaurelError(code, `Refused: ${code}.`, { hint: 'Do otherwise.' }))
    },
  )

  it.each([
    ['a page', new Response('<html>Log in to the airport', { status: 200 })],
    ['another refusal', new Response('<html>Forbidden', { status: 403 })],
    [
      'a code that nobody knows',
      Response.json({ error: { code: 'toString', message: 'x' } }, { status: 400 }),
    ],
    ['JSON of another kind', Response.json({ upload_id: 5, missing: 'all' }, { status: 201 })],
  ])('that is answered with %s was sent to no Laurel', async (_, answer) => {
    const { error, requests } = await pausesOf([answer])
    expect(requests).toBe(1)
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('not Laurel') })
  })

  it('does not follow to another address', async () => {
    const { error, requests } = await pausesOf([
      new Response(null, { status: 301, headers: { Location: '/x' } }),
    ])
    expect(requests).toBe(1)
    expect(error).toMatchObject({ message: expect.stringContaining('has moved') })
  })
})

describe('a pause', () => {
  it('ends at once when it is aborted, with the reason', async () => {
    const abort = new AbortController()
    const paused = wait(1e6, abort.signal)
    abort.abort('enough')
    await expect(paused).rejects.toBe('enough')
    await expect(wait(1e6, abort.signal)).rejects.toBe('enough')
  })
})
