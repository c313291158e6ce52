import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import {
  type LiveClientOptions,
  type LiveProblem,
  type LiveReport,
  liveClient,
} from '../../src/client/live-client.ts'
import type { LiveReport as TakenReport } from '../../src/contract/live.ts'
import { timeless, useLaurelServers } from './laurel-server.ts'

const newServer = useLaurelServers()
const OWNER = { handle: 'ada', ownerKey: 'laurel_key' }

/** A client and what it was told of; patient enough for a machine that is busy. */
function clientOf(server: string, options: LiveClientOptions = {}) {
  const problems: LiveProblem[] = []
  const client = liveClient({ server, ...OWNER, onProblem: (problem) => problems.push(problem), ...options })
  return { client, problems, flush: () => client.flush(20_000) }
}

it('takes what the server takes', () => {
  expectTypeOf<LiveReport>().toEqualTypeOf<{ [Field in keyof TakenReport]: TakenReport[Field] | null }>()
})

describe('a client', () => {
  it('sends reports and turns with the owner key', async () => {
    const server = await newServer()
    const { client, problems, flush } = clientOf(`${server.url}/`)
    client.beginTurn('s 1', 't1')
    client.report('s 1', { message_count: 2 })
    expect(await flush()).toBe(true)
    client.endTurn('s 1', 't1')
    expect(await flush()).toBe(true)
    const path = '/api/v1/profiles/ada/live-sessions/s%201'
    expect(server.received).toEqual([
      { method: 'POST', path: `${path}/stream`, key: 'Bearer laurel_key', body: { stream_id: 't1' } },
      { method: 'PUT', path, key: 'Bearer laurel_key', body: { message_count: 2 } },
      { method: 'DELETE', path: `${path}/stream?stream_id=t1`, key: 'Bearer laurel_key', body: null },
    ])
    expect(problems).toEqual([])
  })

  it('finds a server below a path', async () => {
    const server = await newServer()
    const { client, flush } = clientOf(`${server.url}/some/laurel/`)
    client.report('s1', { message_count: 2 })
    expect(await flush()).toBe(true)
    expect(server.received.map(({ path }) => path)).toEqual([
      '/some/laurel/api/v1/profiles/ada/live-sessions/s1',
    ])
  })

  it('is content where the server drops what it is sent', async () => {
    const server = await newServer()
    server.behaves(204)
    const { client, problems, flush } = clientOf(server.url)
    client.report('s1', { message_count: 2 })
    expect(await flush()).toBe(true)
    expect([server.received.length, problems]).toEqual([1, []])
  })

  it.each<[string, LiveClientOptions]>([
    ['a server', { server: '' }],
    ['a handle', { handle: undefined }],
    ['a key', { ownerKey: undefined }],
    ['an address that is one', { server: 'nowhere' }],
    ['a handle that can be written', { handle: '\ud800' }],
  ])('is off without %s, and cannot be turned on', async (_what, options) => {
    const fetched = vi.fn()
    const { client, problems, flush } = clientOf('http://localhost:1', { ...options, fetch: fetched })
    client.enabled = true
    expect(client.enabled).toBe(false)
    client.beginTurn('s1', 't1')
    client.report('s1', { message_count: 2 })
    expect(await flush()).toBe(true)
    expect([fetched.mock.calls, problems]).toEqual([[], []])
  })
})

