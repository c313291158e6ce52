import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { missingParts } from '../../../src/sync/chunks/upload-snapshot.ts'
import { content, LiveFiles, poke } from './live-files.ts'
import { failed, MemoryServer } from './memory-server.ts'
import { apiOf, CHUNK, optionsFor, upload } from './uploading.ts'

const main = content(10 * CHUNK + 5)
const wal = content(3 * CHUNK, 2)
const history = () => new LiveFiles(main, wal)

/** Kills the client after it has sent this many requests: before the server sees the last of them, or after. */
async function killedAt(server: MemoryServer, requests: number, when: 'before' | 'after'): Promise<void> {
  const abort = new AbortController()
  const last = server.requests.length + requests
  server.fault = (_, index) => {
    if (index < last) return undefined
    abort.abort(new Error('killed'))
    return when === 'before' ? 'unreachable' : 'lost'
  }
  const ended = await upload(server, history(), { signal: abort.signal }).then(
    () => 'done',
    (error: Error) => error.message,
  )
  expect(ended).toBe(server.requests.length > last ? 'killed' : 'done')
  await server.settled()
  server.fault = () => undefined
}

function expectSentOnce(server: MemoryServer): void {
  expect(new Set(server.stored).size).toBe(server.stored.length)
  expect(server.stored).toHaveLength(14)
  expect(server.committed.at(-1)).toEqual({ main, wal })
}

describe('an upload that is cut off', () => {
  it.each(['before', 'after'] as const)('at any request, %s the server saw it, is resumed', async (when) => {
    for (let requests = 0; requests < 17; requests++) {
      const server = new MemoryServer()
      await killedAt(server, requests, when)
      const { sent } = await upload(server, history())
      expectSentOnce(server)
      expect(sent.chunks).toBeLessThanOrEqual(14)
    }
  })

  it('time and again sends no chunk that is stored', async () => {
    const cut = fc.record({
      requests: fc.nat(12),
      when: fc.constantFrom('before' as const, 'after' as const),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { maxLength: 5 }), async (cuts) => {
        const server = new MemoryServer()
        for (const { requests, when } of cuts) await killedAt(server, requests, when)
        await upload(server, history())
        expectSentOnce(server)
      }),
    )
  })

  it('whole can be sent again for one beginning and one commit', async () => {
    const server = new MemoryServer()
    await upload(server, history())
    server.requests.length = 0
    const { sent, total } = await upload(server, history())
    expect(server.requests).toEqual(['POST', 'COMMIT'])
    expect({ sent, total }).toEqual({
      sent: { chunks: 0, bytes: 0 },
      total: { chunks: 14, bytes: 13 * CHUNK + 5 },
    })
  })
})

describe('a second version', () => {
  it('sends only what changed', async () => {
    const server = new MemoryServer()
    const files = history()
    await upload(server, files)
    server.stored.length = 0
    files.write('main', poke(3 * CHUNK))
    files.write('main', (bytes) => Uint8Array.of(...bytes, 1, 2, 3))
    files.write('wal', () => new Uint8Array())
    const { sent, total } = await upload(server, files)
    expect(sent).toEqual({ chunks: 2, bytes: CHUNK + 8 })
    expect(total).toEqual({ chunks: 11, bytes: 10 * CHUNK + 8 })
    expect(server.stored).toHaveLength(2)
    expect(server.committed.at(-1)).toEqual(files.now)
  })

  it('sends a chunk once, however often it is in the files', async () => {
    const server = new MemoryServer()
    const files = new LiveFiles(new Uint8Array(50 * CHUNK), new Uint8Array(4 * CHUNK))
    const { sent } = await upload(server, files)
    expect(sent).toEqual({ chunks: 1, bytes: CHUNK })
    expect(server.committed).toEqual([files.now])
  })
})

describe('asking what is missing', () => {
  it('tells what an upload would send, and sends no chunk', async () => {
    const server = new MemoryServer()
    const files = history()
    await upload(server, files)
    files.write('main', poke(0))
    server.requests.length = 0
    const { missing, total } = await missingParts(apiOf(server), optionsFor(files))
    expect(missing).toEqual({ chunks: 1, bytes: CHUNK })
    expect(total.chunks).toBe(14)
    expect(server.requests).toEqual(['POST'])
    expect((await upload(server, files)).sent).toEqual(missing)
  })
})

describe('an upload whose server', () => {
  it('fails now and then goes on', async () => {
    const server = new MemoryServer()
    server.fault = (_, index) => (index % 3 === 0 ? new Response('', { status: 503 }) : undefined)
    await upload(server, history())
    expectSentOnce(server)
  })

  it('loses the answer to the commit gets the same receipt', async () => {
    const server = new MemoryServer()
    let lost = 0
    server.fault = (request) => (request === 'COMMIT' && lost++ === 0 ? 'lost' : undefined)
    expect((await upload(server, history())).receipt.scan).toBe('started')
    expect(server.requests.filter((request) => request === 'COMMIT')).toHaveLength(2)
    expect(server.committed).toHaveLength(1)
  })

  it.each([5, 15])('forgets it before request %i begins again', async (requests) => {
    const server = new MemoryServer()
    server.fault = (_, index) => {
      if (index === requests) server.expire()
      return undefined
    }
    const begun: string[] = []
    await upload(server, history(), { onBegin: (id) => begun.push(id) })
    expectSentOnce(server)
    expect(begun).toHaveLength(2)
  })

  it('has lost chunks when it comes to the commit sends them again', async () => {
    const server = new MemoryServer()
    server.fault = (request, index) => {
      if (request === 'COMMIT' && index < 20) server.expire({ andChunks: true })
      return undefined
    }
    await upload(server, history())
    expect(server.stored).toHaveLength(28)
    expect(server.committed).toEqual([{ main, wal }])
  })

  it('never has all chunks gives up at last', async () => {
    const server = new MemoryServer()
    server.fault = (request) => (request === 'COMMIT' ? failed('chunks_missing', { missing: [] }) : undefined)
    await expect(upload(server, history())).rejects.toMatchObject({ code: 'chunks_missing' })
    expect(server.requests.filter((request) => request === 'POST')).toHaveLength(20)
  })

  it('refuses a chunk stops all lanes, and says why', async () => {
    const server = new MemoryServer()
    server.fault = (request, index) => (request === 'PUT' && index === 4 ? failed('wrong_key') : undefined)
    await expect(upload(server, history())).rejects.toMatchObject({ code: 'wrong_key' })
    const asked = server.requests.length
    await server.settled()
    expect(server.requests).toHaveLength(asked)
    expect(asked).toBeLessThanOrEqual(7)
  })
})

describe('lanes', () => {
  it.each([1, 2, 5])('are %i at most, and all of them work', async (parallel) => {
    const server = new MemoryServer()
    server.fault = async () => void (await new Promise((resolve) => setTimeout(resolve, 2)))
    await upload(server, history(), { parallel })
    expect(server.busiest).toBe(parallel)
    expectSentOnce(server)
  })
})

describe('the owner key', () => {
  it('goes with every request', async () => {
    const server = new MemoryServer()
    await upload(server, history())
    expect(new Set(server.headers.map((headers) => headers.get('Authorization')))).toEqual(
      new Set(['Bearer key']),
    )
  })
})
