import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fill, writing } from '../snapshot/wal-pairs.ts'
import { content } from '../sync/chunks/live-files.ts'
import { failed, type State } from '../sync/chunks/memory-server.ts'
import { type RunOptions, type SpawnOptions, useLaurel } from './laurel.ts'
import { type PushServer, usePushServers } from './push-server.ts'

const laurel = useLaurel()
const startServer = usePushServers()
const KEY = 'laurel_canary-0123456789'
const env = { LAUREL_KEY: KEY }
const MiB = 1024 * 1024

/** Begins as a database does, and is as large. */
function database(bytes: number): Uint8Array {
  const file = content(bytes)
  file.set(new TextEncoder().encode('SQLite format 3\0'))
  return file
}

/** A state by its hashes, which are compared sooner than its bytes. */
function hashes({ main, wal }: State): (string | null)[] {
  return [main, wal].map((bytes) => bytes && createHash('sha256').update(bytes).digest('hex'))
}

const pushing = ({ url }: PushServer, path: string, more: string[]) => [
  'push',
  path,
  '--upload',
  '--to',
  url,
  '--handle',
  'ada',
  ...more,
]

function push(server: PushServer, path: string, more: string[] = [], options: RunOptions = {}) {
  return laurel.run(pushing(server, path, more), { env, ...options })
}

/** As `push`, where it is to be interrupted. */
function spawnPush(server: PushServer, path: string, more: string[], options: SpawnOptions) {
  return laurel.spawn(pushing(server, path, more), { env, ...options })
}

describe('laurel push --upload', () => {
  it('says when all sessions are here already, and from where, once the server has looked', async () => {
    const server = await startServer()
    const path = laurel.file('again.db', database(MiB))
    const listed = { name: 'default', sessions: 110, scanned: true, within: [] }
    server.memory.sources = [listed]
    expect((await push(server, path)).stdout).not.toContain('already')
    server.memory.sources = [
      { ...listed, scanned: false },
      { ...listed, within: ['laptop', 'work'] },
    ]
    const { status, stdout } = await push(server, path)
    expect(status).toBe(0)
    expect(stdout).toMatch(/\nAll 110 sessions are already on the page, from “laptop”, “work”\.\n$/)
  })

  it('sends a history with its -wal, and says what it sent and where the page is', async () => {
    const server = await startServer()
    const [main, wal] = [database(2 * MiB + 5), content(100, 3)]
    const path = laurel.file('pair.db', main)
    laurel.file('pair.db-wal', wal)
    const { status, stdout, stderr } = await push(server, path)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toBe(
      `Sent 4 of 4 parts (2.1 MB of 2.1 MB) to @ada.\nThe server is scanning it: ${server.url}/@ada\n`,
    )
    expect(server.memory.committed.map(hashes)).toEqual([hashes({ main, wal })])
    expect(server.memory.headers[0]?.get('Authorization')).toBe(`Bearer ${KEY}`)
    expect(readFileSync(path).equals(main)).toBe(true)
  })

  it('sends only what changed since', async () => {
    const server = await startServer()
    const main = database(4 * MiB)
    await push(server, laurel.file('next.db', main))
    main[3 * MiB] = (main[3 * MiB] ?? 0) ^ 1
    const dry = await push(server, laurel.file('next.db', main), ['--dry-run'])
    expect(dry).toEqual({
      status: 0,
      stdout: 'Would send 1 of 4 parts (1.0 MB of 4.2 MB) to @ada.\n',
      stderr: '',
    })
    expect(server.memory.stored).toHaveLength(4)
    const { stdout } = await push(server, laurel.path('next.db'))
    expect(stdout).toContain('Sent 1 of 4 parts (1.0 MB of 4.2 MB)')
    expect(server.memory.committed.map(hashes).at(-1)).toEqual(hashes({ main, wal: null }))
  })

  it('that is interrupted twice sends nothing again that has arrived', async () => {
    const server = await startServer()
    const { memory } = server
    const main = database(9 * MiB + 9)
    const path = laurel.file('long.db', main)
    for (const enough of [3, 6]) {
      let interrupt = () => {}
      memory.fault = (request) => {
        if (request === 'PUT' && memory.stored.length >= enough) interrupt()
        return undefined
      }
      const { status, stdout, stderr } = await spawnPush(server, path, ['--parallel', '2'], {
        onStart: (end) => {
          interrupt = end
        },
      })
      expect({ status, stdout }).toEqual({ status: 130, stdout: '' })
      expect(stderr).toMatch(/laurel: Interrupted\. Run it again[^\n]+\n$/)
    }
    await memory.settled()
    const { status } = await push(server, path)
    expect(status).toBe(0)
    expect(memory.stored).toHaveLength(10)
    expect(new Set(memory.stored).size).toBe(10)
    expect(memory.committed.map(hashes)).toEqual([hashes({ main, wal: null })])
  })

  it('takes a history that is written to and checkpointed meanwhile in one of its states', async () => {
    const server = await startServer()
    const pairs = writing((live) => {
      fill(live, 0, 40)
      const begun = live.pair()
      fill(live, 40, 80)
      const committed = live.pair()
      live.run('PRAGMA wal_checkpoint(RESTART)')
      fill(live, 80, 82)
      return [begun, committed, live.pair()].map(({ main, wal }) => ({
        main: new Uint8Array(main),
        wal: new Uint8Array(wal),
      }))
    })
    const path = laurel.path('live.db')
    const put = (pair?: (typeof pairs)[number]) => {
      if (pair) writeFileSync(path, pair.main)
      if (pair) writeFileSync(`${path}-wal`, pair.wal)
    }
    put(pairs[0])
    let begun = 0
    server.memory.fault = (request) => void (request === 'POST' && put(pairs[++begun]))
    const { status } = await push(server, path)
    expect(status).toBe(0)
    expect(server.memory.committed).toHaveLength(1)
    expect(pairs.map(hashes)).toContainEqual(server.memory.committed.map(hashes)[0])
  })

  it('says once that a server cannot be reached, with its address and the reason', async () => {
    const server = await startServer()
    const path = laurel.file('some.db', database(100))
    server.memory.fault = (_, index) => (index < 3 ? 'unreachable' : undefined)
    const { status, stderr } = await push(server, path)
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: `laurel: ${server.url} could not be reached: the connection was closed. Trying again for a while.\n`,
    })
  })

  it('goes on when the server fails for a moment, and says so once', async () => {
    const server = await startServer()
    server.memory.fault = (_, index) => {
      if (index === 1) return new Response('', { status: 503, headers: { 'Retry-After': '0' } })
      return index === 3 ? 'unreachable' : undefined
    }
    const { status, stderr } = await push(server, laurel.file('some.db', database(100)))
    expect(status).toBe(0)
    expect(stderr).toBe(
      'laurel: The server answered 503. Trying again for a while.\n' +
        `laurel: ${server.url} could not be reached: the connection was closed. Trying again for a while.\n`,
    )
  })

  it('warns where the way to the server is not encrypted', async () => {
    const server = await startServer()
    const path = laurel.file('open.db', database(100))
    const open = { ...server, url: `http://0.0.0.0:${server.port}` }
    expect((await push(open, path)).stderr).toMatch(/^laurel: [^\n]+ is not encrypted[^\n]+\n$/)
    expect((await push(server, path)).stderr).toBe('')
  })
})