describe('a server that', () => {
  it.each([
    ['hangs', 'hangs'],
    ['hangs up', 'hangs up'],
    ['answers 500', 500],
    ['answers 429', 429],
  ] as const)('%s gets the report once it answers', async (_how, behaviour) => {
    const server = await newServer()
    server.behaves(behaviour, 200)
    const { client, problems, flush } = clientOf(server.url, { timeoutMs: 300 })
    client.report('s1', { message_count: 2 })
    await vi.waitFor(() => expect(problems).toHaveLength(1), 20_000)
    const status = typeof behaviour === 'number' ? behaviour : null
    expect(problems).toEqual([{ kind: 'unreachable', status }])
    expect(await flush()).toBe(true)
    expect(server.received.map(({ body }) => body)).toEqual([{ message_count: 2 }, { message_count: 2 }])
  })

  it('is away gets the report when it is back, and of each session the newest alone', async () => {
    const server = await newServer()
    await server.leave()
    const { client, problems, flush } = clientOf(server.url)
    client.report('s1', { message_count: 1, title: 'Title' })
    await vi.waitFor(() => expect(problems).toHaveLength(1), 20_000)
    client.report('s1', { message_count: 2, title: undefined })
    client.report('s2', { message_count: 1 })
    client.report('s1', { message_count: 3 })
    await server.comeBack()
    expect(await flush()).toBe(true)
    expect(server.received.map(({ body }) => body)).toEqual([
      { message_count: 3, title: 'Title' },
      { message_count: 1 },
    ])
  })

  it.each([400, 401, 403, 404, 413, 422, 302])(
    'refuses with %i is not asked again, and gets the next',
    async (status) => {
      const server = await newServer()
      server.behaves(status, 200)
      const { client, problems, flush } = clientOf(server.url)
      client.report('s1', { message_count: 2 })
      expect(await flush()).toBe(true)
      expect(problems).toEqual([{ kind: 'refused', status }])
      client.report('s1', { message_count: 4 })
      expect(await flush()).toBe(true)
      expect(server.received.map(({ path }) => path)).toEqual(
        Array(2).fill('/api/v1/profiles/ada/live-sessions/s1'),
      )
    },
  )
})

describe('in time, a client', () => {
  let answers: (number | null)[] = []
  let retryAfter: string | null = null
  const sent: { at: number; method: string; url: string; body: unknown }[] = []
  const answering: typeof fetch = async (url, init) => {
    const { method = '', body } = init ?? {}
    sent.push({
      at: Date.now() / 1000,
      method,
      url: String(url),
      body: timeless(String(body ?? '')),
    })
    const status = answers.shift() ?? 200
    if (status === 0) throw new TypeError('away')
    return new Response(null, { status, headers: retryAfter === null ? {} : { 'Retry-After': retryAfter } })
  }
  const made = (options: LiveClientOptions = {}) =>
    clientOf('http://laurel.example', { fetch: answering, ...options })
  const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

  beforeEach(() => {
    vi.useFakeTimers({ now: 0 })
    vi.spyOn(Math, 'random').mockReturnValue(1)
    sent.length = 0
    answers = []
    retryAfter = null
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  it('tries again after pauses that double to a minute, and begins again after a success', async () => {
    answers = Array(8).fill(500)
    const { client } = made()
    client.report('s1', { message_count: 1 })
    await pass(1000)
    expect(sent.map(({ at }) => at)).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183])
    answers = [0]
    client.report('s1', { message_count: 2 })
    await pass(10)
    expect(sent.slice(9).map(({ at }) => at)).toEqual([1000, 1001])
  })

  it('waits as long as the server asks for, at most 5 minutes', async () => {
    answers = [429, 503]
    retryAfter = '40'
    const { client } = made()
    client.report('s1', { message_count: 1 })
    await pass(1)
    retryAfter = '86400'
    await pass(1000)
    expect(sent.map(({ at }) => at)).toEqual([0, 40, 340])
  })

  it('renews a turn until it ends', async () => {
    const { client } = made()
    client.beginTurn('s1', 't1')
    await pass(45)
    client.endTurn('s1', 't1')
    await pass(100)
    expect(sent.map(({ at, method }) => [at, method])).toEqual([
      [0, 'POST'],
      [20, 'POST'],
      [40, 'POST'],
      [45, 'DELETE'],
    ])
  })

  it('does not let the late end of a turn end the next', async () => {
    const { client } = made()
    client.beginTurn('s1', 't1')
    client.beginTurn('s1', 't2')
    client.endTurn('s1', 't1')
    await pass(20)
    expect(sent.map(({ body }) => body)).toEqual([{ stream_id: 't2' }, { stream_id: 't2' }])
  })

  it('does not tell of the beginning of a turn that has ended meanwhile', async () => {
    answers = [0]
    const { client } = made()
    client.beginTurn('s1', 't1')
    await pass(0)
    client.endTurn('s1', 't1')
    await pass(60)
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'DELETE'])
  })

  it('keeps the newest sessions where too many wait', async () => {
    answers = [0]
    const { client, problems } = made({ queueMax: 3 })
    client.report('s0', { message_count: 1 })
    await pass(0)
    for (const id of ['s1', 's2', 's3', 's4', 's2']) client.report(id, { message_count: 9 })
    await pass(60)
    expect(sent.map(({ url }) => url.slice(-2))).toEqual(['s0', 's2', 's3', 's4'])
    expect(problems.map(({ kind }) => kind)).toEqual(['unreachable', 'dropped', 'dropped'])
  })

  it('that is turned off drops what waits and what comes, till it is turned on', async () => {
    answers = [0]
    const { client } = made()
    client.beginTurn('s1', 't1')
    await pass(0)
    client.report('s1', { message_count: 1 })
    client.enabled = false
    client.report('s1', { message_count: 2 })
    await pass(60)
    expect(sent).toHaveLength(1)
    client.enabled = true
    client.report('s1', { message_count: 3 })
    await pass(60)
    expect(sent.slice(1).map(({ body }) => body)).toEqual([{ message_count: 3 }])
  })

  it('sends what was left out of a newer report that came while the older one was lost', async () => {
    answers = [0]
    const { client } = made({
      fetch: (url, init) => {
        if (sent.length === 0) client.report('s1', { message_count: 2 })
        return answering(url, init)
      },
    })
    client.report('s1', { message_count: 1, title: 'Title' })
    await pass(10)
    expect(sent.map(({ body }) => body)).toEqual([
      { message_count: 1, title: 'Title' },
      { message_count: 2, title: 'Title' },
    ])
  })

  it('that is turned off while it sends, and on again, waits for nothing', async () => {
    answers = [0]
    const { client, problems } = made({
      fetch: (url, init) => {
        if (sent.length === 0) client.enabled = false
        return answering(url, init)
      },
    })
    client.report('s1', { message_count: 1 })
    await pass(0)
    client.enabled = true
    client.report('s1', { message_count: 2 })
    await pass(0)
    expect(sent.map(({ at, body }) => [at, body])).toEqual([
      [0, { message_count: 1 }],
      [0, { message_count: 2 }],
    ])
    expect(problems).toEqual([])
  })

  it('tries more than once when it is flushed, however long it has waited before', async () => {
    answers = Array(8).fill(500)
    const { client } = made()
    client.report('s1', { message_count: 1 })
    await pass(64)
    expect(sent).toHaveLength(7)
    const flushed = client.flush(5000)
    await pass(5)
    expect([await flushed, sent.length]).toEqual([true, 9])
  })

  it('says that not all could be sent when the time to flush is over, and goes on', async () => {
    answers = Array(4).fill(0)
    const { client } = made()
    client.report('s1', { message_count: 1 })
    const flushed = client.flush(2000)
    await pass(2)
    expect(await flushed).toBe(false)
    await pass(60)
    expect(await client.flush()).toBe(true)
    expect(sent).toHaveLength(5)
  })
})

