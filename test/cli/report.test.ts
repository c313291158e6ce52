import { statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadCheckpoints, saveCheckpoints } from '../../src/cli/checkpoint-file.ts'
import { type ReportedSession, ReportedSessionSchema } from '../../src/contract/reports.ts'
import { bytesOfHex, sessionName } from '../../src/digest.ts'
import { aggregateSessions, figures } from '../../src/engine/aggregate.ts'
import { checkPlausible } from '../../src/sync/reports/plausibility.ts'
import { statsOf } from '../../src/sync/reports/reported-sessions.ts'
import { expectedOf } from '../engine/golden.ts'
import { goldenRecords } from '../sessions/list/golden-records.ts'
import { golden } from '../snapshot/histories.ts'
import { fill, writing } from '../snapshot/wal-pairs.ts'
import { ReportServer } from '../sync/reports/report-server.ts'
import { type RunOptions, useLaurel } from './laurel.ts'
import { type PushServer, useServers } from './push-server.ts'

const laurel = useLaurel()
const startServer = useServers(() => new ReportServer())
const env = { LAUREL_KEY: 'laurel_canary-0123456789' }

const pushing = ({ url }: PushServer<ReportServer>, path: string, more: string[]) => [
  'push',
  path,
  '--to',
  url,
  '--handle',
  'ada',
  ...more,
]

function push(server: PushServer<ReportServer>, path: string, more: string[] = [], options: RunOptions = {}) {
  return laurel.run(pushing(server, path, more), { env, ...options })
}

const received = ({ memory }: PushServer<ReportServer>) => memory.batches.flatMap(({ sessions }) => sessions)

const figuresOf = (sessions: readonly ReportedSession[], zone: string) =>
  figures(aggregateSessions(sessions.map(statsOf), zone))