describe('the owner key', () => {
  it('comes from the command line, else from a file, else from the environment', async () => {
    const server = await startServer()
    const path = laurel.file('key.db', database(100))
    const file = laurel.file('key', 'laurel_of-a-file\n')
    const keys = [[], ['--key-file', file], ['--key', 'laurel_given']]
    for (const more of keys) await push(server, path, more)
    const sent = server.memory.headers.map((headers) => headers.get('Authorization'))
    expect([...new Set(sent)]).toEqual([`Bearer ${KEY}`, 'Bearer laurel_of-a-file', 'Bearer laurel_given'])
  })

  it.each([
    ['wrong usage when there is none', {}, [], 2],
    ['refused when it can’t be one', { LAUREL_KEY: 'two words' }, [], 1],
    ['refused when its file is not there', {}, ['--key-file', 'nothing'], 1],
  ] as const)('is %s', async (_, environment, more, status) => {
    const server = await startServer()
    const path = laurel.file('key.db', database(100))
    const outcome = await push(server, path, [...more], { env: environment })
    expect(outcome).toEqual({ status, stdout: '', stderr: expect.stringMatching(/^laurel: [^\n]+\n$/) })
    expect(outcome.stderr).not.toContain('two words')
    expect(server.memory.requests).toEqual([])
  })
})

describe('a failing push', () => {
  it.each([
    ['is no database', 'these are notes', /SQLite/],
    ['is empty', '', /not an SQLite database/],
    ['is compressed', new Uint8Array([0x1f, 0x8b, 8, 0, 0]), /gzip/],
  ])('says in one line that the file %s, before it asks the server', async (_, bytes, words) => {
    const server = await startServer()
    const { status, stdout, stderr } = await push(server, laurel.file('bad.db', bytes))
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^laurel: [^\n]+\n$/)
    expect(stderr).toMatch(words)
    expect(server.memory.requests).toEqual([])
  })

  it('says in one line what the server refuses, and never the key', async () => {
    const server = await startServer()
    server.memory.fault = () => failed('wrong_key')
    const path = laurel.file('fine.db', database(100))
    const { status, stderr } = await spawnPush(server, path, [], {
      env: { ...env, NODE_DEBUG: 'laurel' },
    })
    expect(status).toBe(1)
    expect(stderr).toMatch(/\nlaurel: Refused: wrong_key\. Do otherwise\.\n$/)
    expect(stderr).not.toContain('canary')
  })

  it('is told when it is interrupted while no server is there', async () => {
    const { status, stderr } = await spawnPush(
      { ...(await startServer()), url: 'http://localhost:9' },
      laurel.file('fine.db', database(100)),
      ['--upload'],
      { onStderr: (text, end) => text.includes('Trying') && end() },
    )
    expect(status).toBe(130)
    expect(stderr).toMatch(
      /^laurel: http:\/\/localhost:9 could not be reached: [^\n]+\nlaurel: Interrupted\./,
    )
  })
})