describe('nothing is thrown into its host', () => {
  it('whatever it is given', async () => {
    const server = await newServer()
    const { client, problems, flush } = clientOf(server.url)
    const strange = JSON.parse('{"report": null, "id": null}')
    client.report('\ud800', { message_count: 1 })
    client.beginTurn('\ud800', 't1')
    client.endTurn('s1', '\ud800')
    client.report(strange.id, strange.report)
    const cyclic: LiveReport & { self?: unknown } = { message_count: 1 }
    cyclic.self = cyclic
    client.report('s1', cyclic)
    expect(await flush()).toBe(true)
    expect(problems).toEqual([{ kind: 'refused', status: null }])
    expect(() => liveClient()).not.toThrow()
  })

  it('by who is told of problems, nor by a fetch that throws at once', async () => {
    const throwing = () => {
      throw new Error('no')
    }
    const { client } = clientOf('http://localhost:1', { onProblem: throwing, fetch: throwing })
    client.report('s1', { message_count: 1 })
    expect(await client.flush(10)).toBe(false)
    client.enabled = false
    expect(await client.flush()).toBe(true)
  })

  it('nor is its report what the host makes of it later', async () => {
    const server = await newServer()
    const { client, flush } = clientOf(server.url)
    const report = { message_count: 1 }
    client.report('s1', report)
    report.message_count = 99
    await flush()
    expect(server.received[0]?.body).toEqual({ message_count: 1 })
  })
})