describe('laurel push', () => {
  it.each(['history', 'edges', 'fuzz'])('reports the golden figures of %s', async (name) => {
    const server = await startServer()
    const { status, stdout, stderr } = await push(server, laurel.golden(name))
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const { timezone, aggregate, sessions } = expectedOf(name)
    expect(figuresOf(received(server), timezone)).toEqual(aggregate)
    for (const session of received(server)) {
      expect(ReportedSessionSchema.safeParse(session).success).toBe(true)
      checkPlausible(session)
    }
    const count = sessions.length
    expect(stdout).toMatch(
      new RegExp(`^Reported ${count} sessions to @ada: ${count} new \\(\\d+ kB\\)\\.\\nUpdating the page: `),
    )
    expect(server.memory.headers[0]?.get('Authorization')).toBe(`Bearer ${env.LAUREL_KEY}`)
  })

  it('sends only what changed since, and what is gone', async () => {
    const server = await startServer()
    const path = laurel.file('next.db', golden('history'))
    await push(server, path)
    const before = received(server).length
    laurel.file('next.db', golden('history-next'))
    const { stdout } = await push(server, path)
    expect(received(server).length - before).toBeLessThan(20)
    expect(stdout).toMatch(/^Reported 112 sessions to @ada: \d new, \d updated, 1 removed \(/)
    expect(server.memory.known.size).toBe(112)
    expect((await push(server, path)).stdout).toMatch(/^Nothing has changed: 112 sessions at @ada\.\n/)
  })

  it('reads only what changed, with a checkpoint of its own', async () => {
    const server = await startServer()
    const path = laurel.golden('history')
    const checkpoint = laurel.path('push.checkpoint')
    await push(server, path, ['--checkpoint', checkpoint])
    const { checkpoints } = loadCheckpoints(checkpoint, path)
    const altered = Array.from(checkpoints.values(), ({ fingerprint, stats, record }) => {
      const message_count = stats.message_count === 1 ? 77 : stats.message_count
      return { fingerprint, stats: { ...stats, message_count }, record }
    })
    saveCheckpoints(checkpoint, altered)
    const { stdout } = await push(server, path, ['--checkpoint', checkpoint, '--print'])
    const { sessions }: { sessions: ReportedSession[] } = JSON.parse(stdout)
    expect(sessions.some(({ counts }) => counts.message_count === 77)).toBe(true)
  })

  it('prints what it would report, and sends nothing', async () => {
    const server = await startServer()
    const path = laurel.golden('edges')
    const { status, stdout } = await push(server, path, ['--print'], { env: {} })
    expect(status).toBe(0)
    expect(server.memory.requests).toEqual([])
    const { sessions } = JSON.parse(stdout)
    await push(server, path)
    expect(sessions).toEqual(received(server))
  })

  it('tells titles only where they are asked for, and other pages nothing in common', async () => {
    const server = await startServer()
    const path = laurel.golden('edges')
    await push(server, path)
    const plain = received(server)
    expect(plain.every((session) => !('title' in session))).toBe(true)
    server.memory.batches.length = 0
    await push(server, path, ['--titles'])
    const titled = received(server).map(({ title }) => title)
    expect(titled.sort()).toEqual(
      expectedOf('edges')
        .sessions.map(({ title }) => title.slice(0, 512))
        .sort(),
    )
    server.memory.batches.length = 0
    await laurel.run(['push', path, '--to', server.url, '--handle', 'bob'], { env })
    const ids = new Set(plain.map(({ id }) => id))
    expect(received(server).filter(({ id }) => ids.has(id))).toEqual([])
  })

  it('tells the records of sessions only where they are asked for, those of a checkpoint filled in', async () => {
    const server = await startServer()
    const path = laurel.golden('history')
    const checkpoint = ['--checkpoint', laurel.path('records.checkpoint')]
    await push(server, path, checkpoint)
    expect(received(server).some((session) => 'record' in session)).toBe(false)
    server.memory.batches.length = 0
    await push(server, path, [...checkpoint, '--sessions'])
    const expected = await goldenRecords('history')
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
    const told = received(server).flatMap(({ record }) => record ?? [])
    expect(told.sort(byId)).toEqual(expected.sort(byId))
    for (const session of received(server)) expect(ReportedSessionSchema.parse(session)).toEqual(session)
    server.memory.batches.length = 0
    await push(server, path, [...checkpoint, '--sessions'])
    expect(received(server)).toEqual([])
  })

  it('names sessions the same from each machine where the page has a naming key', async () => {
    const path = laurel.golden('edges')
    const namesFrom = async (home: string, namingKey: string | null) => {
      const server = await startServer()
      server.memory.namingKey = namingKey
      const options = { env: { ...env, XDG_CONFIG_HOME: laurel.path(home) } }
      await push(server, path, [], options)
      // The same again is known: names and fingerprints stay what they are.
      expect((await push(server, path, [], options)).stdout).toMatch(/^Nothing has changed: 64 /)
      return received(server).map(({ id }) => id)
    }
    const key = 'a1'.repeat(32)
    const names = await namesFrom('one', key)
    expect(await namesFrom('two', key)).toEqual(names)
    const ids = expectedOf('edges').sessions.map(({ session_id }) => sessionName(bytesOfHex(key), session_id))
    expect(names.sort()).toEqual(ids.sort())
    expect(await namesFrom('one', null)).not.toEqual(await namesFrom('two', null))
  })

  it('says which machine reports, by an id that it keeps for the page, under any name of the source', async () => {
    const path = laurel.golden('edges')
    const server = await startServer()
    const idFrom = async (home: string, more: string[] = []) => {
      server.memory.headers.length = 0
      await push(server, path, more, { env: { ...env, XDG_CONFIG_HOME: laurel.path(home) } })
      return server.memory.headers[0]?.get('Laurel-Machine')
    }
    const id = await idFrom('one')
    expect(id).toMatch(/^[0-9a-f]{16}$/)
    expect(await idFrom('one', ['--source', 'work'])).toBe(id)
    expect(await idFrom('one', ['--handle', 'bob'])).not.toBe(id)
    expect(await idFrom('two')).not.toBe(id)
  })

  it('says when all sessions are here already, and from where', async () => {
    const server = await startServer()
    const path = laurel.golden('edges')
    server.memory.more = { elsewhere: { sessions: 63, sources: ['laptop'] } }
    expect((await push(server, path)).stdout).not.toContain('already')
    server.memory.more = { elsewhere: { sessions: 64, sources: ['laptop'] } }
    expect((await push(server, path)).stdout).toContain(
      '\nAll 64 sessions are already on the page, from “laptop”.\n',
    )
  })

  it('moves over to the names of the page with its next report, all at once', async () => {
    const server = await startServer()
    const path = laurel.golden('edges')
    await push(server, path)
    const before = [...server.memory.known.keys()]
    server.memory.namingKey = 'b2'.repeat(32)
    expect((await push(server, path)).stdout).toMatch(
      /^Reported 64 sessions to @ada, replacing those reported before \(/,
    )
    expect(server.memory.known.size).toBe(64)
    expect(before.filter((id) => server.memory.known.has(id))).toEqual([])
  })

  it('keeps its key for its owner alone, and says what is wrong with it', async () => {
    const server = await startServer()
    const path = laurel.golden('edges')
    const home = laurel.path('xdg')
    const options = { env: { ...env, XDG_CONFIG_HOME: home } }
    await push(server, path, [], options)
    const file = `${home}/laurel/report.key`
    expect(statSync(file).mode & 0o777).toBe(0o600)
    writeFileSync(file, 'nonsense')
    const { status, stderr } = await push(server, path, [], options)
    expect(status).toBe(1)
    expect(stderr).toMatch(/^laurel: The stored report key is invalid\. [^\n]+\n$/)
  })

  it('goes on when the server fails for a moment', async () => {
    const server = await startServer()
    server.memory.fault = (_, index) => (index === 1 ? 'unreachable' : undefined)
    const { status, stderr } = await push(server, laurel.golden('edges'))
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: `laurel: ${server.url} could not be reached: the connection was closed. Trying again for a while.\n`,
    })
  })

  it('scans a history to whose -wal its agent appends', async () => {
    const server = await startServer()
    const [early, late] = writing((live) => {
      fill(live, 0, 5)
      const first = live.pair()
      fill(live, 5, 9)
      return [first, live.pair()]
    })
    const path = laurel.file('live.db', early?.main ?? '')
    laurel.file('live.db-wal', late?.wal ?? '')
    expect((await push(server, path)).status).toBe(0)
    expect(server.memory.known.size).toBe(9)
  })

  it('watches a history, reports again when it has changed, and stops when a service manager says so', async () => {
    const server = await startServer()
    const path = laurel.file('watched.db', golden('history'))
    const outcome = laurel.spawn(pushing(server, path, ['--watch', '--every', '5']), {
      env,
      onStdout(text, interrupt) {
        if (text.includes('112 sessions')) interrupt('SIGTERM')
      },
    })
    const commits = () => server.memory.requests.filter((request) => request === 'COMMIT').length
    await expect.poll(commits, { timeout: 20_000 }).toBe(1)
    writeFileSync(path, golden('history-next'))
    await expect.poll(commits, { timeout: 20_000 }).toBe(2)
    expect(server.memory.known.size).toBe(112)
    const { status, stdout, stderr } = await outcome
    expect([status, stderr]).toEqual([0, 'laurel: Stopped.\n'])
    const page = `${server.url}/@ada`
    expect(stdout.replace(/\(\S+ kB\)/g, '(… kB)').split('\n')).toEqual([
      `Keeping @ada at ${server.url} up to date. Looking every 5 s.`,
      `Reported 110 sessions to @ada: 110 new (… kB). Updating the page: ${page}`,
      `Reported 112 sessions to @ada: 3 new, 3 updated, 1 removed (… kB). Updating the page: ${page}`,
      '',
    ])
  })
})
