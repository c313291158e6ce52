import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ScanPayload } from '../../src/cli/payload.ts'
import { aggregateSessions, figures } from '../../src/engine/aggregate.ts'
import { expectedOf } from '../engine/golden.ts'
import { golden } from '../snapshot/histories.ts'
import { ReportServer } from '../sync/reports/report-server.ts'
import { useLaurel } from './laurel.ts'
import { useServers } from './push-server.ts'

const laurel = useLaurel()
const env = { LAUREL_KEY: 'laurel_canary-0123456789' }

/** A report server for each source. */
class SourceServer {
  readonly sources = new Map<string, ReportServer>()

  answer(request: Request): Promise<Response> {
    const source = /\/sources\/([^/]+)/.exec(request.url)?.[1]
    if (source === undefined) return new ReportServer().answer(request)
    const server = this.sources.get(source) ?? new ReportServer()
    this.sources.set(source, server)
    return server.answer(new Request(request.url.replace(`/sources/${source}`, '/sources/default'), request))
  }
}
const startServer = useServers(() => new SourceServer())

const put = (path: string, content: Uint8Array | string) => {
  mkdirSync(dirname(laurel.path(path)), { recursive: true })
  writeFileSync(laurel.path(path), content)
}
const scan = async (...args: string[]): Promise<ScanPayload> =>
  JSON.parse((await laurel.run(['scan', '--json', '--timezone', 'UTC', ...args])).stdout)

beforeEach(() => {
  rmSync(laurel.path('home'), { recursive: true, force: true })
  put('home/.hermes/state.db', golden('edges'))
  put('home/.hermes/profiles/team_coder/state.db', golden('history'))
})

describe('laurel scan', () => {
  it('lists the histories of several profiles, and scans the one that is chosen', async () => {
    const { status, stdout, stderr } = await laurel.run(['scan'])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(
      /^laurel: [^\n]+:\n {2}default +[^\n]+\n {2}team_coder +[^\n]+\nChoose one [^\n]+\n$/,
    )
    expect((await scan('--profile', 'team_coder')).aggregate).toEqual(expectedOf('history').aggregate)
    expect((await scan('--profile', 'default')).aggregate).toEqual(expectedOf('edges').aggregate)
  })

  it('--all makes one view of all of them', async () => {
    const { sessions, aggregate, scan_meta } = await scan('--all')
    const all = [...expectedOf('edges').sessions, ...expectedOf('history').sessions]
    expect(aggregate).toEqual(figures(aggregateSessions(all, 'UTC')))
    expect(scan_meta).toMatchObject({ mode: 'full', sessions_total: 174, sessions_rescanned: 174 })
    const starts = sessions.map(({ started_at }) => started_at ?? Number.NEGATIVE_INFINITY)
    expect(starts).toEqual([...starts].sort((a, b) => b - a))
  })

  it('--all keeps a checkpoint of each', async () => {
    const first = await scan('--all', '--checkpoint', laurel.path('kept'))
    expect(readdirSync(laurel.path('.')).filter((name) => name.startsWith('kept'))).toEqual([
      'kept.default',
      'kept.team_coder',
    ])
    const again = await scan('--all', '--checkpoint', laurel.path('kept'))
    expect(again.scan_meta).toMatchObject({ mode: 'incremental', sessions_total: 174, sessions_reused: 174 })
    expect(again.aggregate).toEqual(first.aggregate)
  })

  it('--all shows what can be read when one history is damaged, and says which is', async () => {
    put('home/.hermes/profiles/broken/state.db', 'hello')
    const { status, stdout, stderr } = await laurel.run(['scan', '--all', '--json'])
    expect(status).toBe(1)
    expect(stderr).toMatch(
      /^laurel: Profile “broken”: [^\n]*not an SQLite database[^\n]*\nlaurel: 1 of 3 histories failed\.\n$/,
    )
    expect(JSON.parse(stdout).sessions).toHaveLength(174)
  })
})

describe('laurel push', () => {
  it('--all reports each history to the source that is named after its profile', async () => {
    const server = await startServer()
    const { status, stdout, stderr } = await laurel.run(
      ['push', '--all', '--to', server.url, '--handle', 'ada'],
      { env },
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('Reported 64 sessions to @ada: 64 new')
    expect(stdout).toContain('Reported 110 sessions to @ada, history “team-coder”: 110 new')
    const known = [...server.memory.sources].map(([name, { known }]) => [name, known.size])
    expect(known).toEqual([
      ['default', 64],
      ['team-coder', 110],
    ])
  })

  it('--all --watch keeps all of them up to date', async () => {
    const server = await startServer()
    await laurel.spawn(['push', '--all', '--watch', '--to', server.url, '--handle', 'ada'], {
      env,
      onStart(interrupt) {
        const look = setInterval(() => {
          if ([...server.memory.sources.values()].filter(({ known }) => known.size > 0).length < 2) return
          clearInterval(look)
          interrupt()
        }, 20)
      },
    })
    expect([...server.memory.sources.keys()]).toEqual(['default', 'team-coder'])
  })
})
